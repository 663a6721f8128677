import type { ComidEnvironment, ComidMeasurement, ComidRawValue, ComidRegister, ComidSvn, ComidValues } from './comid-types.ts';
import type { ManifestDigest } from './manifest-digest.ts';

/**
 * Whether a reference speaks of an environment: everything that it says of one, the other says too, and the same.
 * @spec draft-ietf-rats-corim section 9.4.1
 */
export function matchesEnvironment(reference: ComidEnvironment, evidence: ComidEnvironment): boolean {
  const { classId, vendor, model, layer, index, instance, group } = reference;
  const pairs = [
    [classId, evidence.classId],
    [vendor, evidence.vendor],
    [model, evidence.model],
    [layer, evidence.layer],
    [index, evidence.index],
    [instance, evidence.instance],
    [group, evidence.group],
  ];
  return pairs.every(([wanted, got]) => wanted === null || wanted === got);
}

/**
 * Whether there is a hash function in common, and the digests of all that are common are equal: nobody can fall back to a weaker one. A function
 * that stands twice on a side matches nothing.
 * @spec draft-ietf-rats-corim section 9.4.4
 */
export function matchesDigests(reference: readonly ManifestDigest[], evidence: readonly ManifestDigest[]): boolean {
  if (repeats(reference) || repeats(evidence)) return false;
  const known = new Map(evidence.map(({ algorithm, value }) => [algorithm, value]));
  const common = reference.filter(({ algorithm }) => known.has(algorithm));
  return common.length > 0 && common.every(({ algorithm, value }) => known.get(algorithm) === value);
}

const repeats = (digests: readonly ManifestDigest[]): boolean => new Set(digests.map(({ algorithm }) => algorithm)).size < digests.length;

/**
 * Whether evidence has what a reference wants: the same element, and every value that the reference tells. A value that isn't understood
 * matches nothing.
 * @spec draft-ietf-rats-corim section 9.4
 */
export function matchesMeasurement(reference: ComidMeasurement, evidence: ComidMeasurement): boolean {
  if (reference.key !== null && reference.key !== evidence.key) return false;
  return reference.values.unread.length === 0 && MATCHERS.every((matches) => matches(reference.values, evidence.values));
}

type Matcher = (reference: ComidValues, evidence: ComidValues) => boolean;

const equal =
  (of: (values: ComidValues) => string | null): Matcher =>
  (reference, evidence) =>
    of(reference) === null || of(reference) === of(evidence);

const MATCHERS: readonly Matcher[] = [
  equal(({ version }) => (version === null ? null : JSON.stringify([version.version, version.scheme]))),
  ({ svn }, evidence) => svn === null || (evidence.svn !== null && matchesSvn(svn, evidence.svn)),
  ({ digests }, evidence) => digests.length === 0 || matchesDigests(digests, evidence.digests),
  ({ flags }, evidence) => flags === null || Object.entries(flags).every(([flag, value]) => evidence.flags?.[flag] === value),
  ({ rawValue }, evidence) => rawValue === null || (evidence.rawValue !== null && matchesRawValue(rawValue, evidence.rawValue)),
  equal(({ macAddress }) => macAddress),
  equal(({ ipAddress }) => ipAddress),
  equal(({ serialNumber }) => serialNumber),
  equal(({ ueid }) => ueid),
  equal(({ uuid }) => uuid),
  equal(({ name }) => name),
  ({ registers }, evidence) => registers.every((register) => matchesRegister(register, evidence.registers)),
];

/** @spec section 9.4.3: evidence tells one number, a reference that number or a least one */
function matchesSvn(reference: ComidSvn, evidence: ComidSvn): boolean {
  if (evidence.kind !== 'exact') return false;
  return reference.kind === 'exact' ? evidence.value === reference.value : evidence.value >= reference.value;
}

/** @spec section 9.4.5: the bits of the mask alone are compared; evidence with a mask hides what it has */
function matchesRawValue({ value, mask }: ComidRawValue, evidence: ComidRawValue): boolean {
  if (evidence.mask !== null || evidence.value.length !== value.length) return false;
  if (mask === null) return evidence.value === value;
  const [wanted, got, bits] = [value, evidence.value, mask].map((digits) => Buffer.from(digits, 'hex'));
  return bits?.every((octet, index) => ((wanted?.[index] ?? 0) & octet) === ((got?.[index] ?? 0) & octet)) === true;
}

/** @spec section 9.4.6: a reference may name fewer registers than there are */
function matchesRegister({ register, digests }: ComidRegister, evidence: readonly ComidRegister[]): boolean {
  const found = evidence.find((each) => each.register === register);
  return found !== undefined && matchesDigests(digests, found.digests);
}

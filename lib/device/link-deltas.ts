import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { NamedGroup } from './device-ids.ts';
import { isConvincing } from './group.ts';
import type { JudgedDocument, Of } from './judge.ts';
import { platformCertificateKey } from './keys.ts';
import { platformText } from './platform-text.ts';

/** What a delta says that it continues. */
export type Predecessor =
  | { readonly kind: 'one'; readonly certificate: Of<PlatformCertificate> }
  /** Several certificates have the issuer and serial named; nothing is applied. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Of<PlatformCertificate>[] }
  | { readonly kind: 'missing'; readonly reason: 'not-at-hand' | 'platform-differs' };

/** Where a delta belongs: a device, or why to none yet. */
export interface LinkedDelta {
  readonly delta: Of<PlatformCertificate>;
  readonly predecessor: Predecessor;
  /** Undefined when the chain reaches no base, or bases of several devices. */
  readonly group: NamedGroup | undefined;
  /** Devices that it might continue: several when the reference is ambiguous. */
  readonly candidates: readonly NamedGroup[];
}

/**
 * Follows every delta to its device. A reference needs exactly one certificate of equal platform identity; where one
 * convinces, those that don't are no candidates.
 * @spec TCG Platform Certificate Profile 1.1 section 3.1 (holder of a delta)
 */
export function linkDeltas(platforms: readonly Of<PlatformCertificate>[], groups: readonly NamedGroup[]): readonly LinkedDelta[] {
  const byName = new Map<string, Of<PlatformCertificate>[]>();
  for (const certificate of platforms) {
    const key = platformCertificateKey(certificate.document);
    const known = byName.get(key);
    if (known === undefined) byName.set(key, [certificate]);
    else known.push(certificate);
  }
  const deltas = platforms.filter(({ document }) => document.kind === 'delta-platform-certificate');
  const predecessors = new Map(deltas.map((delta) => [delta.judged, predecessorOf(delta, byName)]));
  const groupsOf = follower(predecessors, groups);
  return deltas.map((delta) => {
    const candidates = [...groupsOf(delta.judged)];
    const predecessor = predecessors.get(delta.judged) ?? NOT_AT_HAND;
    return { delta, predecessor, group: candidates.length === 1 ? candidates[0] : undefined, candidates };
  });
}

/** Nothing at hand has the issuer and serial that the delta names. */
export const NOT_AT_HAND: Predecessor = { kind: 'missing', reason: 'not-at-hand' };

/**
 * Whether nobody whom the delta may rely on says what it continues. A stranger's certificate under the name of the missing one
 * doesn't take a convincing delta away from the device of its platform.
 */
export function waitsForPredecessor({ delta, predecessor, candidates }: LinkedDelta): boolean {
  if (predecessor.kind === 'missing' && predecessor.reason === 'platform-differs') return false;
  return delta.judged.convinces ? !candidates.some(isConvincing) : candidates.length === 0;
}

function predecessorOf(
  { judged, document }: Of<PlatformCertificate>,
  byName: ReadonlyMap<string, readonly Of<PlatformCertificate>[]>,
): Predecessor {
  const named = document.holder === null ? [] : (byName.get(platformCertificateKey(document.holder)) ?? []);
  const others = named.filter((candidate) => candidate.judged !== judged);
  if (others.length === 0) return NOT_AT_HAND;
  const text = platformText(document.platform);
  const alike = others.filter((candidate) => platformText(candidate.document.platform) === text);
  const convincing = alike.filter((candidate) => candidate.judged.convinces);
  const candidates = convincing.length > 0 ? convincing : alike;
  const [first] = candidates;
  if (first === undefined)
    return judged.convinces && !others.some((other) => other.judged.convinces)
      ? NOT_AT_HAND
      : { kind: 'missing', reason: 'platform-differs' };
  return candidates.length === 1 ? { kind: 'one', certificate: first } : { kind: 'ambiguous', candidates };
}

/** Follows references down to bases. Issuer and serial can be made to run in a circle, which leads nowhere. */
function follower(
  predecessors: ReadonlyMap<JudgedDocument, Predecessor>,
  groups: readonly NamedGroup[],
): (from: JudgedDocument) => ReadonlySet<NamedGroup> {
  const known = new Map<JudgedDocument, ReadonlySet<NamedGroup>>();
  for (const group of groups) for (const base of group.bases) known.set(base.judged, new Set([group]));
  return (from) => {
    const path: JudgedDocument[] = [];
    const found = new Set<NamedGroup>();
    const open = [from];
    const seen = new Set<JudgedDocument>();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const answer = known.get(next);
      if (answer !== undefined) for (const group of answer) found.add(group);
      if (answer !== undefined || seen.has(next)) continue;
      seen.add(next);
      path.push(next);
      open.push(...stepsFrom(predecessors.get(next)));
    }
    // A straight path leads from each of its deltas to the same place, so the next one that asks stops early.
    if (path.every((each) => predecessors.get(each)?.kind === 'one')) for (const each of path) known.set(each, found);
    return found;
  };
}

function stepsFrom(predecessor: Predecessor | undefined): readonly JudgedDocument[] {
  if (predecessor?.kind === 'one') return [predecessor.certificate.judged];
  if (predecessor?.kind === 'ambiguous') return predecessor.candidates.map(({ judged }) => judged);
  return [];
}

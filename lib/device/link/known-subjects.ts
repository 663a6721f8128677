import type { AttestationResult } from '#lib/attestation/types.ts';
import type { Submission } from '../submission-types.ts';
import type { LinkGround } from '../types.ts';
import type { NamedGroup } from './device-ids.ts';
import type { ResolveDevice } from './device-references.ts';
import { isConvincing } from './group.ts';
import type { JudgedDocument } from './judged-document.ts';
import { addressSubjectKeys, agentIdKey, inventorySubjectKeys, type SoughtSubject, soughtSubject } from './subject-keys.ts';

/** Devices by the identifiers that something trustworthy ties to them. */
export type KnownSubjects = ReadonlyMap<string, ReadonlySet<NamedGroup>>;

/** A device with what was linked to it so far. */
export interface LinkedSoFar {
  readonly group: NamedGroup;
  readonly documents: readonly (JudgedDocument & { readonly ground: LinkGround })[];
}

/** A result that leads to a device by a key or by what somebody says. */
export interface PlacedResult {
  readonly judged: JudgedDocument;
  readonly result: AttestationResult;
  readonly submission: Submission;
  readonly group: NamedGroup;
  readonly ground: LinkGround;
}

/**
 * What ties identifiers to devices: an endorsement key's certificate that convinces; the network addresses of a base that does; an inventory that a device's TPM answered for, that a person linked,
 * or that was handed in by somebody who may hand in for every device; and a result that a person linked, that such a one handed in for the device, or that a
 * trusted verifier signed about an enrolled key of it. What an account says that may hand in for some devices alone ties nothing: it could take a name over.
 */
export function knownSubjects(devices: readonly LinkedSoFar[], results: readonly PlacedResult[]): KnownSubjects {
  const known = new Map<string, Set<NamedGroup>>();
  const tie = (keys: readonly string[], group: NamedGroup): void => {
    for (const key of keys) known.set(key, (known.get(key) ?? new Set()).add(group));
  };
  for (const { group, documents } of devices) for (const document of documents) tie(keysTold(document), group);
  // What evidence of a device says goes before what was said of one result: that may be the mistake.
  const evident = new Map([...known].map(([key, groups]) => [key, new Set(groups)]));
  for (const placed of results) {
    const { keys } = soughtSubject(placed.result.subjects);
    const others = keys.flatMap((key) => [...(evident.get(key) ?? [])]);
    if (isTeaching(placed) && (others.length === 0 || others.includes(placed.group))) tie(keys, placed.group);
  }
  return known;
}

function keysTold(document: LinkedSoFar['documents'][number]): readonly string[] {
  const content = document.read.document;
  if (content?.kind === 'endorsement-key-certificate') return document.convinces ? [agentIdKey(content)].filter((key) => key !== null) : [];
  if (content?.kind === 'platform-certificate' || content?.kind === 'rebase-platform-certificate')
    return document.convinces ? addressSubjectKeys(content) : [];
  return content?.kind === 'inventory' && isToldFreely(document) ? inventorySubjectKeys(content) : [];
}

const isToldFreely = ({ ground, submissions }: LinkedSoFar['documents'][number]): boolean =>
  ground === 'attestation-key' || ground === 'statement' || submissions.some(({ mayAttachTo }) => mayAttachTo === 'any');

function isTeaching({ judged, result, submission, ground }: PlacedResult): boolean {
  if (result.isFleet) return false;
  if (ground === 'statement') return true;
  if (ground === 'submitter') return submission.mayAttachTo === 'any';
  return (
    ground === 'attestation-key' &&
    ['signature', 'verifier'].every((id) => judged.checks.some((check) => check.id === id && check.status === 'pass'))
  );
}

/** The devices that what is sought leads to: by its identifiers, or by a name under which certificates that convince were handed in. */
export function devicesSought(
  { keys, names }: SoughtSubject,
  { known, resolve }: { readonly known: KnownSubjects; readonly resolve: ResolveDevice },
): readonly NamedGroup[] {
  const byKey = keys.flatMap((key) => [...(known.get(key) ?? [])]);
  const byName = names.flatMap((name) => resolve(name) ?? []).filter(isConvincing);
  return [...new Set([...byKey, ...byName])];
}

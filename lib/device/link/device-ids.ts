import { sha256Hex } from '#lib/encoding/digest.ts';
import { compareTexts, compareTimes } from '../time.ts';
import { firstDocument, type Group, isConvincing } from './group.ts';
import type { JudgedDocument } from './judged-document.ts';
import { linkKeysOf } from './keys.ts';

/** A group with its immutable id and the strong keys that lead to it and to no other. */
export interface NamedGroup extends Group {
  readonly id: string;
  readonly keys: readonly string[];
}

/** The id that a strong key gives to a new device. */
export const deviceIdOf = (strongKey: string): string => `d-${sha256Hex(strongKey).slice(0, 24)}`;

/** An id of that form inside a text. */
export const DEVICE_ID_IN_TEXT = /\bd-[0-9a-f]{24}\b/g;

/**
 * Gives every group its id: the one that a key of it already has, else one made of the key that was received first.
 * @param deviceIds ids that strong keys already have
 */
export function nameGroups(groups: readonly Group[], deviceIds: ReadonlyMap<string, string>): readonly NamedGroup[] {
  const ordered = [...groups].sort(compareGroups);
  const keys = ownedKeys(ordered);
  const taken = new Set<string>();
  return ordered.map((group) => {
    const own = keys.get(group) ?? [];
    const id = chooseId({ keys: own, group, deviceIds, taken });
    taken.add(id);
    return { ...group, id, keys: own.toSorted(compareTexts) };
  });
}

/** The convincing first, then the one that was handed in first. */
function compareGroups(a: Group, b: Group): number {
  const [first, second] = [firstDocument(a), firstDocument(b)];
  if (first === undefined || second === undefined) return 0;
  return (
    Number(isConvincing(b)) - Number(isConvincing(a)) ||
    compareTimes(first.provenAt, second.provenAt) ||
    compareTexts(first.read.id, second.read.id)
  );
}

interface Claim {
  readonly key: string;
  readonly group: Group;
  readonly document: JudgedDocument;
  /** Position of the group among all. */
  readonly order: number;
}

/**
 * One owner for every key, earliest key first. A convincing document goes before another, then the one handed in first, then
 * the more convincing group: neither a stranger's file nor one that comes later takes a key over.
 */
function ownedKeys(ordered: readonly Group[]): ReadonlyMap<Group, readonly string[]> {
  const owners = new Map<string, Claim>();
  for (const claim of ordered.flatMap(claimsOf).sort(compareClaims)) if (!owners.has(claim.key)) owners.set(claim.key, claim);
  const byGroup = new Map<Group, Claim[]>();
  for (const claim of owners.values()) {
    const claims = byGroup.get(claim.group) ?? [];
    byGroup.set(claim.group, claims);
    claims.push(claim);
  }
  return new Map([...byGroup].map(([group, claims]) => [group, claims.sort(compareReceived).map(({ key }) => key)]));
}

function claimsOf(group: Group, order: number): readonly Claim[] {
  return [...group.bases, ...group.endorsementKeys].flatMap(({ judged }) =>
    linkKeysOf(judged.read).strong.map((key) => ({ key, group, document: judged, order })),
  );
}

const compareClaims = (a: Claim, b: Claim): number =>
  Number(b.document.convinces) - Number(a.document.convinces) ||
  compareTimes(a.document.provenAt, b.document.provenAt) ||
  a.order - b.order;

/**
 * Convincing documents first, then by time. At one instant an EK key goes before a platform, and a certificate's name, which
 * issuers repeat, goes last.
 */
const compareReceived = (a: Claim, b: Claim): number =>
  Number(b.document.convinces) - Number(a.document.convinces) ||
  compareTimes(a.document.provenAt, b.document.provenAt) ||
  rankOf(a.key) - rankOf(b.key) ||
  compareTexts(a.key, b.key);

const RANKS = ['ek-key:', 'bound-key:', 'platform:', 'ek-cert:', 'platform-cert:'];
const rankOf = (key: string): number => RANKS.findIndex((prefix) => key.startsWith(prefix));

interface IdChoice {
  readonly keys: readonly string[];
  readonly group: Group;
  readonly deviceIds: ReadonlyMap<string, string>;
  readonly taken: ReadonlySet<string>;
}

function chooseId({ keys, group, deviceIds, taken }: IdChoice): string {
  const identities = keys.filter((key) => !key.startsWith('platform-cert:'));
  const known = identities.map((key) => deviceIds.get(key)).find((id) => id !== undefined && !taken.has(id));
  if (known !== undefined) return known;
  // Nothing of its own: every key belongs to a more convincing group. Its first document still tells it apart.
  const seeds = [...identities, `document:${firstDocument(group)?.read.id ?? ''}`];
  return seeds.map(deviceIdOf).find((id) => !taken.has(id)) ?? deviceIdOf(`holder:${group.holder}\n${group.platform}`);
}

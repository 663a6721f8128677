import type { Statement } from '../statement/statement-types.ts';
import { compareTexts } from '../time.ts';
import type { Problem } from '../types.ts';
import type { NamedGroup } from './device-ids.ts';
import { linkKeysOf } from './keys.ts';

/** Other devices that one problem names; more are counted. */
const MAX_NAMED = 5;

/**
 * Devices that claim one identity while each of them convinces: one EK under two platforms, or one platform serial under two EKs.
 * Nothing is merged. An approved identity continuity between two of them settles the second kind.
 */
export function identityClaims(groups: readonly NamedGroup[], inForce: readonly Statement[]): ReadonlyMap<NamedGroup, readonly Problem[]> {
  // By id, so that the words don't change with what a stranger hands in for other devices.
  const live = groups.filter(({ bases }) => bases.some(({ judged }) => judged.convinces)).sort((a, b) => compareTexts(a.id, b.id));
  const problems = new Map<NamedGroup, Problem[]>();
  const tell = (rivals: readonly NamedGroup[], what: string): void => {
    if (rivals.length < 2) return;
    for (const group of rivals) problems.set(group, [...(problems.get(group) ?? []), claimedTwice(group, rivals, what)]);
  };
  for (const rivals of bucketsOf(live, ({ holder }) => [holder])) tell(rivals, 'the same endorsement key certificate');
  const continued = continuities(inForce);
  for (const rivals of bucketsOf(live, weakKeysOf)) {
    const held = rivals.filter((group) => !rivals.some((other) => other !== group && isContinued(continued, group, other)));
    if (new Set(held.map(({ holder }) => holder)).size > 1)
      tell(held, 'the same manufacturer, model and serial, on another endorsement key');
  }
  return problems;
}

const weakKeysOf = ({ bases }: NamedGroup): readonly string[] => [
  ...new Set(bases.filter(({ judged }) => judged.convinces).flatMap(({ judged }) => linkKeysOf(judged.read).weak)),
];

function bucketsOf(groups: readonly NamedGroup[], keysOf: (group: NamedGroup) => readonly string[]): readonly (readonly NamedGroup[])[] {
  const buckets = new Map<string, NamedGroup[]>();
  for (const group of groups) {
    for (const key of keysOf(group)) {
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [group]);
      else bucket.push(group);
    }
  }
  return [...buckets.values()];
}

/** Pairs of names that an approved statement calls one device. */
function continuities(inForce: readonly Statement[]): readonly (readonly [string, string])[] {
  return inForce.flatMap((statement) => (statement.kind === 'identity-continuity' ? [[statement.from, statement.to] as const] : []));
}

function isContinued(continued: readonly (readonly [string, string])[], a: NamedGroup, b: NamedGroup): boolean {
  const isNamed = (group: NamedGroup, name: string): boolean => group.id === name || group.keys.includes(name);
  return continued.some(([from, to]) => (isNamed(a, from) && isNamed(b, to)) || (isNamed(b, from) && isNamed(a, to)));
}

function claimedTwice(group: NamedGroup, rivals: readonly NamedGroup[], what: string): Problem {
  const others = rivals.filter((rival) => rival !== group);
  const named = others.slice(0, MAX_NAMED);
  const more = others.length > named.length ? ` and ${others.length - named.length} more` : '';
  return {
    kind: 'identity-claimed-twice',
    because: [group, ...named].flatMap(({ bases }) => bases.filter(({ judged }) => judged.convinces).map(({ judged }) => judged.sha256)),
    detail: `${named.map(({ id }) => id).join(', ')}${more} claims ${what}; both are signed by authorities that you trust, so they stay two devices.`,
  };
}

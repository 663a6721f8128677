import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { NamedGroup } from './device-ids.ts';
import { isConvincing } from './group.ts';
import type { JudgedDocument, Of } from './judged-document.ts';
import { NOT_AT_HAND, type Predecessor, predecessorFinder } from './predecessors.ts';

/** A delta or a rebase, what it continues, and where it belongs: a device, or why to none yet. */
export interface LinkedDelta {
  readonly delta: Of<PlatformCertificate>;
  readonly predecessor: Predecessor;
  /** Undefined when the chain reaches no base, or bases of several devices. */
  readonly group: NamedGroup | undefined;
  /** Devices that it might continue: several when the reference is ambiguous. */
  readonly candidates: readonly NamedGroup[];
  /** What convinces leads from it to a base or a rebase. */
  readonly isFounded: boolean;
}

/**
 * Follows every delta to its device, over whatever stands between it and a base or a rebase.
 * @spec TCG Platform Certificate Profile 1.1 section 3.1 (holder of a delta)
 */
export function linkDeltas(platforms: readonly Of<PlatformCertificate>[], groups: readonly NamedGroup[]): readonly LinkedDelta[] {
  const find = predecessorFinder(platforms);
  const deltas = platforms.filter(({ document }) => document.kind === 'delta-platform-certificate');
  const predecessors = new Map(deltas.map((delta) => [delta.judged, find(delta)]));
  const groupsOf = follower(predecessors, groups);
  return deltas.map((delta) => {
    const candidates = [...groupsOf(delta.judged)];
    const predecessor = predecessors.get(delta.judged) ?? NOT_AT_HAND;
    const isFounded = leadsToBase(delta, predecessors);
    return { delta, predecessor, group: candidates.length === 1 ? candidates[0] : undefined, candidates, isFounded };
  });
}

/**
 * What the rebases of each device continue. A rebase belongs to the device of its own holder and platform; what it continues
 * must belong there too, which folding finds out by following the links.
 */
export function linkRebases(platforms: readonly Of<PlatformCertificate>[], groups: readonly NamedGroup[]): readonly LinkedDelta[] {
  const find = predecessorFinder(platforms);
  return groups.flatMap((group) =>
    group.bases
      .filter(({ document }) => document.kind === 'rebase-platform-certificate')
      .map((delta) => ({ delta, predecessor: heardBy(delta, find(delta)), group, candidates: [group], isFounded: true })),
  );
}

/** Several certificates that nobody trusts under one name make nothing ambiguous that convinces. */
function heardBy({ judged }: Of<PlatformCertificate>, predecessor: Predecessor): Predecessor {
  if (predecessor.kind !== 'ambiguous' || !judged.convinces) return predecessor;
  return predecessor.candidates.some((candidate) => candidate.judged.convinces) ? predecessor : NOT_AT_HAND;
}

/**
 * Whether nobody whom the delta may rely on says what it continues. A stranger's certificate under the name of the missing one
 * doesn't take a convincing delta away from the device of its platform.
 */
export function waitsForPredecessor({ delta, predecessor, candidates, isFounded }: LinkedDelta): boolean {
  if (predecessor.kind === 'missing' && predecessor.reason !== 'not-at-hand') return false;
  return delta.judged.convinces ? !isFounded || !candidates.some(isConvincing) : candidates.length === 0;
}

/** Whether following only what convinces ends at a base or a rebase. An ambiguous step is one where a candidate convinces. */
function leadsToBase(delta: Of<PlatformCertificate>, predecessors: ReadonlyMap<JudgedDocument, Predecessor>): boolean {
  const seen = new Set<JudgedDocument>();
  for (let next = predecessors.get(delta.judged); next !== undefined; ) {
    if (next.kind !== 'one') return next.kind === 'ambiguous' && next.candidates.some(({ judged }) => judged.convinces);
    const { judged, document } = next.certificate;
    if (!judged.convinces || seen.has(judged)) return false;
    if (document.kind !== 'delta-platform-certificate') return true;
    seen.add(judged);
    next = predecessors.get(judged);
  }
  return false;
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

import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { certificateWord, predecessorText } from '../link/certificate-word.ts';
import { isHolderUnknown } from '../link/judge.ts';
import type { JudgedDocument, Of } from '../link/judged-document.ts';
import type { LinkedGroup } from '../link/link.ts';
import type { LinkedDelta } from '../link/link-deltas.ts';
import { predecessorGround } from '../link/predecessor-ground.ts';
import { compareTexts, compareTimes } from '../time.ts';
import type { ExpectedState, Problem, StateUnit } from '../types.ts';
import { applyDelta, type CertifiedState, type UnitStep } from './apply-delta.ts';
import { assertionProblems } from './assertion-contradictions.ts';
import { chainProblems } from './chain-rules.ts';
import { differencesText, oneClaim } from './equivalent-base.ts';
import { areDisjoint, type Continuations } from './forks.ts';
import { applyRebase, stateOf } from './rebase.ts';
import { joinChains, type OneChain } from './twins.ts';

/** A delta or a rebase that applied, line by line. */
export interface FoldStep {
  readonly delta: Of<PlatformCertificate>;
  readonly lines: readonly UnitStep[];
  /** A delta authorizes what it changes. What a rebase changes against the certificates before it needs another authorization. */
  readonly authorizes: boolean;
  /** The units after it. */
  readonly units: readonly StateUnit[];
}

/** What the certificates of a device say that it has. */
export interface Fold {
  readonly expected: ExpectedState;
  /** In the order in which they apply. */
  readonly steps: readonly FoldStep[];
  /** Documents that form the expected state, by id. */
  readonly contributing: ReadonlySet<string>;
  /** Those of them that say what another one says, by id, with the one that stands for both. */
  readonly sameAs: ReadonlyMap<string, PlatformCertificate>;
  readonly problems: readonly Problem[];
}

/** Nothing is expected. */
export const NOTHING_EXPECTED: ExpectedState = { basis: 'none', units: [], properties: [], because: [] };

const NOTHING_FOLDED: Fold = { expected: NOTHING_EXPECTED, steps: [], contributing: new Set(), sameAs: new Map(), problems: [] };

/**
 * Folds the convincing certificates of one device into what it should hold. Order follows the links, never dates or uploads.
 * What doesn't convince takes no part, not even in a conflict. Bases that say the same are one claim.
 * @spec TCG Platform Certificate Profile 1.1 sections 2.2.6.10 and 3.1; 2.1 section 3.3
 */
export function foldCertificates({ bases, deltas }: Pick<LinkedGroup, 'bases' | 'deltas'>): Fold {
  const convincing = deltas.filter(({ delta }) => delta.judged.convinces);
  const roots = rootsOf(bases, convincing);
  const missing = bases.length === 0 ? baseMissing(convincing) : [];
  if (roots.length === 0) return { ...NOTHING_FOLDED, problems: [...missing, ...withoutPredecessor(convincing, new Set())] };
  const claim = oneClaim(roots);
  return claim === null ? conflict(roots) : foldClaim(claim, convincing);
}

function foldClaim(claim: readonly [Of<PlatformCertificate>, ...Of<PlatformCertificate>[]], deltas: readonly LinkedDelta[]): Fold {
  const [root] = claim;
  const { continuations, twins } = joinChains(claim, continuationsOf(deltas));
  const walk = foldFrom(root, { continuations, twins });
  const twinsOf = ({ judged }: Of<PlatformCertificate>) => twins.get(judged) ?? [];
  const applied = [root, ...walk.steps.map(({ delta }) => delta)];
  const all = applied.flatMap((each) => [each, ...twinsOf(each)]);
  const settled = new Set([...walk.settled].flatMap((judged) => [judged, ...(twins.get(judged) ?? []).map((twin) => twin.judged)]));
  return {
    expected: {
      basis: claim.every(({ judged }) => isHolderUnknown(judged)) ? 'provisional' : 'certified',
      units: walk.state.units,
      properties: walk.state.properties,
      because: all.map(({ judged }) => judged.sha256),
    },
    steps: walk.steps,
    contributing: new Set(all.map(({ judged }) => judged.read.id)),
    sameAs: new Map(applied.flatMap((each) => twinsOf(each).map((twin) => [twin.judged.read.id, each.document] as const))),
    problems: [...withoutHistory(root), ...walk.problems, ...withoutPredecessor(deltas, settled), ...assertionProblems(all)],
  };
}

/**
 * Where the expected state begins: with the base; without one, with the rebase that continues nothing at hand. A rebase beside
 * a base is no second root: it counts once the links lead to it.
 */
function rootsOf(bases: readonly Of<PlatformCertificate>[], deltas: readonly LinkedDelta[]): readonly Of<PlatformCertificate>[] {
  const convincing = bases.filter(({ judged }) => judged.convinces);
  const first = convincing.filter(({ document }) => document.kind === 'platform-certificate');
  if (first.length > 0 || convincing.length < 2) return first.length > 0 ? first : convincing;
  const reached = new Map(deltas.map(({ delta, predecessor }) => [delta.judged, predecessor]));
  const own = new Set([...convincing, ...deltas.map(({ delta }) => delta)].map(({ judged }) => judged));
  const starting = convincing.filter(({ judged }) => {
    const predecessor = reached.get(judged);
    return predecessor?.kind !== 'one' || !own.has(predecessor.certificate.judged);
  });
  return starting.length > 0 ? starting : convincing;
}

/** A rebase is whole in itself; what was before it isn't known here. */
function withoutHistory(root: Of<PlatformCertificate>): readonly Problem[] {
  if (root.document.kind !== 'rebase-platform-certificate') return [];
  return [{ kind: 'rebase-without-history', because: [root.judged.sha256], predecessor: predecessorText(root.document) }];
}

function conflict(roots: readonly Of<PlatformCertificate>[]): Fold {
  const because = roots.map(({ judged }) => judged.sha256);
  return {
    ...NOTHING_FOLDED,
    expected: { ...NOTHING_EXPECTED, basis: 'conflict', because },
    problems: [{ kind: 'base-conflict', because, differing: differencesText(roots) }, ...assertionProblems(roots)],
  };
}

function baseMissing(convincing: readonly LinkedDelta[]): readonly Problem[] {
  return convincing.length === 0 ? [] : [{ kind: 'base-missing', because: convincing.map(({ delta }) => delta.judged.sha256) }];
}

function continuationsOf(deltas: readonly LinkedDelta[]): Continuations {
  const continuations = new Map<JudgedDocument, Of<PlatformCertificate>[]>();
  for (const { delta, predecessor } of deltas) {
    if (predecessor.kind !== 'one') continue;
    const { judged } = predecessor.certificate;
    const known = continuations.get(judged);
    if (known === undefined) continuations.set(judged, [delta]);
    else known.push(delta);
  }
  for (const branches of continuations.values()) branches.sort(compareDeltas);
  return continuations;
}

/** Where the order makes no difference to the result it is still always the same. */
const compareDeltas = (a: Of<PlatformCertificate>, b: Of<PlatformCertificate>): number =>
  compareTimes(a.document.notBefore, b.document.notBefore) || compareTexts(a.judged.read.id, b.judged.read.id);

interface Walk {
  state: CertifiedState;
  readonly twins: OneChain['twins'];
  /** What applied so far, the root first. */
  readonly chain: Of<PlatformCertificate>[];
  readonly steps: FoldStep[];
  readonly problems: Problem[];
  /** Deltas that applied or that a problem names. */
  readonly settled: Set<JudgedDocument>;
}

function foldFrom(root: Of<PlatformCertificate>, { continuations, twins }: OneChain): Walk {
  const walk: Walk = { state: stateOf(root), twins, chain: [root], steps: [], problems: [], settled: new Set([root.judged]) };
  const open = [root];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    const branches = timelyBranches(current, continuations, walk);
    if (branches.length > 1 && !acceptFork(branches, continuations, walk)) continue;
    open.push(...branches.filter((branch) => apply(branch, walk)).reverse());
  }
  return walk;
}

/** The continuations of a certificate that don't begin before it; a circle of references never comes back to a settled one. */
function timelyBranches(
  current: Of<PlatformCertificate>,
  continuations: Continuations,
  { problems, settled }: Walk,
): readonly Of<PlatformCertificate>[] {
  return (continuations.get(current.judged) ?? []).filter(({ judged, document }) => {
    if (settled.has(judged)) return false;
    settled.add(judged);
    if (compareTimes(document.notBefore, current.document.notBefore) >= 0) return true;
    const detail = `${certificateWord(document)} ${document.serialNumber} begins at ${document.notBefore}, before certificate ${current.document.serialNumber}, which it continues, at ${current.document.notBefore}.`;
    problems.push({ kind: 'delta-predates-base', because: [judged.sha256, current.judged.sha256], detail });
    return false;
  });
}

function acceptFork(branches: readonly Of<PlatformCertificate>[], continuations: Continuations, { problems }: Walk): boolean {
  const applied = areDisjoint(branches, continuations);
  problems.push({ kind: 'delta-forked', because: branches.map(({ judged }) => judged.sha256), applied });
  return applied;
}

function apply(delta: Of<PlatformCertificate>, walk: Walk): boolean {
  const authorizes = delta.document.kind === 'delta-platform-certificate';
  const result = authorizes ? applyDelta(walk.state, delta) : applyRebase(walk.state, delta);
  if ('contradiction' in result) {
    const detail = `Delta certificate ${delta.document.serialNumber} was not applied: ${result.contradiction}.`;
    walk.problems.push({ kind: 'delta-contradicts-base', because: [delta.judged.sha256], detail });
    return false;
  }
  for (const each of [delta, ...(walk.twins.get(delta.judged) ?? [])]) walk.problems.push(...chainProblems(chainOf(each, walk), each));
  walk.chain.push(delta);
  walk.state = result.state;
  walk.steps.push({ delta, lines: result.steps, authorizes, units: result.state.units });
  return true;
}

/** What applied before a certificate, each in the form that the certificate has where there is one. */
function chainOf({ document: { form } }: Of<PlatformCertificate>, { chain, twins }: Walk): readonly Of<PlatformCertificate>[] {
  return chain.map((each) => [each, ...(twins.get(each.judged) ?? [])].find(({ document }) => document.form === form) ?? each);
}

/**
 * Convincing deltas that nothing reached. One whose reference is ambiguous has a problem of its own. A delta before it that waits
 * elsewhere, because whoever handed it in may not speak for the device, is no evidence here.
 */
function withoutPredecessor(deltas: readonly LinkedDelta[], settled: ReadonlySet<JudgedDocument>): readonly Problem[] {
  const own = new Set(deltas.map(({ delta }) => delta.judged));
  const isHere = ({ judged, document }: Of<PlatformCertificate>): boolean =>
    document.kind !== 'delta-platform-certificate' || own.has(judged);
  return deltas.flatMap(({ delta: { judged, document }, predecessor }): readonly Problem[] => {
    if (settled.has(judged) || predecessor.kind === 'ambiguous') return [];
    const ground = predecessorGround(predecessor);
    const counted =
      ground === 'not-applied' && predecessor.kind === 'one' && isHere(predecessor.certificate)
        ? [predecessor.certificate.judged.sha256]
        : [];
    return [{ kind: 'delta-missing-predecessor', because: [judged.sha256, ...counted], predecessor: predecessorText(document), ground }];
  });
}

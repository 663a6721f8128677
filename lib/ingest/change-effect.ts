import { setImmediate } from 'node:timers/promises';
import type { PlatformIdentity } from '#lib/component/types.ts';
import { assess } from '#lib/detect/assess.ts';
import type { Assessed, Trust } from '#lib/detect/rule.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { isGoverning, statementsInForce } from '#lib/device/statement/statements.ts';
import { compareTimes } from '#lib/device/time.ts';
import { keysOfDevices } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';
import { BadCursor, decodeCursor, encodeCursor, pageSize } from '#lib/store/page.ts';
import { findStatement, governingStatements } from '#lib/store/statements.ts';
import { URGENCY } from './device-record.ts';
import { devicesOfChange, type GoverningChange, MAX_CONCERNED } from './devices-of-change.ts';
import { type Tables, tablesOf } from './governing.ts';
import { type ClosureEvidence, loadEvidence } from './load-evidence.ts';

/** Time after which no further device is looked at. */
export const MAX_EFFECT_MS = 5_000;

/** A device whose answer would change. */
export interface EffectOnDevice {
  readonly id: string;
  readonly identity: PlatformIdentity;
  readonly before: Trust;
  readonly after: Trust;
  /** Parts that the certificates say it holds. */
  readonly partsBefore: number;
  readonly partsAfter: number;
  /** Parts that are not as expected, or not as before. */
  readonly differencesBefore: number;
  readonly differencesAfter: number;
  /** The first reason of the verdict as it would be, that isn't one now; else the first one. */
  readonly reason: string;
  /** How many more there are that are no reasons now. */
  readonly furtherReasons: number;
}

/** What a proposed change of a governing table would do to the devices that it concerns. */
export interface ChangeEffect {
  /** Devices that it concerns. */
  readonly concerned: number;
  /** Even more are concerned than were counted. */
  readonly isMore: boolean;
  /** Devices that were judged twice. */
  readonly looked: number;
  /** Of those looked at, how many would go from one verdict to which, the worst first; both may be the same word for other reasons. */
  readonly sums: readonly EffectSum[];
  /** Those looked at whose answer would change, the worst first. */
  readonly changes: readonly EffectOnDevice[];
  /** More devices are concerned than were looked at. */
  readonly isCut: boolean;
  /** Asks for the devices after those looked at; null when none are left. */
  readonly next: string | null;
}

interface EffectSum extends Pick<EffectOnDevice, 'before' | 'after'> {
  readonly count: number;
}

/** A change of one of the governing tables, and when its effect is asked for. */
export interface EffectOfChange {
  readonly kind: GoverningChange['kind'];
  /** Of the statement that proposes it. */
  readonly id: string;
  readonly now: Date;
  /** `next` of the answer before. */
  readonly cursor?: string | undefined;
  /** Devices to look at. */
  readonly limit?: number;
}

/**
 * Judges the devices that a waiting change concerns as they are and as they would be, with the same pure fold as the worker, and
 * keeps nothing. Undefined when there is no such change waiting. @throws BadCursor
 */
export async function changeEffect(store: Store, { kind, id, now, cursor, limit }: EffectOfChange): Promise<ChangeEffect | undefined> {
  const change = await findStatement(store, id);
  const said = await governingStatements(store.pool);
  const sorted = statementsInForce(said);
  if (change === undefined || !isGoverning(change) || change.kind !== kind || !sorted.pending.some((each) => each.id === id))
    return undefined;
  const before = tablesOf(sorted);
  const after = tablesOf(statementsInForce([...said, supposedApproval(change, now)]));
  const ids = await devicesOfChange(store, { change, before, after });
  const from = cursor === undefined ? 0 : placeAfter(ids, cursor);
  const asked = ids.slice(from, from + pageSize(limit));
  const { changes, looked, done } = await effectOn(store, { ids: asked, before, after, at: judgedAt(change, now) });
  const last = ids[from + done - 1];
  return {
    concerned: new Set([...ids.slice(0, MAX_CONCERNED), ...looked]).size,
    isMore: ids.length > MAX_CONCERNED,
    looked: looked.size,
    sums: sumsOf(changes),
    changes: changes.toSorted(worstFirst),
    isCut: ids.some((each) => !looked.has(each)),
    next: last === undefined || from + done >= ids.length ? null : encodeCursor([last]),
  };
}

/** Where the devices go on after the last one that was looked at. @throws BadCursor when it is concerned no longer */
function placeAfter(ids: readonly string[], cursor: string): number {
  const place = ids.indexOf(String(decodeCursor(cursor, 1)[0]));
  if (place === -1) throw new BadCursor();
  return place + 1;
}

const weightOf = (trust: Trust): number => URGENCY.indexOf(trust);

/** What would stand worst, and of those what stands best now: it falls deepest. */
const worstVerdict = (a: Pick<EffectOnDevice, 'before' | 'after'>, b: Pick<EffectOnDevice, 'before' | 'after'>): number =>
  weightOf(a.after) - weightOf(b.after) || weightOf(b.before) - weightOf(a.before);

const worstFirst = (a: EffectOnDevice, b: EffectOnDevice): number =>
  worstVerdict(a, b) || b.differencesAfter - a.differencesAfter || (a.id < b.id ? -1 : 1);

function sumsOf(changes: readonly EffectOnDevice[]): readonly EffectSum[] {
  const sums = new Map<string, EffectSum>();
  for (const { before, after } of changes) {
    const key = `${before} ${after}`;
    sums.set(key, { before, after, count: (sums.get(key)?.count ?? 0) + 1 });
  }
  return [...sums.values()].sort(worstVerdict);
}

/** By nobody: an approval by a person is one only when the person gives it. */
function supposedApproval({ id }: Statement, now: Date): Statement {
  return { kind: 'approval', statement: id, id: `supposed ${id}`, author: '', at: now.toISOString(), reason: '' };
}

/** A line that ends on a later day changes nothing before: both sides are judged on that day. */
function judgedAt({ kind, change }: GoverningChange, now: Date): string {
  const at = now.toISOString();
  if (kind === 'issuer-policy' || change.action !== 'end' || change.until === null) return at;
  return compareTimes(change.until, at) > 0 ? change.until : at;
}

interface EffectQuestion {
  readonly ids: readonly string[];
  readonly before: Tables;
  readonly after: Tables;
  /** ISO 8601. */
  readonly at: string;
}

interface Looked {
  readonly changes: readonly EffectOnDevice[];
  /** Those asked for, and what hangs together with them. */
  readonly looked: ReadonlySet<string>;
  /** How many of those asked for, before the time was over. */
  readonly done: number;
}

async function effectOn(store: Store, { ids, before, after, at }: EffectQuestion): Promise<Looked> {
  const changes = new Map<string, EffectOnDevice>();
  const looked = new Set<string>();
  const started = performance.now();
  // What either side knows is at hand for both: an alias that comes or ends brings manifests, or takes them away.
  const aliases = { lines: [...before.aliases.lines, ...after.aliases.lines] };
  for (const [done, id] of ids.entries()) {
    if (looked.has(id)) continue;
    if (performance.now() - started > MAX_EFFECT_MS) return { changes: [...changes.values()], looked, done };
    const keys = (await keysOfDevices(store.pool, [id])).map(({ key }) => key);
    for (const closure of await loadEvidence(store.pool, { artifacts: [], keys }, { at, aliases })) {
      // Others are served between two closures.
      await setImmediate();
      for (const change of compareClosure(closure, { before, after })) changes.set(change.id, change);
      for (const device of closure.closure.deviceOf.values()) looked.add(device);
    }
    looked.add(id);
  }
  return { changes: [...changes.values()], looked, done: ids.length };
}

function compareClosure(
  { evidence }: ClosureEvidence,
  { before, after }: Pick<EffectQuestion, 'before' | 'after'>,
): readonly EffectOnDevice[] {
  const now = assess({ ...evidence, ...before }).assessed;
  const then = assess({ ...evidence, ...after }).assessed;
  return then.flatMap((assessed) => {
    const known = now.find(({ device }) => device.id === assessed.device.id);
    return known === undefined || isAlike(known, assessed) ? [] : [effectOf(known, assessed)];
  });
}

/** What a person reads in a verdict, what is expected, and how much differs from it. */
function isAlike(a: Assessed, b: Assessed): boolean {
  const told = ({ verdict, device }: Assessed): string =>
    JSON.stringify([
      verdict.trust,
      verdict.reasons,
      device.expected.basis,
      device.expected.because,
      device.observed?.submission.id ?? null,
      differencesOf(device),
    ]);
  return told(a) === told(b);
}

const differencesOf = ({ differences }: Assessed['device']): number => differences.filter(({ kind }) => kind !== 'same').length;

function effectOf(known: Assessed, { device, verdict }: Assessed): EffectOnDevice {
  const [fresh, ...further] = verdict.reasons.filter((reason) => !known.verdict.reasons.includes(reason));
  return {
    id: device.id,
    identity: device.identity,
    before: known.verdict.trust,
    after: verdict.trust,
    partsBefore: known.device.expected.units.length,
    partsAfter: device.expected.units.length,
    differencesBefore: differencesOf(known.device),
    differencesAfter: differencesOf(device),
    reason: fresh ?? verdict.reasons[0] ?? '',
    furtherReasons: further.length,
  };
}

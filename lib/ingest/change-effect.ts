import { setImmediate } from 'node:timers/promises';
import type { PlatformIdentity } from '#lib/component/types.ts';
import { assess } from '#lib/detect/assess.ts';
import type { Assessed, Trust } from '#lib/detect/rule.ts';
import type { GovernedLine } from '#lib/device/statement/governed-lines.ts';
import type { GoverningKind, Statement } from '#lib/device/statement/statement-types.ts';
import { isGoverning, statementsInForce } from '#lib/device/statement/statements.ts';
import { compareTimes } from '#lib/device/time.ts';
import { devicesWithPartsOf } from '#lib/store/components.ts';
import { devicesNamed, keysOfDevices } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findStatement, governingStatements } from '#lib/store/statements.ts';
import { type Tables, tablesOf } from './governing.ts';
import { type ClosureEvidence, loadEvidence } from './load-evidence.ts';
import { concernedDevices } from './recheck.ts';
import { devicesConcerned } from './refold-after.ts';

/** Devices that one question looks at; a person waits for the answer. */
const MAX_EFFECT_DEVICES = 50;
/** Time after which no further device is looked at. */
const MAX_EFFECT_MS = 5_000;

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
}

/** What a proposed change of a governing table would do to the devices that it concerns. */
export interface ChangeEffect {
  readonly changes: readonly EffectOnDevice[];
  /** Devices that were judged twice. */
  readonly looked: number;
  /** More devices are concerned than were looked at. */
  readonly isCut: boolean;
}

/** A change of one of the governing tables, and when its effect is asked for. */
export interface EffectOfChange {
  readonly kind: GoverningChange['kind'];
  /** Of the statement that proposes it. */
  readonly id: string;
  readonly now: Date;
}

/**
 * Judges the devices that a waiting change concerns as they are and as they would be, with the same pure fold as the worker, and
 * keeps nothing. Undefined when there is no such change waiting.
 */
export async function changeEffect(store: Store, { kind, id, now }: EffectOfChange): Promise<ChangeEffect | undefined> {
  const change = await findStatement(store, id);
  const said = await governingStatements(store.pool);
  const sorted = statementsInForce(said);
  if (change === undefined || !isGoverning(change) || change.kind !== kind || !sorted.pending.some((each) => each.id === id))
    return undefined;
  const before = tablesOf(sorted);
  const after = tablesOf(statementsInForce([...said, supposedApproval(change, now)]));
  const ids = await concernedIds(store, { change, before, after });
  const at = judgedAt(change, now);
  return effectOn(store, { ids: ids.slice(0, MAX_EFFECT_DEVICES), before, after, at, isCut: ids.length > MAX_EFFECT_DEVICES });
}

type GoverningChange = Extract<Statement, { readonly kind: GoverningKind }>;
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

interface ConcernQuestion {
  readonly change: GoverningChange;
  readonly before: Tables;
  readonly after: Tables;
}

/** Devices to look at, one more than the limit where there are more. */
async function concernedIds(store: Store, { change, before, after }: ConcernQuestion): Promise<readonly string[]> {
  const limit = MAX_EFFECT_DEVICES + 1;
  if (change.kind === 'issuer-policy') {
    const job = await devicesConcerned(store, { change, before: before.issuerPolicy, after: after.issuerPolicy });
    return (await concernedDevices(store, job))('', limit);
  }
  if (change.kind === 'attestation-policy') {
    const line = change.change.action === 'add' ? change.change.line : lineOf(before.attestationPolicy, change.change.line);
    return line === undefined ? [] : devicesNamed(store.pool, { ...line, limit });
  }
  const { aliases } = before;
  const line = change.change.action === 'add' ? change.change.line : lineOf(aliases, change.change.line);
  const naming = line === undefined ? [] : await devicesWithPartsOf(store.pool, { manufacturers: [line.name, line.means], limit });
  // Those that hold a part of one of the names come first. An earlier inventory can have named it too, so the others follow.
  const any = await (await concernedDevices(store, { issuers: 'any' }))('', limit);
  return [...new Set([...naming, ...any])].slice(0, limit);
}

const lineOf = <Line>({ lines }: { readonly lines: readonly GovernedLine<Line>[] }, id: string): Line | undefined =>
  lines.find((each) => each.id === id)?.line;

interface EffectQuestion {
  readonly ids: readonly string[];
  readonly before: Tables;
  readonly after: Tables;
  /** ISO 8601. */
  readonly at: string;
  readonly isCut: boolean;
}

async function effectOn(store: Store, { ids, before, after, at, isCut }: EffectQuestion): Promise<ChangeEffect> {
  const changes = new Map<string, EffectOnDevice>();
  const looked = new Set<string>();
  const started = performance.now();
  for (const id of ids) {
    if (looked.has(id)) continue;
    if (performance.now() - started > MAX_EFFECT_MS) return { changes: [...changes.values()], looked: looked.size, isCut: true };
    const keys = (await keysOfDevices(store.pool, [id])).map(({ key }) => key);
    for (const closure of await loadEvidence(store.pool, { artifacts: [], keys }, { at })) {
      // Others are served between two closures.
      await setImmediate();
      for (const change of compareClosure(closure, { before, after })) changes.set(change.id, change);
      for (const device of closure.closure.deviceOf.values()) looked.add(device);
    }
    looked.add(id);
  }
  return { changes: [...changes.values()], looked: looked.size, isCut };
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
  const fresh = verdict.reasons.find((reason) => !known.verdict.reasons.includes(reason));
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
  };
}

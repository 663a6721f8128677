import { setImmediate } from 'node:timers/promises';
import type { PlatformIdentity } from '#lib/component/types.ts';
import { assess } from '#lib/detect/assess.ts';
import type { Assessed, Trust } from '#lib/detect/rule.ts';
import { type IssuerPolicy, issuerPolicyOf } from '#lib/device/issuer-policy.ts';
import { statementsInForce } from '#lib/device/statements.ts';
import type { Statement } from '#lib/device/types.ts';
import { keysOfDevices } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findStatement, governingStatements } from '#lib/store/statements.ts';
import { type ClosureEvidence, loadEvidence } from './load-evidence.ts';
import { concernedDevices } from './recheck.ts';
import { devicesConcerned, withApproval } from './refold-after.ts';

/** Devices that one question looks at; a person waits for the answer. */
export const MAX_EFFECT_DEVICES = 50;
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
  /** The first reason of the verdict as it would be, that isn't one now; else the first one. */
  readonly reason: string;
}

/** What a proposed change of the table would do to the devices that it concerns. */
export interface PolicyEffect {
  readonly changes: readonly EffectOnDevice[];
  /** Devices that were judged twice. */
  readonly looked: number;
  /** More devices are concerned than were looked at. */
  readonly isCut: boolean;
}

/**
 * Judges the devices that a waiting change concerns as they are and as they would be, with the same pure fold as the worker, and
 * keeps nothing. Undefined when there is no such change waiting.
 */
export async function policyEffect(store: Store, id: string, now: Date): Promise<PolicyEffect | undefined> {
  const change = await findStatement(store, id);
  const said = await governingStatements(store.pool);
  const sorted = statementsInForce(said);
  if (change?.kind !== 'issuer-policy' || !sorted.pending.some((each) => each.id === id)) return undefined;
  const before = issuerPolicyOf(sorted);
  const after = withApproval(said, supposedApproval(change, now));
  const pageAfter = await concernedDevices(store, await devicesConcerned(store, { change, before, after }));
  const ids = await pageAfter('', MAX_EFFECT_DEVICES + 1);
  return effectOn(store, { ids: ids.slice(0, MAX_EFFECT_DEVICES), before, after, now, isCut: ids.length > MAX_EFFECT_DEVICES });
}

/** By nobody: an approval by a person is one only when the person gives it. */
function supposedApproval({ id }: Statement, now: Date): Statement {
  return { kind: 'approval', statement: id, id: `supposed ${id}`, author: '', at: now.toISOString(), reason: '' };
}

interface EffectQuestion {
  readonly ids: readonly string[];
  readonly before: IssuerPolicy;
  readonly after: IssuerPolicy;
  readonly now: Date;
  readonly isCut: boolean;
}

async function effectOn(store: Store, { ids, before, after, now, isCut }: EffectQuestion): Promise<PolicyEffect> {
  const changes = new Map<string, EffectOnDevice>();
  const looked = new Set<string>();
  const started = performance.now();
  for (const id of ids) {
    if (looked.has(id)) continue;
    if (performance.now() - started > MAX_EFFECT_MS) return { changes: [...changes.values()], looked: looked.size, isCut: true };
    const keys = (await keysOfDevices(store.pool, [id])).map(({ key }) => key);
    for (const closure of await loadEvidence(store.pool, { artifacts: [], keys }, { at: now.toISOString() })) {
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
  const now = assess({ ...evidence, issuerPolicy: before }).assessed;
  const then = assess({ ...evidence, issuerPolicy: after }).assessed;
  return then.flatMap((assessed) => {
    const known = now.find(({ device }) => device.id === assessed.device.id);
    return known === undefined || isAlike(known, assessed) ? [] : [effectOf(known, assessed)];
  });
}

/** What a person reads in a verdict, and what is expected. */
function isAlike(a: Assessed, b: Assessed): boolean {
  const told = ({ verdict, device }: Assessed): string =>
    JSON.stringify([
      verdict.trust,
      verdict.reasons,
      device.expected.basis,
      device.expected.because,
      device.observed?.submission.id ?? null,
    ]);
  return told(a) === told(b);
}

function effectOf(known: Assessed, { device, verdict }: Assessed): EffectOnDevice {
  const fresh = verdict.reasons.find((reason) => !known.verdict.reasons.includes(reason));
  return {
    id: device.id,
    identity: device.identity,
    before: known.verdict.trust,
    after: verdict.trust,
    partsBefore: known.device.expected.units.length,
    partsAfter: device.expected.units.length,
    reason: fresh ?? verdict.reasons[0] ?? '',
  };
}

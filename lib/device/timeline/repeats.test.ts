import { describe, expect, test } from 'vitest';
import { toBase64 } from '#lib/encoding/bytes.ts';
import {
  baseOf,
  bomOf,
  deltaOf,
  ekOf,
  evidenceOf,
  type HandedIn,
  handIn,
  inventoryOf,
  policyLine,
  policyOf,
  STRANGER,
  say,
  unreadable,
  verifyByIssuer,
} from '#lib/testing/device-evidence.ts';
import { endorsementKeyOf } from '#lib/testing/sample-device.ts';
import { assembleDevices } from '../assemble.ts';
import type { DeviceState } from '../device-state.ts';
import type { Evidence } from '../evidence.ts';
import { authorities, device, hour, stateAfter } from '../testing/answering-device.ts';
import { repeatedActs } from './repeats.ts';

const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`;
const dimm = (serial: string) => ({ serial, model: 'HMA81GS6AFR8N-UH' });
const base = baseOf('base', [dimm('A')]);
const certified = [handIn(base), handIn(ekOf('ek'))];
const good = inventoryOf('good', [dimm('A')]);
const sameAgain = inventoryOf('made again', [dimm('A')]);
const other = inventoryOf('other', [dimm('X')]);

function only(handed: readonly HandedIn[], over: Partial<Evidence> = {}): DeviceState {
  const [device] = assembleDevices(evidenceOf([...certified, ...handed], { at: day(31), ...over }), { verify: verifyByIssuer }).devices;
  if (device === undefined) throw new Error('no device');
  return device;
}

/** Kind, count and days of what follows the certificates. */
const told = ({ timeline }: DeviceState) =>
  timeline
    .slice(2)
    .map(({ kind, at, repeats }) => [kind, repeats?.count ?? 1, at.slice(8, 10), (repeats?.lastAt ?? at).slice(8, 10)] as const);

test('reports in which nothing changed are one event with a count, the first and the last time', () => {
  const device = only([12, 13, 19].map((each) => handIn(good, day(each))));
  expect(told(device)).toEqual([['inventory', 3, '12', '19']]);
  expect(device.timeline.at(-1)?.title).toBe('Inventory by paccor lists 1 part; 3 times without a change, 2026-03-12 to 2026-03-19');
});

test('each of them is found behind the event, in order, and the event keeps the id of the first as they go on', () => {
  const handed = [12, 13, 19].map((each) => handIn(good, day(each)));
  const device = only(handed);
  const [event] = device.timeline.slice(2);
  if (event === undefined) throw new Error('no event');
  expect(repeatedActs(device, event).map(({ submission }) => submission.id)).toEqual(handed.map(({ submission }) => submission.id));
  expect(only(handed.slice(0, 1)).timeline[2]?.id).toBe(event.id);
  expect(repeatedActs(only(handed.slice(0, 1)), only(handed.slice(0, 1)).timeline[2] ?? event)).toEqual([]);
});

test('another file that says the same is a repeat too', () => {
  const device = only([handIn(good, day(12)), handIn(sameAgain, day(13)), handIn(good, day(14))]);
  expect(told(device)).toEqual([['inventory', 3, '12', '14']]);
  const [event] = device.timeline.slice(2);
  expect(event?.repeats?.documents).toEqual([good.id, sameAgain.id].sort());
  expect(event === undefined ? [] : repeatedActs(device, event).map(({ submission }) => submission.sha256)).toEqual([
    good.id,
    sameAgain.id,
    good.id,
  ]);
});

test('a change stands alone and ends the run before it', () => {
  const device = only([handIn(good, day(2)), handIn(good, day(3)), handIn(other, day(4)), handIn(other, day(5)), handIn(good, day(6))]);
  expect(told(device)).toEqual([
    ['inventory', 2, '02', '03'],
    ['inventory', 1, '04', '04'],
    ['inventory', 1, '05', '05'],
    ['inventory', 1, '06', '06'],
  ]);
});

test('what else happens to the device ends a run', () => {
  const received = say('ann', day(4), { kind: 'lifecycle', device: base.id, state: 'in-repair' });
  const device = only(
    [2, 3, 5, 6].map((each) => handIn(good, day(each))),
    { statements: [received] },
  );
  expect(told(device)).toEqual([
    ['inventory', 2, '02', '03'],
    ['lifecycle', 1, '04', '04'],
    ['inventory', 2, '05', '06'],
  ]);
});

test('sources that take turns do not end the runs of each other, and submitters are not mixed', () => {
  const bom = bomOf('bom', [dimm('A')]);
  const turns = [2, 3, 4, 5].flatMap((each) => [
    handIn(good, day(each)),
    handIn(bom, day(each)),
    handIn(good, day(each), { submittedBy: 'bob' }),
  ]);
  const device = only(turns);
  expect(told(device).map(([kind, count]) => [kind, count])).toEqual(
    expect.arrayContaining([
      ['inventory', 4],
      ['inventory', 4],
      ['hardware-bom', 4],
    ]),
  );
  expect(told(device)).toHaveLength(3);
});

test('failures are told one by one: certificates that do not convince, files that are unreadable, reports that are no observation', () => {
  const lying = deltaOf('lying', { of: base, added: [dimm('X')], over: { issuer: STRANGER } });
  const broken = unreadable('broken');
  const times = [2, 3, 4];
  expect(told(only(times.map((each) => handIn(lying, day(each)))))).toHaveLength(3);
  expect(told(only(times.map((each) => handIn(broken, day(each), { device: base.id }))))).toHaveLength(3);
  const issuerPolicy = policyOf(policyLine({ who: { kind: 'submitter', account: 'bob' }, rights: ['observation'] }));
  const refused = only(
    times.map((each) => handIn(good, day(each))),
    { issuerPolicy },
  );
  expect(told(refused).map(([, count]) => count)).toEqual([1, 1, 1]);
  expect(refused.timeline.at(-1)?.title).toContain('it is no observation');
});

test('a certificate that convinces and is handed in again and again is one event beside its first', () => {
  const device = only([2, 3, 4].map((each) => handIn(base, day(each))));
  const again = device.timeline.filter(({ kind }) => kind === 'resubmission');
  expect(again.map(({ repeats }) => repeats?.count)).toEqual([3]);
  const [event] = again;
  // Handed in on these days, whenever its validity began.
  expect([event?.at, event?.repeats?.lastAt]).toEqual([day(2), day(4)]);
  expect(event?.title).toContain('3 times without a change, 2026-03-02 to 2026-03-04');
  expect(event === undefined ? [] : repeatedActs(device, event).map(({ at }) => at)).toEqual([2, 3, 4].map(day));
  expect(device.timeline.filter(({ kind }) => kind === 'base-certificate')).toHaveLength(1);
});

describe('an EK certificate that stands inside the answers of its TPM', () => {
  const ek = endorsementKeyOf(device, authorities);
  const told = (state: DeviceState, wanted: string) => state.timeline.filter(({ kind }) => kind === wanted);
  const enclosing = { members: { endorsementCertificate: toBase64(ek) } };

  test('is one event, and each round has no event but that of its answer', () => {
    const state = stateAfter([enclosing, enclosing, { ...enclosing, nonce: new Uint8Array(32) }]);
    expect(told(state, 'endorsement-key-certificate')).toHaveLength(1);
    expect(told(state, 'resubmission')).toEqual([]);
    expect(state.timeline.filter(({ kind }) => kind === 'attestation-passed' || kind === 'attestation-failed')).toHaveLength(3);
  });

  test('and comes as a file of its own again is told of that alone', () => {
    const again = [1, 3].map((count) => ({
      ...{ label: `again ${count}`, bytes: ek, submittedBy: 'agent' },
      receivedAt: hour(count).replace(':00:00', ':30:00'),
    }));
    const state = stateAfter([enclosing, enclosing, enclosing], {}, again);
    const [event, ...more] = told(state, 'resubmission');
    expect([event?.repeats?.count, more]).toEqual([2, []]);
    expect(event === undefined ? [] : repeatedActs(state, event).map(({ at }) => at)).toEqual(again.map(({ receivedAt }) => receivedAt));
  });
});

test('as of an earlier day a certificate was handed in once, if it was handed in again later', () => {
  const handed = [1, 2, 3, 4].map((each) => handIn(base, day(each)));
  const again = (at: string) =>
    only(handed, { at }).timeline.flatMap(({ kind, repeats }) => (kind === 'resubmission' ? [repeats?.count ?? 1] : []));
  expect(again(day(1))).toEqual([]);
  expect(again(day(3))).toEqual([2]);
});

test('at an earlier instant a run has the acts of then', () => {
  const handed = [12, 13, 19].map((each) => handIn(good, day(each)));
  expect(told(only(handed, { at: day(18) }))).toEqual([['inventory', 2, '12', '13']]);
  expect(told(only(handed.slice(0, 2)))).toEqual([['inventory', 2, '12', '13']]);
});

test('what was observed earlier and received late stands where it was observed', () => {
  const device = only([handIn(good, day(12)), handIn(good, day(20)), handIn(good, day(21), { observedAt: day(14) })]);
  const [event] = device.timeline.slice(2);
  expect(told(device)).toEqual([['inventory', 3, '12', '20']]);
  expect(event === undefined ? [] : repeatedActs(device, event).map(({ at }) => at.slice(8, 10))).toEqual(['12', '14', '20']);
});

test('what was observed before all others and received last is the first of them', () => {
  const device = only([handIn(good, day(12)), handIn(good, day(20)), handIn(good, day(21), { observedAt: day(11) })]);
  expect(told(device)).toEqual([['inventory', 3, '11', '20']]);
});

test('a report that blanks a serial each time is told each time, and is no repeat without a change', () => {
  const blank = inventoryOf('blank', [{ model: 'HMA81GS6AFR8N-UH', serial: null }]);
  const device = only([handIn(good, day(2)), handIn(blank, day(3)), handIn(blank, day(4)), handIn(blank, day(5))]);
  expect(told(device).map(([, count]) => count)).toEqual([1, 1, 1, 1]);
  expect(device.differences.filter(({ scope }) => scope === 'history').map(({ kind }) => kind)).toEqual(
    Array(3).fill('serial-unconfirmed'),
  );
});

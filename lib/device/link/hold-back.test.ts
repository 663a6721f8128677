import { expect, test } from 'vitest';
import { baseOf, deltaOf, ekOf, evidenceOf, type HandedIn, handIn, STRANGER, say, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { makeName } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import type { Linked } from '../device-state.ts';
import type { Statement } from '../statement/statement-types.ts';
import type { Submission } from '../submission-types.ts';

const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`;
const ek = ekOf('ek');
const base = baseOf('base', [{ serial: 'A' }]);
const delta = deltaOf('delta', { of: base, added: [{ serial: 'B' }] });
const byVera = (mayAttachTo: Submission['mayAttachTo']): Partial<Submission> => ({ submittedBy: 'vera', mayAttachTo });
const operator = { submittedBy: 'olga' };
const enrolled = [handIn(ek, day(1), operator), handIn(base, day(1), operator)];

const link = (handed: readonly HandedIn[], statements: readonly Statement[] = []): Linked =>
  assembleDevices(evidenceOf(handed, { at: day(31), statements }), { verify: verifyByIssuer });
const serials = ({ devices }: Linked) => devices.map(({ expected }) => expected.units.map(({ serial }) => serial));

test('a certificate for a device of others waits for an operator, and changes nothing', () => {
  const linked = link([...enrolled, handIn(delta, day(5), byVera([]))]);
  expect(serials(linked)).toEqual([['A']]);
  expect(linked.unlinked).toMatchObject([{ documentId: delta.id, reason: 'not-granted' }]);
});

test('for a granted device it links', () => {
  const linked = link([...enrolled, handIn(delta, day(5), byVera([base.id]))]);
  expect(serials(linked)).toEqual([['A', 'B']]);
  expect(linked.unlinked).toEqual([]);
});

test('an operator lets it in', () => {
  const handed = handIn(delta, day(5), byVera([]));
  const statement = say('olga', day(6), { kind: 'link', submission: handed.submission.id, device: base.id });
  expect(serials(link([...enrolled, handed], [statement]))).toEqual([['A', 'B']]);
});

test('a device that nobody handed in before is formed by whoever brings it, and stays theirs', () => {
  const own = [handIn(ek, day(1), byVera([])), handIn(base, day(1), byVera([])), handIn(delta, day(5), byVera([]))];
  expect(serials(link(own))).toEqual([['A', 'B']]);
  expect(serials(link([...own, handIn(base, day(9), operator)]))).toEqual([['A', 'B']]);
});

test("a stranger's file that came first makes no device that of others", () => {
  const stranger = handIn(baseOf('forged', [{ serial: 'Z' }], { issuer: STRANGER }), day(1), { submittedBy: 'mallory' });
  const own = [handIn(ek, day(2), byVera([])), handIn(base, day(2), byVera([]))];
  expect(link([stranger, ...own]).devices.map(({ expected }) => expected.units.map(({ serial }) => serial))).toContainEqual(['A']);
});

test("a stranger's delta ties no certificate of others to a device, so that nothing of it waits for them", () => {
  const forged = deltaOf('forged', { of: base, over: { issuer: STRANGER, serialNumber: 4n } });
  const another = deltaOf('another', { of: forged, added: [{ serial: 'C' }], over: { serialNumber: 7n } });
  const before = [handIn(forged, day(1), { submittedBy: 'mallory' }), handIn(another, day(1), { submittedBy: 'bob', mayAttachTo: [] })];
  const own = [handIn(ek, day(2), byVera([])), handIn(base, day(2), byVera([]))];
  expect(serials(link(own))).toEqual([['A']]);
  expect(serials(link([...before, ...own]))).toEqual([['A']]);
});

test('the same certificate handed in by an operator too counts, and the other act waits all the same', () => {
  const linked = link([...enrolled, handIn(delta, day(5), byVera([])), handIn(delta, day(6), operator)]);
  expect(serials(linked)).toEqual([['A', 'B']]);
  expect(linked.unlinked).toMatchObject([{ reason: 'not-granted', submission: { submittedBy: 'vera' } }]);
});

test('a delta before another one that waits for its device is no evidence of what the other one lacks', () => {
  const waiting = deltaOf('waiting', { of: { issuer: makeName('Integrator CA'), serialNumber: 99n }, over: { serialNumber: 5n } });
  const last = deltaOf('last', { of: waiting, over: { serialNumber: 6n } });
  const { devices, unlinked } = link([
    ...enrolled,
    handIn(waiting, day(5), byVera([])),
    handIn(last, day(6), { ...operator, mayAttachTo: 'any' }),
  ]);
  expect(unlinked.map(({ documentId }) => documentId)).toEqual([waiting.id]);
  expect(devices.flatMap(({ problems }) => problems)).toMatchObject([{ kind: 'delta-missing-predecessor', because: [last.id] }]);
});

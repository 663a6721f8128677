import { expect, test } from 'vitest';
import { baseOf, deltaOf, ekOf, evidenceOf, type HandedIn, handIn, say, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { assembleDevices } from '../assemble.ts';
import type { DeviceState } from '../device-state.ts';
import type { Statement } from '../statement/statement-types.ts';

const dimm = (serial: string) => ({ serial });
const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`;
const ek = handIn(ekOf('ek'), day(1));
const first = handIn(baseOf('first', [dimm('A')], { serialNumber: 1n }), day(1));
const second = handIn(baseOf('second', [dimm('B')], { serialNumber: 2n }), day(2));
const third = handIn(baseOf('third', [dimm('C')], { serialNumber: 3n }), day(9));

function chosen({ read }: HandedIn, at: number, by = 'bob'): readonly Statement[] {
  const choice = say('ann', day(at), { kind: 'base-choice', device: first.read.id, certificate: read.id });
  return [choice, say(by, day(at), { kind: 'approval', statement: choice.id })];
}

function only(handed: readonly HandedIn[], statements: readonly Statement[]): DeviceState {
  const { devices } = assembleDevices(evidenceOf([ek, ...handed], { at: day(31), statements }), { verify: verifyByIssuer });
  const [device, more] = devices;
  if (device === undefined || more !== undefined) throw new Error('not one device');
  return device;
}

const serials = ({ expected }: DeviceState) => expected.units.map(({ serial }) => serial);
const problems = ({ problems: all }: DeviceState) => all.map(({ kind }) => kind);

test('the base that two people choose counts, and the other one is set aside', () => {
  const device = only([first, second], chosen(second, 5));
  expect(device.expected.basis).toBe('certified');
  expect(serials(device)).toEqual(['B']);
  expect(problems(device)).toEqual([]);
  expect(device.documents.map(({ read, contributes }) => [read.id === first.read.id, contributes])).toContainEqual([true, false]);
});

test('what one person chooses alone changes nothing, and says so', () => {
  const device = only([first, second], chosen(second, 5, 'ann'));
  expect(device.expected.basis).toBe('conflict');
  expect([...problems(device)].sort()).toEqual(['base-conflict', 'statement-void']);
});

test('the last choice holds', () => {
  expect(serials(only([first, second], [...chosen(second, 5), ...chosen(first, 6)]))).toEqual(['A']);
});

test('a base that comes in after the choice contradicts again', () => {
  expect(only([first, second, third], chosen(second, 5)).expected.basis).toBe('conflict');
  expect(serials(only([first, second, third], chosen(second, 10)))).toEqual(['B']);
});

test('a choice of something that is no convincing base of the device counts for nothing', () => {
  const device = only([first, second], chosen(ek, 5));
  expect(device.expected.basis).toBe('conflict');
  expect([...problems(device)].sort()).toEqual(['base-conflict', 'statement-void']);
});

test('a delta that follows the base that was set aside does not apply', () => {
  const delta = handIn(deltaOf('delta', { of: first.read, added: [dimm('D')] }), day(3));
  const device = only([first, second, delta], chosen(second, 5));
  expect(serials(device)).toEqual(['B']);
  expect(problems(device)).toEqual(['delta-missing-predecessor']);
});

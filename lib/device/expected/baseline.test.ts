import { expect, test } from 'vitest';
import {
  baseOf,
  ekOf,
  evidenceOf,
  type HandedIn,
  handIn,
  inventoryOf,
  STRANGER,
  say,
  verifyByIssuer,
} from '#lib/testing/device-evidence.ts';
import { assembleDevices } from '../assemble.ts';
import type { DeviceState } from '../device-state.ts';
import type { Statement } from '../statement/statement-types.ts';

const dimm = (serial: string) => ({ serial });
const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`;
const ek = ekOf('ek');
/** A base that nobody trusts: it names the device and expects nothing. */
const name = handIn(baseOf('base', [], { issuer: STRANGER }), day(1));
const first = handIn(inventoryOf('1', [dimm('A'), dimm('B')]), day(2));
const swapped = handIn(inventoryOf('2', [dimm('A'), dimm('X')]), day(9));

function approved(of: HandedIn, at: number, by = 'bob'): readonly Statement[] {
  const baseline = say('ann', day(at), { kind: 'baseline', device: name.read.id, submission: of.submission.id });
  return [baseline, say(by, day(at), { kind: 'approval', statement: baseline.id })];
}

function only(handed: readonly HandedIn[], statements: readonly Statement[]): DeviceState {
  const { devices } = assembleDevices(evidenceOf(handed, { at: day(31), statements }), { verify: verifyByIssuer });
  const [device, more] = devices;
  if (device === undefined || more !== undefined) throw new Error('not one device');
  return device;
}

const problems = ({ problems: all }: DeviceState) => all.map(({ kind }) => kind);

test('an observation that two people accept becomes what the device is expected to hold: learned', () => {
  const device = only([name, first], approved(first, 3));
  expect(device.expected.basis).toBe('learned');
  expect(device.expected.units.map(({ serial, provenance }) => [serial, provenance.label])).toEqual([
    ['A', 'learned'],
    ['B', 'learned'],
  ]);
  expect(device.tier).toBe('declared');
});

test('what one person accepts alone is no baseline, and says so', () => {
  const device = only([name, first], approved(first, 3, 'ann'));
  expect(device.expected.basis).toBe('none');
  expect(problems(device)).toEqual(['statement-void']);
});

test('a swap after the baseline is a difference that nobody signed for', () => {
  const { differences } = only([name, first, swapped], approved(first, 3));
  expect(differences.filter(({ scope, kind }) => scope === 'conformance' && kind !== 'same')).toMatchObject([
    { kind: 'component-replaced', authorization: 'unauthorized' },
  ]);
});

test('a baseline never covers up a swap that was seen before it', () => {
  const device = only([name, first, swapped], approved(swapped, 10));
  expect(device.expected.basis).toBe('none');
  expect(problems(device)).toEqual(['statement-void']);
});

test('a second baseline that differs from the first counts for nothing', () => {
  const device = only(
    [name, first, handIn(inventoryOf('2', [dimm('A'), dimm('X')]), day(9), { submittedBy: 'bob' })],
    [...approved(first, 3), ...approved(handIn(inventoryOf('2', [dimm('A'), dimm('X')]), day(9), { submittedBy: 'bob' }), 10)],
  );
  expect(device.expected.units.map(({ serial }) => serial)).toEqual(['A', 'B']);
  expect(problems(device)).toContain('statement-void');
});

test('a device with a contributing certificate has no baseline', () => {
  const device = only([handIn(baseOf('base', [dimm('A'), dimm('B')]), day(1)), handIn(ek, day(1)), first], approved(first, 3));
  expect(device.expected.basis).toBe('certified');
  expect(problems(device)).toEqual(['statement-void']);
});

test('a certificate that comes later takes the place of a baseline, and the baseline was never wrong', () => {
  const device = only([name, first, handIn(baseOf('genuine', [dimm('A'), dimm('B')]), day(5)), handIn(ek, day(5))], approved(first, 3));
  expect(device.expected.basis).toBe('certified');
  expect(problems(device)).toEqual([]);
});

test('a baseline of a submission that is no observation of the device counts for nothing', () => {
  expect(problems(only([name, first], approved(name, 3)))).toEqual(['statement-void']);
});

test('a withdrawn baseline expects nothing', () => {
  const statements = approved(first, 3);
  const withdrawal = say('ann', day(4), { kind: 'withdrawal', statement: statements[0]?.id ?? '' });
  expect(only([name, first], [...statements, withdrawal]).expected.basis).toBe('none');
});

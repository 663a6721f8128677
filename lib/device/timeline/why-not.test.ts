import { expect, test } from 'vitest';
import { baseOf, deltaOf, ekOf, evidenceOf, handIn, say, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { assembleDevices } from '../assemble.ts';
import type { Evidence } from '../evidence.ts';

const ek = ekOf('ek');
const base = baseOf('base', [{ serial: 'A' }]);
const rival = baseOf('rival', [{ serial: 'B' }]);
const delta = deltaOf('delta', { of: base, added: [{ serial: 'C' }], over: { serialNumber: 9n } });

function titles(over: Partial<Evidence> = {}): readonly string[] {
  const handed = [ek, base, rival, delta].map((read) => handIn(read, '2026-03-01T00:00:00Z'));
  const [device] = assembleDevices(evidenceOf(handed, over), { verify: verifyByIssuer }).devices;
  return device?.timeline.map(({ title }) => title) ?? [];
}

test('a delta that two bases could be meant by says so, and not what nothing requires of it', () => {
  expect(titles()).toContainEqual(
    expect.stringMatching(
      /^Delta certificate 9 changes nothing: Delta certificate 9 names a predecessor, and 2 certificates are what it names/,
    ),
  );
});

test('where policy requires that revocation is checked, it is what decides', () => {
  const policy = { ...evidenceOf([]).policy, requireRevocation: true };
  expect(titles({ policy })).toContainEqual('Delta certificate 9 changes nothing: revocation is unknown');
});

test('a base that two people set aside says that another one was chosen', () => {
  const at = '2026-03-02T00:00:00Z';
  const choice = say('ann', at, { kind: 'base-choice', device: base.id, certificate: base.id });
  const statements = [choice, say('bob', at, { kind: 'approval', statement: choice.id })];
  expect(titles({ statements })).toContainEqual(expect.stringMatching(/, and changes nothing: another base certificate was chosen$/));
});

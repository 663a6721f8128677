import { expect, test } from 'vitest';
import type { AttestationPolicy, RegisterStanding } from '#lib/device/attested/attestation-types.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import { makeAttestation, makeAttestationPolicy, makeBoot, makeEnrolledKey } from '#lib/testing/attestation-states.ts';
import { artifactId, makeContext } from '#lib/testing/device-states.ts';
import { attestationPolicyUnmet } from './attestation-policy-unmet.ts';

const LINE = artifactId('line');
const register = (pcr: number, status: RegisterStanding['status']): RegisterStanding => ({
  ...{ hash: 0x000b, bank: 'sha256', pcr, status, reason: 'replayed', attested: true, repaired: [], says: '' },
});
const answered = (...registers: readonly RegisterStanding[]): Partial<DeviceState> => ({
  attestation: { keys: [makeEnrolledKey()], attestations: [makeAttestation({ registers })] },
});
const signsOf = (asked: Partial<AttestationPolicy>, over: Partial<DeviceState> = answered()) =>
  attestationPolicyUnmet.evaluate(makeContext({ attestationPolicy: makeAttestationPolicy({ lines: [LINE], ...asked }), ...over }));

test('fires for a device that never attested, which no line spares', () => {
  const nobody = { attestation: { keys: [], attestations: [] } };
  expect(signsOf({ freshnessDays: 7 }, nobody)).toMatchObject([
    {
      key: 'attestation',
      severity: 'medium',
      weighs: 'incomplete',
      because: [LINE],
      detail: expect.stringContaining('No attestation key'),
    },
  ]);
});

test('fires for Secure Boot: off fails, and what nothing attests is incomplete', () => {
  const secureBoot = (...boots: readonly Parameters<typeof makeBoot>[0][]) =>
    signsOf({ requireSecureBoot: true }, { ...answered(), boots: boots.map(makeBoot) });
  expect(secureBoot({ secureBoot: 'off', attested: true })).toMatchObject([{ key: 'secure-boot', severity: 'high', weighs: 'failed' }]);
  expect(secureBoot({ secureBoot: 'on' })).toMatchObject([{ key: 'secure-boot', severity: 'medium', weighs: 'incomplete' }]);
  expect(secureBoot()).toHaveLength(1);
  expect(secureBoot({ secureBoot: 'on', attested: true })).toEqual([]);
});

test('fires for registers that do not match, in the bank that is asked for', () => {
  const asked = { requiredPcrs: [0, 4] };
  expect(signsOf(asked, answered(register(0, 'match'), register(4, 'mismatch')))).toMatchObject([{ weighs: 'failed' }]);
  expect(signsOf(asked, answered(register(0, 'match'), register(4, 'quote-only')))).toMatchObject([
    { weighs: 'failed', detail: expect.stringContaining('was extended, and no record tells by what') },
  ]);
  expect(signsOf(asked, answered({ ...register(0, 'match'), reason: 'never-extended' }, register(4, 'match')))).toMatchObject([
    { weighs: 'failed', detail: expect.stringContaining('PCR 0 of sha256 holds nothing') },
  ]);
  expect(signsOf({ requiredPcrs: [14] }, answered({ ...register(14, 'match'), reason: 'never-extended' }))).toEqual([]);
  expect(signsOf(asked, answered(register(0, 'match'), register(4, 'unexplained')))[0]).toMatchObject({
    weighs: 'incomplete',
    detail: 'PCR 4 of sha256 is not shown to match its record in the newest answer of its TPM.',
  });
  expect(signsOf(asked, answered({ ...register(0, 'match'), hash: 0x0004 }, register(4, 'match')))).toHaveLength(1);
  expect(signsOf(asked, answered(register(0, 'match'), register(4, 'match')))).toEqual([]);
});

test('fires for reference values where no attested start can be compared', () => {
  expect(signsOf({ requireReferences: true })).toMatchObject([{ key: 'references', weighs: 'incomplete' }]);
});

test('stays silent for a device that no line is about', () => {
  expect(signsOf({ lines: [], requireSecureBoot: true })).toEqual([]);
});

import { expect, test } from 'vitest';
import { makeAttestation, makeAttestationPolicy, makeEnrolledKey } from '#lib/testing/attestation-states.ts';
import { makeContext } from '#lib/testing/device-states.ts';
import { attestationStale } from './attestation-stale.ts';

const signsOf = (keys: readonly ReturnType<typeof makeEnrolledKey>[], lastAt?: string, freshnessDays = 30) =>
  attestationStale.evaluate(
    makeContext({
      attestation: { keys, attestations: lastAt === undefined ? [] : [makeAttestation({ lastAt })] },
      attestationPolicy: makeAttestationPolicy({ freshnessDays }),
    }),
  );

test('fires when the last answer is older than policy allows, and when none ever came', () => {
  expect(signsOf([makeEnrolledKey()], '2026-05-01T00:00:00Z')).toMatchObject([{ severity: 'medium', observed: '2026-05-01 00:00 UTC' }]);
  expect(signsOf([makeEnrolledKey()])[0]?.detail).toContain('never answered');
  expect(signsOf([makeEnrolledKey()], '2026-05-01T00:00:00.000Z', 1)[0]?.detail).toBe(
    'Its TPM answered last at 2026-05-01 00:00 UTC; policy asks for an answer within 1 day.',
  );
});

test('stays silent for a fresh answer, for a key that was enrolled lately, and for a device without a key', () => {
  expect(signsOf([makeEnrolledKey()], '2026-05-20T00:00:00Z')).toEqual([]);
  expect(signsOf([makeEnrolledKey({ enrolledAt: '2026-05-20T00:00:00Z' })])).toEqual([]);
  expect(signsOf([], '2026-01-01T00:00:00Z')).toEqual([]);
});

import { expect, test } from 'vitest';
import { makeAttestation } from '#lib/testing/attestation-states.ts';
import { makeContext } from '#lib/testing/device-states.ts';
import { startNotTold } from './start-not-told.ts';

const attestation = { keys: [], attestations: [makeAttestation()] };

test('fires for a start of which the TPM tells and no log does', () => {
  const untoldStart = { sha256: 'answer', receivedAt: '2026-05-02T00:00:00Z', attestedBy: 'log' };
  expect(startNotTold.evaluate(makeContext({ untoldStart, attestation }))).toMatchObject([
    { key: 'untold', severity: 'medium', subject: 'attestation key abababababab', because: ['answer', 'log'] },
  ]);
});

test('stays silent where the last start is told, and where the answer fails, which is told by itself', () => {
  const untoldStart = { sha256: 'answer', receivedAt: '2026-05-02T00:00:00Z', attestedBy: 'log' };
  const failed = { keys: [], attestations: [makeAttestation({ failing: ['pcrs'] })] };
  expect(startNotTold.evaluate(makeContext({ untoldStart, attestation: failed }))).toEqual([]);
  expect(startNotTold.evaluate(makeContext({ attestation }))).toEqual([]);
});

import { expect, test } from 'vitest';
import { makeAttestation } from '#lib/testing/attestation-states.ts';
import { artifactId, makeContext } from '#lib/testing/device-states.ts';
import { nonceMismatch } from './nonce-mismatch.ts';

const signsOf = (...rows: readonly Parameters<typeof makeAttestation>[0][]) =>
  nonceMismatch.evaluate(makeContext({ attestation: { keys: [], attestations: rows.map(makeAttestation) } }));

test('fires for an answer that fails its check, with its reason', () => {
  expect(signsOf({ failing: ['nonce'] })).toMatchObject([
    { severity: 'high', observed: 'nonce is fail', because: [artifactId('evidence')], detail: expect.stringContaining('nonce is fail') },
  ]);
});

test('stays silent for an answer that passes, for one after a failure, for another failure, and without any', () => {
  expect(signsOf({})).toEqual([]);
  expect(signsOf({ failing: ['nonce'] }, {})).toEqual([]);
  expect(signsOf({ failing: ['another'] })).toEqual([]);
  expect(signsOf()).toEqual([]);
});

test('stays silent for what answers no challenge', () => {
  expect(signsOf({ failing: ['nonce'], outcome: 'unproven' })).toEqual([]);
});

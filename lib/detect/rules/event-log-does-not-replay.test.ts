import { expect, test } from 'vitest';
import { makeAttestation } from '#lib/testing/attestation-states.ts';
import { artifactId, makeContext } from '#lib/testing/device-states.ts';
import { eventLogDoesNotReplay } from './event-log-does-not-replay.ts';

const signsOf = (...rows: readonly Parameters<typeof makeAttestation>[0][]) =>
  eventLogDoesNotReplay.evaluate(makeContext({ attestation: { keys: [], attestations: rows.map(makeAttestation) } }));

test('fires for an answer that fails its check, with its reason', () => {
  expect(signsOf({ failing: ['replay'] })).toMatchObject([
    { severity: 'high', observed: 'replay is fail', because: [artifactId('evidence')], detail: expect.stringContaining('replay is fail') },
  ]);
});

test('stays silent for an answer that passes, for one after a failure, for another failure, and without any', () => {
  expect(signsOf({})).toEqual([]);
  expect(signsOf({ failing: ['replay'] }, {})).toEqual([]);
  expect(signsOf({ failing: ['another'] })).toEqual([]);
  expect(signsOf()).toEqual([]);
});

test('stays silent for what answers no challenge', () => {
  expect(signsOf({ failing: ['replay'], outcome: 'unproven' })).toEqual([]);
});

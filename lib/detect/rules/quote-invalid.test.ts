import { expect, test } from 'vitest';
import { makeAttestation } from '#lib/testing/attestation-states.ts';
import { artifactId, makeContext } from '#lib/testing/device-states.ts';
import { quoteInvalid } from './quote-invalid.ts';

const signsOf = (...rows: readonly Parameters<typeof makeAttestation>[0][]) =>
  quoteInvalid.evaluate(makeContext({ attestation: { keys: [], attestations: rows.map(makeAttestation) } }));

test('fires for an answer that fails one of its checks, with its reason', () => {
  for (const id of ['quote', 'signature', 'key-attributes']) {
    const told = expect.stringContaining(`${id} is fail`);
    expect(signsOf({ failing: [id] })).toMatchObject([
      { severity: 'high', observed: told, detail: told, because: [artifactId('evidence')] },
    ]);
  }
});

test('stays silent for an answer that passes, for one after a failure, for another failure, and without any', () => {
  expect(signsOf({})).toEqual([]);
  expect(signsOf({ failing: ['quote', 'signature', 'key-attributes'] }, {})).toEqual([]);
  expect(signsOf({ failing: ['another'] })).toEqual([]);
  expect(signsOf()).toEqual([]);
});

test('stays silent for what answers no challenge', () => {
  expect(signsOf({ failing: ['quote', 'signature', 'key-attributes'], outcome: 'unproven' })).toEqual([]);
});

import { expect, test } from 'vitest';
import { makeEnrolledKey } from '#lib/testing/attestation-states.ts';
import { makeContext } from '#lib/testing/device-states.ts';
import { keyNotBound } from './key-not-bound.ts';

const signsOf = (...keys: readonly ReturnType<typeof makeEnrolledKey>[]) =>
  keyNotBound.evaluate(makeContext({ attestation: { keys, attestations: [] } }));

test('fires for a key beside an endorsement key that leads nowhere, and rests on the statement', () => {
  const key = makeEnrolledKey({ convinces: false });
  expect(signsOf(key)).toMatchObject([{ severity: 'high', because: [key.statement] }]);
});

test('stays silent for a key beside a trusted endorsement key, and without any', () => {
  expect(signsOf(makeEnrolledKey())).toEqual([]);
  expect(signsOf()).toEqual([]);
});

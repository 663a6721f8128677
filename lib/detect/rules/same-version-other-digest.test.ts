import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeFirmware } from '#lib/testing/device-states.ts';
import { sameVersionOtherDigest } from './same-version-other-digest.ts';

const expected = makeFirmware({ hashes: { sha256: 'aa' } });
const other = makeDifference({ kind: 'attribute-only', expected, observed: makeFirmware({ hashes: { sha256: 'bb' } }) });

test('fires for one version with two digests', () => {
  expect(sameVersionOtherDigest.evaluate(makeContext({ differences: [other] }))).toMatchObject([{ severity: 'high' }]);
});

test('stays silent when the digests are of different algorithms', () => {
  const observed = makeFirmware({ hashes: { sha384: 'bb' } });
  expect(sameVersionOtherDigest.evaluate(makeContext({ differences: [{ ...other, observed }] }))).toEqual([]);
});

test('stays silent when only the case of the digest differs', () => {
  const observed = makeFirmware({ hashes: { sha256: 'AA' } });
  expect(sameVersionOtherDigest.evaluate(makeContext({ differences: [{ ...other, observed }] }))).toEqual([]);
});

import { expect, test } from 'vitest';
import { makeBase, makeCheck, makeContext } from '#lib/testing/device-states.ts';
import { weakAlgorithm } from './weak-algorithm.ts';

const SHA1_RSA = { oid: '1.2.840.113549.1.1.5', parameters: null };

test('fires for a base that is signed with SHA-1', () => {
  const documents = [makeBase({}, { signatureAlgorithm: SHA1_RSA })];
  expect(weakAlgorithm.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'medium', weighs: 'incomplete' }]);
});

test("fires for a weakness that the verification found, in the verification's words", () => {
  const documents = [makeBase({ checks: [makeCheck('algorithm', 'fail', 'the issuer has an RSA key of 1024 bits')] })];
  expect(weakAlgorithm.evaluate(makeContext({ documents }))[0]?.observed).toBe('the issuer has an RSA key of 1024 bits');
});

test('stays silent for SHA-256', () => {
  expect(weakAlgorithm.evaluate(makeContext())).toEqual([]);
});

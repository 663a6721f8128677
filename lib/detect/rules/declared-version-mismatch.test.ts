import { expect, test } from 'vitest';
import { makeBase, makeContext } from '#lib/testing/device-states.ts';
import { declaredVersionMismatch } from './declared-version-mismatch.ts';

test('fires for a body of another version than the declared one', () => {
  const documents = [makeBase({}, { specVersion: '1.0' })];
  expect(declaredVersionMismatch.evaluate(makeContext({ documents }))).toMatchObject([
    { severity: 'low', observed: 'declared version 1.1' },
  ]);
});

test('stays silent for a certificate that declares nothing', () => {
  const documents = [makeBase({}, { credentialSpecification: null })];
  expect(declaredVersionMismatch.evaluate(makeContext({ documents }))).toEqual([]);
});

import { expect, test } from 'vitest';
import { readIssuerPolicy } from '#lib/present/governing-schema.ts';
import { policyLine, policyOf } from '#lib/testing/device-evidence.ts';
import { documentedSchemas } from './documented-schemas.ts';

const matches = documentedSchemas().get('policy-file');

test('a table of who may say what matches the documented schema, in full and with what a person writes', () => {
  const { lines } = policyOf({}, { who: { kind: 'submitter', account: 'bob' }, rights: ['observation'] });
  const { who, rights } = policyLine();
  for (const table of [{ lines }, { lines: [{ line: { who, rights } }], next: null }]) {
    expect(matches?.(JSON.parse(JSON.stringify(table))), JSON.stringify(matches?.errors)).toBe(true);
    expect(() => readIssuerPolicy(JSON.parse(JSON.stringify(table)))).not.toThrow();
  }
});

test('the documented schema refuses what the program refuses', () => {
  for (const table of [
    {},
    { lines: [{ line: { who: { kind: 'issuer' }, rights: ['base'] } }] },
    { lines: [{ line: { ...policyLine(), rights: [] } }] },
  ]) {
    expect(matches?.(JSON.parse(JSON.stringify(table)))).toBe(false);
    expect(() => readIssuerPolicy(JSON.parse(JSON.stringify(table)))).toThrow();
  }
});

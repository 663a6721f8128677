import { expect, test } from 'vitest';
import { policyFilter } from './policy-address.ts';

const words = { kinds: { issuer: 'issuers', submitter: 'accounts' }, states: { waiting: 'waits' } };

test('the address filters by what it knows, and by nothing else', () => {
  expect(policyFilter({ kind: 'issuer', state: 'waiting' }, words)).toEqual({ kind: 'issuer', state: 'waiting' });
  expect(policyFilter({ kind: 'toString', state: ['waiting', 'waiting'] }, words)).toEqual({ kind: '', state: '' });
  expect(policyFilter({}, words)).toEqual({ kind: '', state: '' });
});

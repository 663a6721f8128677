import { expect, test } from 'vitest';
import { derInteger, derSequence } from '#lib/encoding/der-write.ts';
import type { TestExtension } from '#lib/testing/certificate-authority.ts';
import { beginSpending } from '#lib/testing/processor-time.ts';
import { EXTENSION } from './oids.ts';
import { MAX_POLICIES } from './policy-extensions.ts';
import { type PolicyProblem, problemOfPolicies } from './policy-graph.ts';
import { policyExtensions, type TestPolicies } from './testing/policies.ts';

interface Certified extends TestPolicies {
  readonly isSelfIssued?: boolean;
  readonly extensions?: readonly TestExtension[];
}

const ask = (...path: readonly Certified[]): PolicyProblem | null =>
  problemOfPolicies(
    path.map(({ isSelfIssued = false, extensions = [], ...said }, index) => ({
      extensions: [...policyExtensions(said), ...extensions].map((each) => ({ critical: false, offset: 0, ...each })),
      isSelfIssued,
      text: () => `certificate ${index + 1}`,
    })),
  );
const statusOf = (...path: readonly Certified[]): string => ask(...path)?.status ?? 'pass';
const REQUIRED = { requireExplicitPolicy: 0 } as const;

test('while nobody requires a policy, none can be missing', () => {
  expect(statusOf()).toBe('pass');
  expect(statusOf({}, {})).toBe('pass');
  expect(statusOf({ policies: ['a'] }, { policies: ['b'] })).toBe('pass');
  expect(statusOf({ policies: ['a'], inhibitAnyPolicy: 0, inhibitPolicyMapping: 0 }, {})).toBe('pass');
});

test('a required policy must hold for every certificate of the path', () => {
  expect(statusOf({ policies: ['a'], ...REQUIRED }, { policies: ['a', 'b'] })).toBe('pass');
  expect(statusOf({ policies: ['any'], ...REQUIRED }, { policies: ['b'] })).toBe('pass');
  expect(statusOf({ policies: ['a'], ...REQUIRED }, { policies: ['any'] })).toBe('pass');
  expect(ask({ policies: ['a'], ...REQUIRED }, { policies: ['b'] })).toEqual({
    status: 'fail',
    detail: 'no policy of the authorities above holds for certificate 2',
  });
  expect(statusOf({ policies: ['a'], ...REQUIRED }, {})).toBe('fail');
  expect(statusOf({ ...REQUIRED }, { policies: ['a'] })).toBe('fail');
});

test('a policy that was lost once does not come back', () => {
  expect(statusOf({ policies: ['a'] }, {}, { policies: ['a'] }, { policies: ['a'], ...REQUIRED })).toBe('fail');
});

test.each([
  [0, 2, 'fail'],
  [1, 2, 'fail'],
  [2, 2, 'pass'],
  [2, 3, 'fail'],
  [3, 3, 'pass'],
])('a policy that is required after %i certificates, in a path of %i, and does not hold: %s', (requireExplicitPolicy, length, status) => {
  const below = Array.from({ length: length - 1 }, () => ({ policies: ['b'] }));
  expect(statusOf({ policies: ['a'], requireExplicitPolicy }, ...below)).toBe(status);
});

test('certificates that their subject issued are not counted', () => {
  const rolled = { policies: ['a'], isSelfIssued: true };
  const top = { policies: ['a'], requireExplicitPolicy: 2 };
  expect(statusOf(top, rolled, { policies: ['b'] })).toBe('pass');
  expect(statusOf(top, { ...rolled, isSelfIssued: false }, { policies: ['b'] })).toBe('fail');
});

test('the last certificate may require a policy of itself, and at once only', () => {
  expect(statusOf({ policies: ['a'] }, { policies: ['b'], requireExplicitPolicy: 0 })).toBe('fail');
  expect(statusOf({ policies: ['a'] }, { policies: ['b'], requireExplicitPolicy: 1 })).toBe('pass');
});

test('any policy stands for those above until it is inhibited, but in a certificate that its subject issued', () => {
  const top = { policies: ['a'], ...REQUIRED, inhibitAnyPolicy: 0 };
  expect(statusOf(top, { policies: ['any'] })).toBe('fail');
  expect(statusOf(top, { policies: ['any', 'a'] })).toBe('pass');
  expect(statusOf({ ...top, inhibitAnyPolicy: 1 }, { policies: ['any'] })).toBe('pass');
  expect(statusOf({ ...top, inhibitAnyPolicy: 1 }, { policies: ['any'] }, { policies: ['any'] })).toBe('fail');
  expect(statusOf(top, { policies: ['any'], isSelfIssued: true }, { policies: ['a'] })).toBe('pass');
  expect(statusOf(top, { policies: ['any'], isSelfIssued: true })).toBe('fail');
});

test('a mapped policy goes on under the name of the subject, and under no other', () => {
  const top = { policies: ['a'], mappings: [['a', 'b']] as const, ...REQUIRED };
  expect(statusOf(top, { policies: ['b'] })).toBe('pass');
  expect(statusOf(top, { policies: ['a'] })).toBe('fail');
  expect(statusOf({ ...top, policies: ['c'] }, { policies: ['b'] })).toBe('fail');
  expect(statusOf({ ...top, policies: ['any'] }, { policies: ['b'] })).toBe('pass');
  expect(
    statusOf(
      {
        ...top,
        mappings: [
          ['a', 'b'],
          ['a', 'c'],
        ],
      },
      { policies: ['c'] },
    ),
  ).toBe('pass');
});

test('where mapping is inhibited, a policy that is mapped is lost', () => {
  const top = { policies: ['a'], ...REQUIRED, inhibitPolicyMapping: 0 };
  const mapping = { policies: ['a'], mappings: [['a', 'b']] as const };
  expect(statusOf(top, mapping, { policies: ['b'] })).toBe('fail');
  expect(statusOf(top, mapping, { policies: ['a'] })).toBe('fail');
  expect(statusOf(top, { ...mapping, policies: ['a', 'c'] }, { policies: ['a'] })).toBe('fail');
  expect(statusOf({ ...top, policies: ['a', 'c'] }, { ...mapping, policies: ['a', 'c'] }, { policies: ['c'] })).toBe('pass');
  expect(statusOf({ ...top, inhibitPolicyMapping: 1 }, mapping, { policies: ['b'] })).toBe('pass');
});

test('nobody may map the policy that stands for all', () => {
  for (const mapping of [
    ['any', 'a'],
    ['a', 'any'],
  ] as const) {
    expect(ask({ policies: ['any'], mappings: [mapping] }, { policies: ['a'] })).toEqual({
      status: 'fail',
      detail: 'certificate 1 maps the policy that stands for all',
    });
  }
});

test.each([
  ['policy constraints that constrain nothing', EXTENSION.policyConstraints, derSequence()],
  ['policy constraints of another shape', EXTENSION.policyConstraints, derInteger(0)],
  ['a count below zero', EXTENSION.inhibitAnyPolicy, derInteger(-1)],
  ['no mapping', EXTENSION.policyMappings, derSequence()],
  ['half a mapping', EXTENSION.policyMappings, derSequence(derSequence())],
  ['octets that are no DER', EXTENSION.policyConstraints, Uint8Array.of(1)],
])('%s: unknown, and never a pass', (_, oid, value) => {
  expect(statusOf({ policies: ['a'], extensions: [{ oid, value }] }, { policies: ['a'] })).toBe('unknown');
});

/** Authorities that each map every policy to every policy: a tree of them has a branch for each way through. */
function meshed({ width, depth }: { readonly width: number; readonly depth: number }): readonly Certified[] {
  const policies = Array.from({ length: width }, (_, index) => `p${index}`);
  const mappings = policies.flatMap((from) => policies.map((to) => [from, to] as const));
  return Array.from({ length: depth }, () => ({ policies, mappings, ...REQUIRED }));
}

test('mappings of every policy to every policy, for which a tree would have 10^12 branches, are answered at once', () => {
  const authorities = meshed({ width: 31, depth: 8 });
  expect(31 * 31).toBeLessThanOrEqual(MAX_POLICIES);
  const spent = beginSpending();
  expect(statusOf(...authorities, { policies: ['p30'] })).toBe('pass');
  expect(statusOf(...authorities, { policies: ['other'] })).toBe('fail');
  expect(spent()).toBeLessThan(10_000);
});

test('more policies or mappings than are read are unknown', () => {
  const policies = Array.from({ length: MAX_POLICIES + 1 }, (_, index) => `p${index}`);
  expect(statusOf({ policies, ...REQUIRED }, { policies: ['p1'] })).toBe('unknown');
  expect(statusOf({ policies: policies.slice(1), ...REQUIRED }, { policies: ['p1'] })).toBe('pass');
});

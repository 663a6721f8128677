import { expect, test } from 'vitest';
import { contextConstructed } from '#lib/encoding/der.ts';
import { derSequence, derValue } from '#lib/encoding/der-write.ts';
import { basicConstraints, keyUsage, makeAuthority } from '#lib/testing/certificate-authority.ts';
import { encodeName } from './name.ts';
import { EXTENSION } from './oids.ts';
import { problemsOfPath } from './path-rules.ts';
import { AT, anchor, judge, leafOf, parsed, root, shaped, statuses } from './testing/chains.ts';
import { policyExtensions } from './testing/policies.ts';

test('an anchor that is expired or not yet valid fails the chain with its dates', () => {
  for (const at of ['2019-12-31T23:59:59Z', '2040-01-01T00:00:01Z']) {
    const result = judge(leafOf(root), { anchors: [anchor(root)], at });
    expect(statuses(result)).toBe('pass fail unknown');
    expect(result.chain.detail).toContain('2040-01-01T00:00:00Z');
    expect(result.chain.detail).toContain(at);
  }
  for (const at of ['2020-01-01T00:00:00Z', '2040-01-01T00:00:00Z']) {
    expect(judge(leafOf(root), { anchors: [anchor(root)], at }).chain.status).toBe('pass');
  }
});

test('an instant that is no time never passes', () => {
  expect(judge(leafOf(root), { anchors: [anchor(root)], at: 'yesterday' }).chain.status).toBe('fail');
});

test('an expired intermediate fails the chain', () => {
  const old = makeAuthority({ name: 'Old', algorithm: 'ec-p256', seed: 'old', issuedBy: root, notAfter: '2025-01-01T00:00:00Z' });
  expect(judge(leafOf(old), { anchors: [anchor(root)], intermediates: [parsed(old)] }).chain.status).toBe('fail');
});

test.each([
  ['without basic constraints', []],
  ['that is no authority', [basicConstraints(false)]],
  ['whose key usage lacks keyCertSign', [basicConstraints(true), keyUsage(0, 6)]],
])('an intermediate %s fails the chain', (_, extensions) => {
  const intermediate = shaped('Intermediate', extensions, root);
  const result = judge(leafOf(intermediate), { anchors: [anchor(root)], intermediates: [parsed(intermediate)] });
  expect(statuses(result)).toBe('pass fail unknown');
});

test.each([
  ['with an unreadable key usage', [basicConstraints(true), { oid: '2.5.29.15', value: Uint8Array.of(1) }]],
  ['with unreadable basic constraints', [{ oid: '2.5.29.19', value: Uint8Array.of(1) }]],
  [
    'with a critical extension that is not evaluated',
    [basicConstraints(true), { oid: '1.2.3', critical: true, value: Uint8Array.of(48, 0) }],
  ],
])('an intermediate %s leaves the chain unknown', (_, extensions) => {
  const intermediate = shaped('Intermediate', extensions, root);
  const result = judge(leafOf(intermediate), { anchors: [anchor(root)], intermediates: [parsed(intermediate)] });
  expect(statuses(result)).toBe('pass unknown unknown');
});

test.each([
  ['without any extension', []],
  ['that is no authority but is trusted for what it signs', [basicConstraints(false), keyUsage(0)]],
  ['without key usage', [basicConstraints(true)]],
  ['with a critical extension that is not evaluated', [{ oid: '1.2.3', critical: true, value: Uint8Array.of() }]],
])('an anchor %s passes for what it issued itself', (_, extensions) => {
  const odd = shaped('Odd', extensions);
  expect(judge(leafOf(odd), { anchors: [anchor(odd)] }).chain.status).toBe('pass');
});

test('an anchor without basic constraints passes above an intermediate, and one that denies being an authority fails', () => {
  for (const [extensions, status] of [
    [[], 'pass'],
    [[basicConstraints(false)], 'fail'],
  ] as const) {
    const odd = shaped('Odd', extensions);
    const below = makeAuthority({ name: 'Below', algorithm: 'ec-p256', seed: 'below', issuedBy: odd });
    expect(judge(leafOf(below), { anchors: [anchor(odd)], intermediates: [parsed(below)] }).chain.status).toBe(status);
  }
});

test('an anchor whose key usage allows neither certificates nor signatures fails', () => {
  const odd = shaped('Odd', [basicConstraints(true), keyUsage(2, 6)]);
  expect(judge(leafOf(odd), { anchors: [anchor(odd)] }).chain.status).toBe('fail');
});

test.each([
  [0, 'fail'],
  [1, 'pass'],
])('a path length of %i above one intermediate: %s', (pathLength, status) => {
  const top = makeAuthority({ name: 'Top', algorithm: 'ec-p256', seed: 'top', pathLength });
  const middle = makeAuthority({ name: 'Middle', algorithm: 'ec-p256', seed: 'middle', issuedBy: top });
  const result = judge(leafOf(middle), { anchors: [anchor(top)], intermediates: [parsed(middle)] });
  expect(result.chain.status).toBe(status);
  expect(judge(leafOf(top), { anchors: [anchor(top)] }).chain.status).toBe('pass');
});

test('a certificate that its subject issued to itself does not count for the path length', () => {
  const top = makeAuthority({ name: 'Top', algorithm: 'ec-p256', seed: 'top', pathLength: 0 });
  const rolled = makeAuthority({ name: 'Top', algorithm: 'ec-p256', seed: 'rolled', issuedBy: top });
  const result = judge(leafOf(rolled), { anchors: [anchor(top)], intermediates: [parsed(rolled)] });
  expect([result.chain.status, result.path.length]).toEqual(['pass', 2]);
});

test('an authority that may not certify a name makes the path fail, of the document and of authorities between', () => {
  const other = derSequence(derValue(contextConstructed(4), encodeName([{ oid: '2.5.4.3', value: 'Elsewhere' }])));
  const constraints = { oid: EXTENSION.nameConstraints, critical: true, value: derSequence(derValue(contextConstructed(0), other)) };
  const limited = shaped('Limited', [basicConstraints(true), constraints], root);
  const below = makeAuthority({ name: 'Below', algorithm: 'ec-p256', seed: 'below', issuedBy: limited });
  const leaf = leafOf(limited);
  const trust = { anchors: [anchor(root)], intermediates: [parsed(limited), parsed(below)] };
  expect(judge(leaf, { ...trust, named: leaf }).chain).toMatchObject({
    status: 'fail',
    detail: expect.stringContaining('does not permit CN=Leaf'),
  });
  expect(judge(leaf, trust).chain.status).toBe('pass');
  expect(judge(leafOf(below), trust).chain.detail).toContain('does not permit CN=Below');
});

test('a policy that an authority requires must hold for what it issued, and an anchor requires none', () => {
  const strict = shaped('Strict', [basicConstraints(true), ...policyExtensions({ policies: ['a'], requireExplicitPolicy: 0 })], root);
  const below = shaped('Below', [basicConstraints(true), ...policyExtensions({ policies: ['b'] })], strict);
  const trust = { anchors: [anchor(root)], intermediates: [parsed(strict), parsed(below)] };
  const withPolicies = (...policies: readonly string[]) => leafOf(strict, policyExtensions({ policies }));
  expect(judge(withPolicies('a'), { ...trust, named: withPolicies('a') }).chain.status).toBe('pass');
  expect(judge(withPolicies('b'), { ...trust, named: withPolicies('b') }).chain).toMatchObject({
    status: 'fail',
    detail: 'certificate policies: no policy of the authorities above holds for CN=Leaf',
  });
  // What has no policies of its own, such as an attribute certificate, is judged by those of its issuer.
  expect(judge(leafOf(strict), trust).chain.status).toBe('pass');
  expect(judge(leafOf(below), trust).chain.detail).toBe('certificate policies: no policy of the authorities above holds for CN=Below');
  expect(judge(leafOf(below), { ...trust, anchors: [anchor(strict)] }).chain.status).toBe('pass');
});

test('critical constraints on policies that can not be read leave the chain unknown', () => {
  const odd = shaped(
    'Odd',
    [basicConstraints(true), { oid: EXTENSION.policyConstraints, critical: true, value: Uint8Array.of(48, 0) }],
    root,
  );
  expect(judge(leafOf(odd), { anchors: [anchor(root)], intermediates: [parsed(odd)] }).chain).toMatchObject({
    status: 'unknown',
    detail: "certificate policies: what CN=Odd says about policies can't be read",
  });
});

test('an issuer of attribute certificates that is no authority is told to need an anchor of its own, one of certificates is not', () => {
  const issuer = shaped('Attribute issuer', [basicConstraints(false), keyUsage(0)], root);
  const hint = 'has to be a trust anchor itself';
  expect(problemsOfPath([parsed(issuer), parsed(root)], { at: AT })[0]?.detail).toContain(hint);
  expect(problemsOfPath([parsed(issuer), parsed(root)], { at: AT, named: leafOf(issuer) })[0]?.detail).not.toContain(hint);
});

import { expect, test } from 'vitest';
import { authorityKeyIdentifier, basicConstraints, makeAuthority, type TestExtension } from '#lib/testing/certificate-authority.ts';
import { verifyCertificate } from './chain.ts';
import { AT, anchor, issuing, judge, leafOf, parsed, root, statuses, stranger, tampered } from './testing/chains.ts';
import type { Certificate } from './types.ts';

test('a document under an anchor passes, with the path', () => {
  const result = judge(leafOf(root), { anchors: [anchor(root)] });
  expect(statuses(result)).toBe('pass pass unknown');
  expect(result.path.map(({ id }) => id)).toEqual([parsed(root).id]);
  expect(result.chain.signers).toMatchObject([
    { certificate: parsed(root).id, name: 'CN=Root', key: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  expect(result.weak).toEqual([]);
  expect(result.chain.detail).toContain('CN=Root');
  expect([result.signature.id, result.chain.id, result.revocation.id]).toEqual(['signature', 'chain', 'revocation']);
  expect(result.revocation.detail).toBe('revocation not checked');
});

test('a document under an intermediate passes, whatever the order in which certificates are given', () => {
  const noise = makeAuthority({ name: 'Other', algorithm: 'ec-p256', seed: 'noise' });
  for (const intermediates of [
    [parsed(issuing), parsed(noise)],
    [parsed(noise), parsed(issuing), parsed(root)],
  ]) {
    const result = judge(leafOf(issuing), { anchors: [anchor(root)], intermediates });
    expect(statuses(result)).toBe('pass pass unknown');
    expect(result.path.map(({ id }) => id)).toEqual([parsed(issuing).id, parsed(root).id]);
  }
});

test('an intermediate that was verified once passes again, and a tampered copy of it does not pass in its wake', () => {
  const [good, bad] = [parsed(issuing), tampered(parsed(issuing))];
  const judgeWith = (intermediate: Certificate) =>
    statuses(judge(leafOf(issuing), { anchors: [anchor(root)], intermediates: [intermediate] }));
  expect([good, bad, good, bad].map(judgeWith)).toEqual([
    'pass pass unknown',
    'pass unknown unknown',
    'pass pass unknown',
    'pass unknown unknown',
  ]);
});

test('an intermediate that is itself an anchor ends the path, without its root', () => {
  const result = judge(leafOf(issuing), { anchors: [anchor(issuing)] });
  expect(statuses(result)).toBe('pass pass unknown');
  expect(result.path).toHaveLength(1);
});

test('an issuer that is not at hand is unknown, never failed', () => {
  const result = judge(leafOf(issuing), { anchors: [anchor(root)] });
  expect(statuses(result)).toBe('unknown unknown unknown');
  expect(result.signature.detail).toBe('issuer CN=Issuing not at hand');
  expect(result.path).toEqual([]);
});

test('a signer without an anchor above it is verified and not trusted', () => {
  const result = judge(leafOf(issuing), { intermediates: [parsed(issuing), parsed(root)] });
  expect(statuses(result)).toBe('pass unknown unknown');
});

test('a signature that does not verify under an anchor fails', () => {
  const result = judge(tampered(leafOf(root)), { anchors: [anchor(root)] });
  expect(statuses(result)).toBe('fail unknown unknown');
});

test('a signature that does not verify under an intermediate fails when an anchor vouches for the intermediate', () => {
  const leaf = tampered(leafOf(issuing));
  expect(judge(leaf, { anchors: [anchor(root)], intermediates: [parsed(issuing)] }).signature.status).toBe('fail');
  expect(judge(leaf, { intermediates: [parsed(issuing)] }).signature.status).toBe('unknown');
});

test("a stranger's certificate of the same name makes nothing pass and nothing fail", () => {
  const leaf = leafOf(root, [authorityKeyIdentifier(stranger.keyIdentifier)]);
  expect(statuses(judge(leaf, { intermediates: [parsed(stranger)] }))).toBe('unknown unknown unknown');
  const good = leafOf(root);
  expect(statuses(judge(good, { anchors: [anchor(root)], intermediates: [parsed(stranger)] }))).toBe('pass pass unknown');
});

test('an intermediate that no anchor signed leads nowhere, though it names one as its issuer', () => {
  const forged = makeAuthority({
    name: 'Forged',
    algorithm: 'ec-p256',
    seed: 'forged',
    issuedBy: { ...stranger, keyIdentifier: root.keyIdentifier },
  });
  const question = { anchors: [anchor(root)], intermediates: [parsed(forged)] };
  expect(statuses(judge(leafOf(forged), question))).toBe('pass unknown unknown');
  expect(statuses(judge(tampered(leafOf(forged)), question))).toBe('unknown unknown unknown');
  const [signature] = verifyCertificate({ certificate: parsed(forged), anchors: [anchor(root)], intermediates: [], at: AT });
  expect(signature?.status).toBe('fail');
});

test('a document that a stranger signed in the name of an anchor fails', () => {
  const forged = leafOf({ ...stranger, keyIdentifier: root.keyIdentifier });
  expect(judge(forged, { anchors: [anchor(root)] }).signature.status).toBe('fail');
});

test('a key identifier that contradicts takes an issuer out of the question', () => {
  const leaf = leafOf(root, [authorityKeyIdentifier(Uint8Array.of(1, 2, 3))]);
  expect(judge(leaf, { anchors: [anchor(root)] }).signature.status).toBe('unknown');
});

test('of two anchors with one name the one that signed is taken', () => {
  const bare = [basicConstraints(true)];
  const [first, second] = ['a', 'b'].map((seed) => makeAuthority({ name: 'Twin', algorithm: 'ec-p256', seed, extensions: bare }));
  if (first === undefined || second === undefined) throw new Error('two were made');
  const leaf = leafOf(second);
  const result = judge(leaf, { anchors: [anchor(first), anchor(second)] });
  expect(statuses(result)).toBe('pass pass unknown');
  expect(result.path[0]?.id).toBe(parsed(second).id);
});

test('of two intermediates with one key the valid one is taken', () => {
  const renewed = { name: 'Renewed', algorithm: 'ec-p256', seed: 'renewed', issuedBy: root } as const;
  const expired = makeAuthority({ ...renewed, notAfter: '2025-01-01T00:00:00Z' });
  const current = makeAuthority(renewed);
  const result = judge(leafOf(current), { anchors: [anchor(root)], intermediates: [parsed(expired), parsed(current)] });
  expect(result.chain.status).toBe('pass');
  expect(result.path[0]?.id).toBe(parsed(current).id);
});

test('of several paths the one with the least against it is told', () => {
  const variant = (extensions: readonly TestExtension[]): Certificate =>
    parsed(makeAuthority({ name: 'Variant', algorithm: 'ec-p256', seed: 'variant', issuedBy: root, extensions }));
  const failing = variant([basicConstraints(false)]);
  const open = variant([basicConstraints(true), { oid: '1.2.3', critical: true, value: Uint8Array.of(48, 0) }]);
  const clean = variant([basicConstraints(true)]);
  const leaf = leafOf({ ...makeAuthority({ name: 'Variant', algorithm: 'ec-p256', seed: 'variant' }) });
  const chainOf = (...intermediates: readonly Certificate[]): string =>
    judge(leaf, { anchors: [anchor(root)], intermediates }).chain.status;
  expect(chainOf(failing)).toBe('fail');
  expect(chainOf(failing, open)).toBe('unknown');
  expect(chainOf(failing, open, clean)).toBe('pass');
});

test('an algorithm that is not verified leaves everything unknown', () => {
  const result = judge(leafOf(root), {
    anchors: [anchor(root)],
    verifyLeaf: () => ({ status: 'unsupported', algorithm: 'ml-dsa-65', weak: null, detail: 'ml-dsa-65 is not verified' }),
  });
  expect(statuses(result)).toBe('unknown unknown unknown');
  expect(result.signature.detail).toContain('ml-dsa-65');
});

test('weak keys anywhere in the path are collected, also when the signature verifies', () => {
  const weak = makeAuthority({ name: 'Weak', algorithm: 'rsa-1024', seed: 'weak' });
  const strong = makeAuthority({ name: 'Strong', algorithm: 'ec-p256', seed: 'strong', issuedBy: weak });
  const direct = judge(leafOf(weak), { anchors: [anchor(weak)] });
  expect([statuses(direct), direct.weak.length]).toEqual(['pass pass unknown', 1]);
  const above = judge(leafOf(strong), { anchors: [anchor(weak)], intermediates: [parsed(strong)] });
  expect(above.weak).toEqual([expect.stringMatching(/CN=Strong.*1024 bits/)]);
});

test('an anchor that is not relied upon for its own signature is not weak for it', () => {
  const crossSigned = makeAuthority({
    name: 'Cross',
    algorithm: 'ec-p256',
    seed: 'cross',
    issuedBy: makeAuthority({ name: 'W', algorithm: 'rsa-1024', seed: 'w' }),
  });
  expect(judge(leafOf(crossSigned), { anchors: [anchor(crossSigned)] }).weak).toEqual([]);
});

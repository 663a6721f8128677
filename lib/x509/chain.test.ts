import { expect, test } from 'vitest';
import type { Check } from '#lib/encoding/check.ts';
import { contextConstructed } from '#lib/encoding/der.ts';
import { derSequence, derValue } from '#lib/encoding/der-write.ts';
import {
  type Authority,
  authorityKeyIdentifier,
  basicConstraints,
  type CertificateDescription,
  keyUsage,
  makeAuthority,
  makeCertificate,
  subjectKeyIdentifier,
  type TestExtension,
} from '#lib/testing/certificate-authority.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { parseCertificate } from './certificate.ts';
import { type ChainQuestion, type ChainResult, verifyCertificate, verifyChain } from './chain.ts';
import { encodeName } from './name.ts';
import { EXTENSION } from './oids.ts';
import { asSigned, MAX_CANDIDATES, MAX_PATH_LENGTH } from './path.ts';
import type { Certificate, TrustAnchor } from './types.ts';

const AT = '2026-01-01T00:00:00Z';
const root = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'root' });
const issuing = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'issuing', issuedBy: root });
const stranger = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'stranger' });
const { publicKeyInfo } = makeKey('ec-p256', 'leaf');

const parsed = (authority: Pick<Authority, 'certificate'>): Certificate => parseCertificate(authority.certificate);
const anchor = (authority: Pick<Authority, 'certificate'>): TrustAnchor => ({ certificate: parsed(authority) });

function leafOf(issuedBy: CertificateDescription['issuedBy'], extensions: readonly TestExtension[] = []): Certificate {
  return parseCertificate(makeCertificate({ issuedBy, subject: 'Leaf', publicKeyInfo, serialNumber: 1, extensions }));
}

/** A certificate with its last octet of the signature changed. */
function tampered(certificate: Certificate): Certificate {
  const der = certificate.der.slice();
  der[der.length - 1] = (der[der.length - 1] ?? 0) ^ 1;
  return parseCertificate(der);
}

function judge(leaf: Certificate, over: Partial<ChainQuestion>): ChainResult {
  const { verifyWith, ...signed } = asSigned(leaf);
  return verifyChain({ ...signed, verifyLeaf: verifyWith, anchors: [], intermediates: [], at: AT, ...over });
}

const statuses = ({ signature, chain, revocation }: ChainResult): string =>
  [signature, chain, revocation].map(({ status }) => status).join(' ');

/** An authority of another shape: the given extensions in place of the usual ones. */
const shaped = (name: string, extensions: readonly TestExtension[], issuedBy?: Authority): Authority =>
  makeAuthority({ name, algorithm: 'ec-p256', seed: name, extensions, ...(issuedBy === undefined ? {} : { issuedBy }) });

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
  const open = variant([basicConstraints(true), { oid: '2.5.29.36', critical: true, value: Uint8Array.of(48, 0) }]);
  const clean = variant([basicConstraints(true)]);
  const leaf = leafOf({ ...makeAuthority({ name: 'Variant', algorithm: 'ec-p256', seed: 'variant' }) });
  const chainOf = (...intermediates: readonly Certificate[]): string =>
    judge(leaf, { anchors: [anchor(root)], intermediates }).chain.status;
  expect(chainOf(failing)).toBe('fail');
  expect(chainOf(failing, open)).toBe('unknown');
  expect(chainOf(failing, open, clean)).toBe('pass');
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
    [basicConstraints(true), { oid: '2.5.29.36', critical: true, value: Uint8Array.of(48, 0) }],
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

/** Authorities, each issued by the one before. */
function makeLadder(length: number): readonly Authority[] {
  const ladder: Authority[] = [];
  for (let index = 0; index < length; index += 1) {
    const issuedBy = ladder.at(-1);
    const step = { name: `Step ${index}`, algorithm: 'ec-p256', seed: `step ${index}` } as const;
    ladder.push(makeAuthority({ ...step, ...(issuedBy === undefined ? {} : { issuedBy }) }));
  }
  return ladder;
}

test.each([
  [MAX_PATH_LENGTH, 'pass'],
  [MAX_PATH_LENGTH + 1, 'unknown'],
])('a path of %i certificates: %s', (length, status) => {
  const ladder = makeLadder(length);
  const [top] = ladder;
  const last = ladder.at(-1);
  if (top === undefined || last === undefined) throw new Error('a ladder has ends');
  expect(judge(leafOf(last), { anchors: [anchor(top)], intermediates: ladder.map(parsed) }).chain.status).toBe(status);
});

test('certificates that issued each other end the search', () => {
  const a = makeAuthority({ name: 'A', algorithm: 'ec-p256', seed: 'a' });
  const b = makeAuthority({ name: 'B', algorithm: 'ec-p256', seed: 'b', issuedBy: a });
  const aByB = makeAuthority({ name: 'A', algorithm: 'ec-p256', seed: 'a', issuedBy: b });
  const result = judge(leafOf(b), { anchors: [anchor(root)], intermediates: [parsed(b), parsed(aByB), parsed(a)] });
  expect(statuses(result)).toBe('pass unknown unknown');
});

test('many certificates of one name cost a bounded number of signatures and hide no anchor', () => {
  const copies = Array.from({ length: MAX_CANDIDATES * 2 }, (_, index) => ({ ...parsed(stranger), id: `copy ${index}` }));
  const plain = leafOf({ ...root, keyIdentifier: stranger.keyIdentifier });
  let asked = 0;
  const { verifyWith } = asSigned(plain);
  const verifyLeaf = (issuer: Certificate): ReturnType<typeof verifyWith> => {
    asked += 1;
    return verifyWith(issuer);
  };
  expect(judge(plain, { intermediates: copies, verifyLeaf }).signature.status).toBe('unknown');
  expect(asked).toBe(MAX_CANDIDATES);
  expect(judge(tampered(leafOf(stranger)), { anchors: [anchor(stranger)], intermediates: copies }).signature.status).toBe('unknown');
  const bare = shaped('Root', [basicConstraints(true)]);
  expect(statuses(judge(leafOf(bare), { anchors: [anchor(bare)], intermediates: copies }))).toBe('pass pass unknown');
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

const byId = (checks: readonly Check[]): Record<string, string> => Object.fromEntries(checks.map(({ id, status }) => [id, status]));

test('an anchor is trusted by being one, and its dates are told', () => {
  const checks = verifyCertificate({ certificate: parsed(root), anchors: [anchor(root)], intermediates: [], at: AT });
  expect(byId(checks)).toEqual({ signature: 'pass', chain: 'pass', validity: 'pass', revocation: 'unknown' });
  expect(checks[1]?.detail).toBe('is itself a trust anchor');
  const late = verifyCertificate({ certificate: parsed(root), anchors: [anchor(root)], intermediates: [], at: '2041-01-01T00:00:00Z' });
  expect(byId(late)).toMatchObject({ signature: 'pass', validity: 'fail' });
});

test('a self-signed certificate that nobody trusts is verified with its own key', () => {
  const checks = verifyCertificate({ certificate: parsed(root), anchors: [], intermediates: [], at: AT });
  expect(byId(checks)).toMatchObject({ signature: 'pass', chain: 'unknown' });
  const forged = verifyCertificate({ certificate: tampered(parsed(root)), anchors: [], intermediates: [], at: AT });
  expect(byId(forged)).toMatchObject({ signature: 'fail', chain: 'unknown' });
});

test('a plain certificate passes under its anchor and fails when it was changed', () => {
  const leaf = leafOf(root, [subjectKeyIdentifier(Uint8Array.of(1))]);
  const question = { anchors: [anchor(root)], intermediates: [], at: AT };
  expect(byId(verifyCertificate({ certificate: leaf, ...question }))).toMatchObject({ signature: 'pass', chain: 'pass', validity: 'pass' });
  expect(byId(verifyCertificate({ certificate: tampered(leaf), ...question }))).toMatchObject({ signature: 'fail', chain: 'unknown' });
});

test('a weak signature of a plain certificate is told with its signature', () => {
  const weak = makeAuthority({ name: 'Weak', algorithm: 'rsa-1024', seed: 'weak' });
  const [signature] = verifyCertificate({ certificate: leafOf(weak), anchors: [anchor(weak)], intermediates: [], at: AT });
  expect(signature?.status).toBe('pass');
  expect(signature?.detail).toContain('1024 bits');
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

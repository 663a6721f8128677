import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import {
  type AttestationKeyCertificateDescription,
  hardwareModule,
  makeAttestationKeyCertificate,
} from '#lib/testing/attestation-key-certificates.ts';
import {
  appraisal,
  earClaims,
  es256,
  ISSUED_AT,
  ISSUED_SECONDS,
  makeEarCwt,
  makeRevocation,
  makeToken,
  makeTokenFile,
  type TokenParts,
  VERIFIER_KEY,
} from '#lib/testing/attestation-results.ts';
import { keyUsage, makeAuthority, makeCertificate } from '#lib/testing/certificate-authority.ts';
import { makeRevocationList } from '#lib/testing/revocations.ts';
import { makeKey, type TestKey } from '#lib/testing/test-keys.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { parseCertificateList } from '#lib/x509/certificate-list.ts';
import { makeRevocations } from '#lib/x509/revocations.ts';
import type { ResultTrust } from './judge-seal.ts';
import { parseAttestationResult } from './parse.ts';
import type { VerifierKey } from './verifier-keys.ts';
import { REQUIRED_CHECKS, verifyAttestationResult } from './verify.ts';

const keyOf = (key: TestKey, more: Partial<VerifierKey> = {}): VerifierKey => ({
  issuer: null,
  id: null,
  subjectPublicKeyInfo: key.publicKeyInfo,
  ...more,
});
const TRUSTED: ResultTrust = { verifierKeys: [keyOf(VERIFIER_KEY)], anchors: [], intermediates: [], at: '2026-05-01T10:01:00.000Z' };
const checksOf = (bytes: Uint8Array, trust: Partial<ResultTrust> = {}) =>
  verifyAttestationResult({ document: parseAttestationResult(bytes), ...TRUSTED, ...trust });
const statuses = (bytes: Uint8Array, trust: Partial<ResultTrust> = {}): Record<string, string> =>
  Object.fromEntries(checksOf(bytes, trust).map(({ id, status }) => [id, status]));
const detailOf = (bytes: Uint8Array, id: string, trust: Partial<ResultTrust> = {}): string =>
  checksOf(bytes, trust).find((check) => check.id === id)?.detail ?? '';
const ear = (more: Record<string, unknown> = {}, parts: Partial<TokenParts> = {}) => makeTokenFile({ claims: earClaims(more), ...parts });

test('a result of a verifier that is trusted passes every check, as a token and as a CWT', () => {
  for (const bytes of [ear(), makeEarCwt()]) {
    const told = statuses(bytes);
    expect(told).toEqual({
      structure: 'pass',
      signature: 'pass',
      verifier: 'pass',
      validity: 'pass',
      profile: 'pass',
      status: 'pass',
      appraisal: 'pass',
    });
    for (const id of REQUIRED_CHECKS) expect(told).toHaveProperty(id);
  }
});

test('without the key nothing is known of the signature, and nothing fails', () => {
  expect(statuses(ear(), { verifierKeys: [] })).toMatchObject({ signature: 'unknown', verifier: 'unknown' });
  expect(statuses(makeEarCwt(), { verifierKeys: [] })).toMatchObject({ signature: 'unknown', verifier: 'unknown' });
  // A key of another kind can't have made it.
  expect(statuses(ear(), { verifierKeys: [keyOf(makeKey('rsa-2048', 'verifier'))] })).toMatchObject({ signature: 'unknown' });
});

test('a changed claim fails, where the key is configured for whatever is signed', () => {
  const [head, , tail] = makeToken({ claims: earClaims() }).split('.');
  const body = Buffer.from(JSON.stringify(earClaims({ iat: ISSUED_SECONDS + 1 }))).toString('base64url');
  expect(statuses(encodeUtf8(`${head}.${body}.${tail}`))).toMatchObject({ signature: 'fail', verifier: 'unknown' });
});

test('a result that names another key is unknown, one that names this key and is not by it fails', () => {
  const other = makeKey('ec-p256', 'other');
  const by = (kid: string | undefined, key: TestKey) => ear({}, { header: { kid }, key });
  const verifierKeys = [keyOf(VERIFIER_KEY, { id: 'one' })];
  expect(statuses(by('one', VERIFIER_KEY), { verifierKeys })).toMatchObject({ signature: 'pass' });
  expect(statuses(by('one', other), { verifierKeys })).toMatchObject({ signature: 'fail' });
  expect(statuses(by('two', other), { verifierKeys })).toMatchObject({ signature: 'unknown' });
  expect(statuses(by('two', VERIFIER_KEY), { verifierKeys })).toMatchObject({ signature: 'pass' });
  expect(statuses(by(undefined, other), { verifierKeys })).toMatchObject({ signature: 'unknown' });
});

test('a key speaks for its issuer alone', () => {
  const bound = (issuer: string) => ({ verifierKeys: [keyOf(VERIFIER_KEY, { issuer })] });
  expect(statuses(ear(), bound('https://verifier.example'))).toMatchObject({ signature: 'pass', verifier: 'pass' });
  expect(statuses(ear(), bound('https://another.example'))).toMatchObject({ signature: 'pass', verifier: 'fail' });
  expect(statuses(ear({ iss: 'https://another.example' }), bound('https://another.example'))).toMatchObject({ verifier: 'pass' });
});

test('a key or an address of one in the header makes no signature trusted', () => {
  const stranger = makeKey('ec-p256', 'stranger');
  const header = { jwk: stranger.privateKey.export({ format: 'jwk' }), jku: 'https://stranger.example/keys', kid: 'mine' };
  const told = statuses(ear({}, { key: stranger, header }), { verifierKeys: [keyOf(VERIFIER_KEY, { id: 'another' })] });
  expect(told).toMatchObject({ signature: 'unknown', verifier: 'unknown' });
  expect(detailOf(ear({}, { key: stranger, header }), 'signature', { verifierKeys: [] })).toContain('neither used nor fetched');
});

test('alg none, shared secrets and parameters that are not understood fail, with whatever keys', () => {
  const secret = (octets: Uint8Array) => new Uint8Array(createHmac('sha256', VERIFIER_KEY.publicKeyInfo).update(octets).digest());
  const refused = [
    ear({}, { header: { alg: 'none' }, sign: () => new Uint8Array() }),
    ear({}, { header: { alg: 'HS256' }, sign: secret }),
    ear({}, { header: { crit: ['b64'], b64: true } }),
  ];
  for (const bytes of refused) {
    expect(statuses(bytes)).toMatchObject({ signature: 'fail', verifier: 'unknown' });
    expect(statuses(bytes, { verifierKeys: [] })).toMatchObject({ signature: 'fail' });
  }
});

const root = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'result-root' });
const signerCertificate = (bits: number) =>
  makeCertificate({
    issuedBy: root,
    subject: 'Verifier',
    publicKeyInfo: VERIFIER_KEY.publicKeyInfo,
    serialNumber: 7,
    extensions: [keyUsage(bits)],
  });
const anchors = [{ certificate: parseCertificate(root.certificate) }];
const carrying = (certificate: Uint8Array, key = VERIFIER_KEY) => ear({}, { header: { x5c: [toBase64(certificate)] }, key });

test('a certificate that came along counts when an anchor vouches for it, and as nothing otherwise', () => {
  const bytes = carrying(signerCertificate(0));
  expect(statuses(bytes, { verifierKeys: [], anchors })).toMatchObject({ signature: 'pass', verifier: 'pass' });
  const anchor = checksOf(bytes, { verifierKeys: [], anchors })
    .find(({ id }) => id === 'verifier')
    ?.signers?.at(-1);
  expect(anchor?.name).toBe('CN=Root');
  expect(statuses(bytes, { verifierKeys: [] })).toMatchObject({ signature: 'pass', verifier: 'unknown' });
  expect(statuses(carrying(signerCertificate(5)), { verifierKeys: [], anchors })).toMatchObject({ verifier: 'fail' });
  expect(statuses(bytes, { verifierKeys: [], anchors, at: '2041-01-01T00:00:00.000Z' })).toMatchObject({ verifier: 'fail' });
  expect(statuses(carrying(signerCertificate(0), makeKey('ec-p256', 'other')), { verifierKeys: [], anchors })).toMatchObject({
    signature: 'fail',
  });
  expect(statuses(carrying(Uint8Array.of(1, 2, 3)), { verifierKeys: [], anchors })).toMatchObject({ signature: 'unknown' });
});

test('a certificate of a key that a device holds makes nobody a verifier', () => {
  const of = (over: Partial<AttestationKeyCertificateDescription>) =>
    carrying(
      makeAttestationKeyCertificate({ authority: root, publicKeyInfo: VERIFIER_KEY.publicKeyInfo, purposes: [], policies: [], ...over }),
    );
  const told = (over: Partial<AttestationKeyCertificateDescription>) => statuses(of(over), { verifierKeys: [], anchors }).verifier;
  expect(told({})).toBe('pass');
  expect(told({ purposes: ['2.23.133.8.3'] })).toBe('fail');
  expect(told({ policies: ['2.23.133.11.1.1'] })).toBe('fail');
  expect(told({ names: [hardwareModule('4D414B45:1f2e:4d5')] })).toBe('fail');
  expect(detailOf(of({ purposes: ['2.23.133.8.3'] }), 'verifier', { verifierKeys: [], anchors })).toContain('a key that a device holds');
});

test('whose keys are configured, for them no certificate of an anchor speaks', () => {
  const bytes = carrying(signerCertificate(0));
  const configured = (issuer: string) => ({ verifierKeys: [keyOf(makeKey('ec-p256', 'other'), { issuer })], anchors });
  expect(statuses(bytes, configured('https://verifier.example'))).toMatchObject({ signature: 'pass', verifier: 'fail' });
  expect(detailOf(bytes, 'verifier', configured('https://verifier.example'))).toContain('signed by none of them');
  expect(statuses(bytes, configured('https://another.example'))).toMatchObject({ verifier: 'pass' });
  const byAnchor = ear({}, { key: makeKey('ec-p256', 'result-root') });
  expect(statuses(byAnchor, configured('https://verifier.example'))).toMatchObject({ verifier: 'fail' });
});

test('a certificate that was revoked when it signed makes nobody a verifier', () => {
  const list = (serialNumber: number) => {
    const bytes = makeRevocationList({
      authority: root,
      thisUpdate: '2026-05-01T00:00:00Z',
      nextUpdate: '2026-06-01T00:00:00Z',
      number: 1,
      revoked: [{ serialNumber, revokedAt: '2026-04-30T00:00:00Z', reason: 'keyCompromise' }],
    });
    const document = parseCertificateList(bytes);
    return makeRevocations([{ document, artifact: 'list', receivedAt: '2026-05-01T00:00:00Z', submittedBy: 'ann' }]);
  };
  const told = (serialNumber: number) =>
    statuses(carrying(signerCertificate(0)), { verifierKeys: [], anchors, revocations: list(serialNumber) });
  expect(told(7)).toMatchObject({ signature: 'pass', verifier: 'fail' });
  expect(told(8)).toMatchObject({ verifier: 'pass' });
});

test("an anchor's own key is a verifier's key too", () => {
  const key = makeKey('ec-p256', 'result-root');
  const bytes = ear({}, { key });
  expect(statuses(bytes, { verifierKeys: [], anchors })).toMatchObject({ signature: 'pass', verifier: 'pass' });
  expect(statuses(bytes, { verifierKeys: [], anchors, at: '2041-01-01T00:00:00.000Z' })).toMatchObject({ verifier: 'fail' });
});

test('what is expired, not yet valid or from the future does not hold, at the instant given', () => {
  const validity = (more: Record<string, unknown>, at: string) => statuses(ear(more), { at }).validity;
  const exp = ISSUED_SECONDS + 300;
  expect(validity({ exp }, '2026-05-01T10:04:59.999Z')).toBe('pass');
  expect(validity({ exp }, '2026-05-01T10:05:00.000Z')).toBe('fail');
  expect(validity({}, '2029-01-01T00:00:00.000Z')).toBe('pass');
  // Five minutes are forgiven to the clocks.
  expect(validity({}, '2026-05-01T09:55:00.000Z')).toBe('pass');
  expect(validity({}, '2026-05-01T09:54:59.000Z')).toBe('fail');
  expect(validity({ nbf: ISSUED_SECONDS + 3600 }, '2026-05-01T10:30:00.000Z')).toBe('fail');
  expect(validity({ iat: undefined }, ISSUED_AT)).toBe('unknown');
});

test('a stated status that is better than its vector fails a check, and the worse counts', () => {
  const bytes = ear({ submods: { A: appraisal('affirming', { executables: 96 }) } });
  expect(statuses(bytes)).toMatchObject({ status: 'fail', appraisal: 'fail', signature: 'pass' });
  expect(detailOf(bytes, 'status')).toContain('the worse counts');
  expect(detailOf(bytes, 'appraisal')).toBe('"A": contraindicated (executables: programs are contraindicated)');
  expect(statuses(ear({ submods: { A: appraisal('warning') }, 'ear.status': 'affirming' }))).toMatchObject({ status: 'fail' });
});

test('a result that says nothing is unknown, never a pass', () => {
  expect(statuses(ear({ submods: { A: appraisal('none') } }))).toMatchObject({ appraisal: 'unknown', status: 'pass' });
});

test('missing claims fail, and a profile that nobody knows is unknown', () => {
  expect(statuses(ear({ submods: undefined }))).toMatchObject({ structure: 'fail' });
  expect(statuses(ear({ eat_profile: 'tag:example.com,2030:ear' }))).toMatchObject({ structure: 'unknown', profile: 'unknown' });
});

test('of several tokens each must verify', () => {
  const stranger = makeKey('ec-p256', 'stranger');
  const device = { iss: 'https://nras.example', iat: ISSUED_SECONDS, measres: 'success' };
  const bundle = (key: TestKey): Uint8Array => {
    const token = makeToken({ claims: device, key });
    const submods = { 'GPU-0': ['DIGEST', ['SHA-256', sha256Hex(encodeUtf8(token))]] };
    const overall = makeToken({ claims: { ...device, 'x-nvidia-overall-att-result': true, submods } });
    return encodeUtf8(JSON.stringify([['JWT', overall], { 'GPU-0': token }]));
  };
  expect(statuses(bundle(VERIFIER_KEY))).toMatchObject({ structure: 'pass', signature: 'pass', verifier: 'pass', appraisal: 'pass' });
  expect(statuses(bundle(stranger))).toMatchObject({ signature: 'fail' });
  const named = { verifierKeys: [keyOf(VERIFIER_KEY, { id: 'one' })] };
  expect(statuses(bundle(stranger), named)).toMatchObject({ signature: 'unknown', verifier: 'unknown' });
});

test("Keylime's signature covers the exact text of its message", () => {
  const key = makeKey('rsa-2048', 'keylime');
  const message = {
    type: 'revocation',
    agent_id: 'a',
    event_id: 'ima.x',
    event_time: 'Fri May  1 10:00:00 2026',
    severity_label: 'emergency',
  };
  const bytes = makeRevocation(message);
  const trust = { verifierKeys: [keyOf(key)] };
  expect(statuses(bytes, trust)).toMatchObject({ signature: 'pass', verifier: 'pass', validity: 'pass', appraisal: 'fail' });
  // Its time has no zone: one of Japan is nine hours before the one that was at hand.
  const inJapan = makeRevocation({ ...message, event_time: 'Fri May  1 19:00:00 2026' });
  expect(statuses(inJapan, trust)).toMatchObject({ signature: 'pass', validity: 'pass' });
  expect(statuses(makeRevocation({ ...message, event_time: 'Sat May  2 10:00:00 2026' }), trust)).toMatchObject({ validity: 'fail' });
  const spaced = encodeUtf8(Buffer.from(bytes).toString().replace('{\\"type', '{ \\"type'));
  expect(statuses(spaced, trust)).toMatchObject({ signature: 'fail' });
  expect(statuses(bytes, { verifierKeys: [] })).toMatchObject({ signature: 'unknown' });
  // The same octets under PKCS #1, which Keylime does not take for one.
  const pkcs1 = encodeUtf8(
    JSON.stringify({ msg: JSON.stringify(message), signature: toBase64(key.sign(encodeUtf8(JSON.stringify(message)))) }),
  );
  expect(statuses(pkcs1, trust)).toMatchObject({ signature: 'fail' });
  expect(statuses(encodeUtf8(JSON.stringify({ msg: JSON.stringify(message), signature: '' })), trust)).toMatchObject({
    signature: 'unknown',
    verifier: 'unknown',
  });
});

test('what nobody signs is a declaration', () => {
  const bytes = encodeUtf8(JSON.stringify({ code: 200, results: { operational_state: 7, last_received_quote: ISSUED_SECONDS } }));
  expect(statuses(bytes)).toMatchObject({
    structure: 'pass',
    signature: 'unknown',
    verifier: 'unknown',
    validity: 'pass',
    appraisal: 'fail',
  });
  expect(detailOf(bytes, 'signature')).toContain('nobody signed it');
});

test('a weak key is told', () => {
  const key = makeKey('rsa-1024', 'weak');
  const bytes = ear({}, { header: { alg: 'RS256' }, sign: key.sign });
  expect(detailOf(bytes, 'signature', { verifierKeys: [keyOf(key)] })).toContain('weak');
  expect(es256(VERIFIER_KEY)(encodeUtf8('x'))).toHaveLength(64);
});

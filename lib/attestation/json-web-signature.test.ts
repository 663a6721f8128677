import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { base64Url, earClaims, makeToken, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { looksLikeJws, MAX_HEADER_CERTIFICATES, MAX_TOKEN_BYTES, parseJsonWebSignature } from './json-web-signature.ts';
import { verifyTokenSignature } from './token-signature.ts';

const good = makeToken({ claims: earClaims() });
const [head = '', body = '', tail = ''] = good.split('.');
const read = (text: string) => parseJsonWebSignature(encodeUtf8(text));
const statusOf = (text: string, key = VERIFIER_KEY): string => verifyTokenSignature(read(text).seal, key.publicKeyInfo).status;
const headed = (header: Record<string, unknown>): string => makeToken({ claims: {}, header });

test('a token verifies with the key that made it, and with no other', () => {
  expect(statusOf(good)).toBe('valid');
  expect(statusOf(`\n ${good}\r\n`)).toBe('valid');
  expect(statusOf(good, makeKey('ec-p256', 'another'))).toBe('invalid');
  expect(looksLikeJws(encodeUtf8(good))).toBe(true);
});

test('no key makes alg none valid, in whatever case it is written', () => {
  for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
    for (const sign of [() => new Uint8Array(), undefined]) {
      expect(statusOf(makeToken({ claims: {}, header: { alg }, ...(sign && { sign }) }))).toBe('invalid');
    }
  }
});

test('a code that was made with the public key as a shared secret is invalid', () => {
  const pem = `-----BEGIN PUBLIC KEY-----\n${toBase64(VERIFIER_KEY.publicKeyInfo)}\n-----END PUBLIC KEY-----\n`;
  for (const secret of [VERIFIER_KEY.publicKeyInfo, encodeUtf8(pem)]) {
    const sign = (octets: Uint8Array): Uint8Array => new Uint8Array(createHmac('sha256', secret).update(octets).digest());
    expect(statusOf(makeToken({ claims: {}, header: { alg: 'HS256' }, sign }))).toBe('invalid');
  }
  expect(statusOf(headed({ alg: 'HS512' }))).toBe('invalid');
});

test('key and algorithm must fit', () => {
  const rsa = makeKey('rsa-2048', 'verifier');
  const rs256 = makeToken({ claims: {}, header: { alg: 'RS256' }, sign: rsa.sign });
  expect(statusOf(rs256, rsa)).toBe('valid');
  expect(statusOf(rs256)).toBe('invalid');
  expect(statusOf(good, rsa)).toBe('invalid');
  expect(statusOf(good, makeKey('ec-p384', 'verifier'))).toBe('invalid');
  // An algorithm of the table under a name that JOSE does not have.
  expect(statusOf(headed({ alg: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256' }))).toBe('unsupported');
  expect(statusOf(headed({ alg: 'constructor' }))).toBe('unsupported');
});

test('an ECDSA signature with zeros before its numbers is another spelling, and invalid', () => {
  const { seal } = read(good);
  const longer = new Uint8Array(132);
  longer.set(seal.signature.subarray(0, 32), 34);
  longer.set(seal.signature.subarray(32), 100);
  expect(verifyTokenSignature({ ...seal, signature: longer }, VERIFIER_KEY.publicKeyInfo).status).toBe('invalid');
});

test('what the header says of keys is told and not used', () => {
  const own = makeKey('ec-p256', 'stranger');
  const header = {
    jku: 'https://stranger.example/keys',
    jwk: own.privateKey.export({ format: 'jwk' }),
    x5u: 'https://stranger.example/chain',
  };
  expect(read(headed(header)).keySources).toEqual(['jku', 'jwk', 'x5u']);
  expect(read(headed({ kid: 'one' }))).toMatchObject({ keyId: 'one', keySources: [], certificates: [] });
  expect(read(headed({ kid: 1 })).keyId).toBeNull();
});

test('parameters that must be understood are told, the one for unencoded payloads among them', () => {
  expect(read(headed({ crit: ['b64', 'exp'], b64: false })).notUnderstood).toEqual(['b64', 'exp']);
});

test.each([
  ['two parts', `${head}.${body}`, 'bad-value'],
  ['four parts', `${good}.AAAA`, 'bad-value'],
  ['five parts, as an encrypted one has', `${good}.AAAA.AAAA`, 'unsupported-version'],
  ['rubbish behind it', `${good} rubbish`, 'bad-base64'],
  ['a second token behind it', `${good}\n${good}`, 'bad-value'],
  ['padding', `${head}.${body}.${tail}==`, 'bad-base64'],
  ['digits of standard base64', `${head}.${body}.${'+/'.repeat(43)}`, 'bad-base64'],
  ['bits behind the last octet', `${head}.${body}.${tail.slice(0, -1)}${tail.endsWith('B') ? 'C' : 'B'}`, 'bad-base64'],
  ['no header', `.${body}.${tail}`, 'empty-file'],
  ['a header that is cut', `${head.slice(0, -4)}.${body}.${tail}`, 'truncated'],
  ['a header that is no object', `${base64Url(encodeUtf8('["alg"]'))}.${body}.${tail}`, 'bad-value'],
  ['alg twice', `${base64Url(encodeUtf8('{"alg":"ES256","alg":"none"}'))}.${body}.${tail}`, 'duplicate-key'],
  ['no alg', headed({ alg: undefined }), 'missing-field'],
  ['an alg that is no text', headed({ alg: 256 }), 'missing-field'],
  ['an empty list of critical parameters', headed({ crit: [] }), 'bad-value'],
  ['certificates that are no list', headed({ x5c: 'AAAA' }), 'bad-value'],
  ['one certificate too many', headed({ x5c: Array.from({ length: MAX_HEADER_CERTIFICATES + 1 }, () => 'AAAA') }), 'too-many'],
  ['a header with too many values', headed({ more: Array.from({ length: 1000 }, () => 0) }), 'too-many'],
])('a token with %s is refused', (_, text, code) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code, offset: expect.any(Number) }));
});

test('a token of the most octets is read, and one octet more is not', () => {
  const claims = (length: number): string => JSON.stringify({ text: 'x'.repeat(length) });
  const short = makeToken({ claims: claims(0) }).length;
  const most = Math.floor(((MAX_TOKEN_BYTES - short) * 3) / 4);
  expect(read(makeToken({ claims: claims(most - 2) })).payload.length).toBeGreaterThan(most - 10);
  const tooMuch = new Uint8Array(MAX_TOKEN_BYTES + 1).fill(0x41);
  expect(() => parseJsonWebSignature(tooMuch)).toThrow(expect.objectContaining({ code: 'too-large' }));
});

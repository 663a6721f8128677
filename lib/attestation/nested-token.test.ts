import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { type CborWritable, encodeCbor } from '#lib/encoding/cbor-write.ts';
import { base64Url, es256, ISSUED_SECONDS, makeCwt, makeToken, makeTokenFile, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { makeKey, type TestKey } from '#lib/testing/test-keys.ts';
import { MAX_NESTED, MAX_NESTED_BYTES, MAX_NESTED_DEPTH } from './nested-token.ts';
import { parseAttestationResult } from './parse.ts';
import type { VerifierKey } from './verifier-keys.ts';
import { verifyAttestationResult } from './verify.ts';

const AT = '2026-05-01T10:01:00.000Z';
const [inner, stranger] = [makeKey('ec-p256', 'inner'), makeKey('ec-p256', 'stranger')];
const keyOf = ({ publicKeyInfo }: TestKey, id: string | null = null): VerifierKey => ({
  issuer: null,
  id,
  subjectPublicKeyInfo: publicKeyInfo,
});
const KEYS = [keyOf(VERIFIER_KEY), keyOf(inner, 'in')];
const MISMATCH = 'a measurement does not match what was expected';
/** measres of a CWT: one system, one measurement, fail. */
const FAILED: CborWritable = [['files', [['root', 2]]]];
const claims = (more: readonly (readonly [number | string, CborWritable])[] = []): Map<number | string, CborWritable> =>
  new Map<number | string, CborWritable>([[1, 'inner'], [273, FAILED], ...more]);

/** A CWT of the inner verifier, with the tag of CWT around it. */
function innerCwt(more: Parameters<typeof claims>[0] = [], key = inner): Uint8Array {
  return makeCwt({ claims: claims([[274, FAILED], ...more]), key, keyId: 'in' });
}
const innerJwt = (more = {}, key = inner): string =>
  makeToken({ claims: { iss: 'inner', measres: 'fail', ...more }, key, header: { kid: 'in' } });

function told(bytes: Uint8Array, keys: readonly VerifierKey[] = KEYS) {
  const document = parseAttestationResult(bytes);
  const checks = verifyAttestationResult({ document, verifierKeys: keys, anchors: [], intermediates: [], at: AT });
  const check = checks.find(({ id }) => id === 'nested-tokens');
  return {
    status: document.status,
    outer: checks.find(({ id }) => id === 'signature')?.status,
    check: check?.status,
    detail: check?.detail ?? '',
    document,
  };
}

/** A JWT with one part; and a CWT with the same. */
const inJwt = (part: unknown): Uint8Array =>
  makeTokenFile({ claims: { iss: 'outer', iat: ISSUED_SECONDS, ueid: 'AQID', oemboot: true, submods: { gpu: part } } });
const inCwt = (part: CborWritable): Uint8Array =>
  makeCwt({
    claims: new Map<number, CborWritable>([
      [1, 'outer'],
      [6, ISSUED_SECONDS],
      [262, true],
      [266, new Map([['gpu', part]])],
    ]),
    key: VERIFIER_KEY,
  });
const cbor = (bytes: Uint8Array): readonly unknown[] => ['CBOR', base64Url(bytes)];

test('a JWT inside a JWT is verified by the keys that are configured, and its verdict moves nothing', () => {
  expect(told(inJwt(['JWT', innerJwt()]))).toMatchObject({ status: 'none', check: 'pass' });
  expect(told(inJwt(innerJwt())).detail).toMatch(new RegExp(`the token "gpu": .*configured.*; it says: ${MISMATCH}`));
  expect(told(inJwt(['JWT', innerJwt({}, stranger)]))).toMatchObject({ check: 'fail' });
  const unknown = told(inJwt(['JWT', innerJwt()]), [keyOf(VERIFIER_KEY)]);
  expect(unknown).toMatchObject({ check: 'unknown', detail: expect.stringContaining('missing') });
  expect(told(inJwt(['JWT', 'eyJ']))).toMatchObject({ check: 'unknown', detail: expect.stringContaining("can't be read") });
  expect(told(inJwt(['HTML', {}]))).toMatchObject({ check: 'unknown', detail: expect.stringContaining('form that Assay does not read') });
  expect(told(inJwt(['DIGEST', ['SHA-256', 'AA']])).check).toBeUndefined();
  expect(told(inJwt({ dbgstat: 'disabled' })).check).toBeUndefined();
});

test.each([
  ['a JWT', (bytes: Uint8Array) => inJwt(cbor(bytes))],
  ['a CWT', (bytes: Uint8Array) => inCwt(bytes)],
])('a CWT inside %s is verified in the same way', (_, outer) => {
  const good = told(outer(innerCwt()));
  expect(good).toMatchObject({ status: 'none', outer: 'pass', check: 'pass' });
  expect(good.detail).toMatch(new RegExp(`the token "gpu": .*configured.*; it says: ${MISMATCH}`));
  expect(told(outer(innerCwt([], stranger)))).toMatchObject({ status: 'none', outer: 'pass', check: 'fail' });
  expect(told(outer(innerCwt()), [keyOf(VERIFIER_KEY)])).toMatchObject({ outer: 'pass', check: 'unknown' });
  // A key that is configured for another issuer doesn't speak for this one.
  const other = { ...keyOf(inner, 'in'), issuer: 'another' };
  expect(told(outer(innerCwt()), [keyOf(VERIFIER_KEY), other])).toMatchObject({ outer: 'pass', check: 'fail' });
});

test('a JWT inside a CWT stands there as the text of a selector', () => {
  expect(told(inCwt(JSON.stringify(['JWT', innerJwt()])))).toMatchObject({ status: 'none', outer: 'pass', check: 'pass' });
  expect(told(inCwt(JSON.stringify(['JWT', innerJwt({}, stranger)])))).toMatchObject({ check: 'fail' });
  expect(told(inCwt(JSON.stringify(cbor(innerCwt()))))).toMatchObject({ check: 'pass' });
  expect(told(inCwt('["JWT"'))).toMatchObject({ check: 'unknown', detail: expect.stringContaining("can't be read") });
  expect(told(inCwt([-16, new Uint8Array(32)])).check).toBeUndefined();
});

test('a token that nobody signed, or that a shared secret makes, is refused whatever the key', () => {
  const withAlg = (alg: CborWritable) => makeCwt({ claims: claims(), key: inner, keyId: 'in', algorithm: alg });
  for (const alg of [4, 5, 6, 7, 'none', 'HS256']) expect(told(inJwt(cbor(withAlg(alg)))), `${alg}`).toMatchObject({ check: 'fail' });
  const secret = (octets: Uint8Array) => new Uint8Array(createHmac('sha256', Buffer.from(inner.publicKeyInfo)).update(octets).digest());
  const hs256 = makeCwt({ claims: claims(), key: inner, keyId: 'in', algorithm: 5, sign: secret });
  expect(told(inJwt(cbor(hs256)))).toMatchObject({ check: 'fail', detail: expect.stringContaining('shared secret') });
  const mac0 = encodeCbor({ tag: 61, value: { tag: 17, value: [new Uint8Array(), new Map(), encodeCbor(claims()), new Uint8Array(32)] } });
  expect(told(inCwt(mac0))).toMatchObject({ outer: 'pass', check: 'fail', detail: expect.stringContaining('shared secret') });
  expect(told(inCwt(encodeCbor({ tag: 601, value: claims() })))).toMatchObject({
    check: 'fail',
    detail: expect.stringContaining('not signed'),
  });
  for (const header of [{ alg: 'none' }, { alg: 'HS256' }]) {
    const token = makeToken({ claims: { iss: 'inner', measres: 'success' }, key: inner, header, sign: secret });
    expect(told(inJwt(['JWT', token]))).toMatchObject({ outer: 'pass', check: 'fail' });
  }
});

test('a key and an address inside a CWT are told and never used', () => {
  const headers = new Map<number, CborWritable>([
    [35, 'https://keys.example/inner.pem'],
    [14, new Map([[8, 'a key of its own']])],
  ]);
  const bytes = makeCwt({ claims: claims(), key: stranger, headers });
  const answer = told(inJwt(cbor(bytes)), [keyOf(VERIFIER_KEY, 'out')]);
  expect(answer).toMatchObject({ check: 'unknown', detail: expect.stringContaining('(kccs, x5u) is neither used nor fetched') });
});

test('what needs a tag and has none, or another one, is not read', () => {
  const bare = innerCwt().subarray(2);
  expect(told(inJwt(cbor(bare)))).toMatchObject({ check: 'pass' });
  expect(told(inJwt(cbor(bare.subarray(1))))).toMatchObject({ check: 'unknown', detail: expect.stringContaining('no tag') });
  expect(told(inCwt(encodeCbor({ tag: 603, value: [] })))).toMatchObject({ check: 'unknown', detail: expect.stringContaining('tag 603') });
  expect(told(inCwt(encodeUtf8('not CBOR at all')))).toMatchObject({ check: 'unknown' });
});

test('a token that held no more, or not yet, fails', () => {
  expect(told(inCwt(innerCwt([[4, ISSUED_SECONDS + 3600]])))).toMatchObject({ check: 'pass' });
  expect(told(inCwt(innerCwt([[4, ISSUED_SECONDS - 3600]])))).toMatchObject({
    check: 'fail',
    detail: expect.stringContaining('held until'),
  });
  expect(told(inJwt(['JWT', innerJwt({ nbf: ISSUED_SECONDS + 36_000 })]))).toMatchObject({ check: 'fail' });
});

test('a CWT inside, cut at any length or with any bit flipped, never passes', () => {
  const whole = innerCwt();
  // The outer signature doesn't matter here, and isn't made.
  const sign = () => new Uint8Array(64);
  const outer = (part: Uint8Array) => makeCwt({ claims: new Map([[266, new Map([['gpu', part]])]]), key: VERIFIER_KEY, sign });
  const parsed = (bytes: Uint8Array) => told(outer(bytes), [keyOf(inner, 'in')]).check;
  expect(parsed(whole)).toBe('pass');
  for (let length = 0; length < whole.length; length += 1) expect(parsed(whole.subarray(0, length)), `at ${length}`).toBe('unknown');
  for (let at = 0; at < whole.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = whole.slice();
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      if (isKeyId(whole, at)) continue;
      expect(parsed(flipped), `bit ${bit} of octet ${at}`).not.toBe('pass');
    }
  }
});

/** The unprotected header names the key and no more: nobody signed it. */
function isKeyId(whole: Uint8Array, at: number): boolean {
  const start = Buffer.from(whole).indexOf(Buffer.from(encodeCbor(new Map([[4, encodeUtf8('in')]]))));
  return at >= start && at < start + 5;
}

test('a CWT in base64url has one spelling: cut or changed, it never passes', () => {
  const text = base64Url(innerCwt());
  const parsed = (written: string) => told(inJwt(['CBOR', written])).check;
  expect(parsed(text)).toBe('pass');
  for (let length = 0; length < text.length; length += 1) expect(parsed(text.slice(0, length)), `at ${length}`).not.toBe('pass');
  for (const more of ['=', '==', '\n', ' ', 'A', '+']) expect(parsed(text + more)).not.toBe('pass');
});

test('tokens inside tokens are opened to a depth, and no deeper', () => {
  let token = innerCwt();
  for (let depth = 1; depth < MAX_NESTED_DEPTH; depth += 1) token = innerCwt([[266, new Map([['in', token]])]]);
  const deepest = told(inCwt(token));
  expect(deepest.check).toBe('pass');
  expect(deepest.document.nested?.map(({ part }) => part)).toEqual(['gpu', 'gpu/in', 'gpu/in/in', 'gpu/in/in/in']);
  const deeper = told(inCwt(innerCwt([[266, new Map([['in', token]])]])));
  expect(deeper).toMatchObject({ check: 'unknown', detail: expect.stringContaining(`inside more than ${MAX_NESTED_DEPTH} tokens`) });
  // One that fails within fails the whole.
  const bad = innerCwt([[266, new Map([['in', innerCwt([], stranger)]])]]);
  expect(told(inCwt(bad))).toMatchObject({ outer: 'pass', check: 'fail' });
});

test('a token in a set of claims inside the token is found too', () => {
  const part = (key: TestKey) => new Map<number, CborWritable>([[266, new Map([['deep', innerCwt([], key)]])]]);
  expect(told(inCwt(part(inner))).document.nested).toMatchObject([{ part: 'gpu/deep' }]);
  expect(told(inCwt(part(stranger)))).toMatchObject({ check: 'fail' });
});

test('of many tokens so many are opened, and that there are more is told', () => {
  const outer = (count: number) =>
    makeCwt({
      claims: new Map<number, CborWritable>([
        [6, ISSUED_SECONDS],
        [266, new Map(Array.from({ length: count }, (_, index) => [`part ${index}`, innerCwt()] as const))],
      ]),
      key: VERIFIER_KEY,
    });
  expect(told(outer(MAX_NESTED))).toMatchObject({ check: 'pass' });
  const more = told(outer(MAX_NESTED + 5));
  expect(more.document.nested).toHaveLength(MAX_NESTED + 1);
  expect(more).toMatchObject({ check: 'unknown' });
  expect(more.document.nested?.at(-1)?.unread).toContain(`more than ${MAX_NESTED}`);
});

test('a token inside has a limit of its own', () => {
  const base = innerCwt([['filling', new Uint8Array(70_000)]]).length - 70_000;
  const sized = (octets: number) => innerCwt([['filling', new Uint8Array(octets - base)]]);
  const [fits, larger] = [sized(MAX_NESTED_BYTES), sized(MAX_NESTED_BYTES + 1)];
  expect([fits.length, larger.length]).toEqual([MAX_NESTED_BYTES, MAX_NESTED_BYTES + 1]);
  expect(told(inCwt(fits))).toMatchObject({ check: 'pass' });
  expect(told(inCwt(larger))).toMatchObject({ check: 'unknown', detail: expect.stringContaining('are the most inside a token') });
});

test('the signature of the inner token is over its own octets, however they were written', () => {
  // The same claims written with longer heads: read, and verified as they stand.
  const payload = encodeCbor(claims());
  const long = Uint8Array.of(0xb8, ...[payload[0] ?? 0].map((head) => head & 0x1f), ...payload.subarray(1));
  const signed = (octets: Uint8Array) => es256(inner)(octets);
  const bytes = makeCwt({ payload: long, key: inner, keyId: 'in', sign: signed });
  expect(told(inCwt(bytes))).toMatchObject({ check: 'pass' });
  const swapped = Buffer.from(bytes).indexOf(Buffer.from(long));
  const short = Uint8Array.from([...bytes.subarray(0, swapped), ...payload, ...bytes.subarray(swapped + long.length)]);
  expect(told(inCwt(short)).check).not.toBe('pass');
});

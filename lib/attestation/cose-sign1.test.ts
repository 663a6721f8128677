import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from '#lib/encoding/bytes.ts';
import { type CborWritable, encodeCbor } from '#lib/encoding/cbor-write.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { publicKeyOfJwk } from '#lib/x509/json-web-key.ts';
import { coseSignature, MAX_COSE_CERTIFICATES, parseCoseSign1, signCoseSign1 } from './cose-sign1.ts';
import { verifyTokenSignature } from './token-signature.ts';

// The signed CWT of RFC 8392 appendix A.3, by the key of appendix A.2.3.
const RFC_8392 = fromHex(
  'd28443a10126a104524173796d6d657472696345434453413235365850a70175636f61703a2f2f61732e6578616d706c652e636f6d02656572696b77037818636f' +
    '61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb0051a5610d9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c6a555e601d' +
    '6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30',
);
const base64Url = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');
const RFC_8392_KEY =
  publicKeyOfJwk({
    kty: 'EC',
    crv: 'P-256',
    x: base64Url('143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f'),
    y: base64Url('60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9'),
  }) ?? new Uint8Array();

function statusOf(bytes: Uint8Array, key: Uint8Array): string {
  const asked = coseSignature(parseCoseSign1(bytes));
  return asked === null ? 'detached' : verifyTokenSignature(asked, key).status;
}

test('the signed example of RFC 8392 verifies, with its tag and without', () => {
  expect(parseCoseSign1(RFC_8392)).toMatchObject({ algorithm: 'ES256', notUnderstood: [], certificates: [] });
  expect(statusOf(RFC_8392, RFC_8392_KEY)).toBe('valid');
  expect(statusOf(RFC_8392.subarray(1), RFC_8392_KEY)).toBe('valid');
});

test('no flipped bit of the example is valid, but in the header that nobody signed', () => {
  const unprotected = { from: 6, to: 27 };
  for (let at = 0; at < RFC_8392.length; at += 1) {
    if (at >= unprotected.from && at < unprotected.to) continue;
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = RFC_8392.slice();
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      expect(`${at}.${bit} ${outcomeOf(flipped)}`).not.toContain(' valid');
    }
  }
});

test('no truncation of the example is read, and each is refused as one', () => {
  for (let length = 0; length < RFC_8392.length; length += 1) {
    expect(() => parseCoseSign1(RFC_8392.subarray(0, length))).toThrow(
      expect.objectContaining({ code: length === 0 ? 'empty-file' : 'truncated' }),
    );
  }
});

function outcomeOf(bytes: Uint8Array): string {
  try {
    return statusOf(bytes, RFC_8392_KEY);
  } catch (error) {
    expect(error).toMatchObject({ name: 'ParseError' });
    return 'refused';
  }
}

const p256 = makeKey('ec-p256', 'cose');
const p384 = makeKey('ec-p384', 'cose');
const rsa = makeKey('rsa-2048', 'cose');
const raw = (hash: string, key: KeyObject) => (octets: Uint8Array) =>
  new Uint8Array(sign(hash, octets, { key, dsaEncoding: 'ieee-p1363' }));
const pss = (hash: string, saltLength: number) => (octets: Uint8Array) =>
  new Uint8Array(sign(hash, octets, { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }));
const payload = encodeCbor(new Map([[1, 'verifier.example']]));
const message = (alg: CborWritable, signer: (octets: Uint8Array) => Uint8Array, more: [number | string, CborWritable][] = []) =>
  signCoseSign1({ protectedHeader: new Map([[1, alg], ...more]), payload, sign: signer });
const es256 = raw('sha256', p256.privateKey);

test.each([
  ['ES256', message(-7, es256), p256],
  ['ES384', message(-35, raw('sha384', p384.privateKey)), p384],
  ['PS256', message(-37, pss('sha256', 32)), rsa],
  ['PS384', message(-38, pss('sha384', 48)), rsa],
  ['PS512', message(-39, pss('sha512', 64)), rsa],
  ['RS256', message(-257, rsa.sign), rsa],
])('%s: what is signed verifies, with its key alone', (algorithm, bytes, key) => {
  expect(parseCoseSign1(bytes)).toMatchObject({ algorithm });
  expect(statusOf(bytes, key.publicKeyInfo)).toBe('valid');
  expect(statusOf(bytes, makeKey(key.algorithm, 'another').publicKeyInfo)).toBe('invalid');
});

test.each(['ed25519', 'ed448'] as const)('EdDSA is verified with a key on %s, and a name for both is told apart by the key', (type) => {
  const { privateKey, publicKey } = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448');
  const info = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  const signer = (octets: Uint8Array): Uint8Array => new Uint8Array(sign(null, octets, privateKey));
  expect(statusOf(message(-8, signer), info)).toBe('valid');
  expect(statusOf(message(type === 'ed25519' ? -19 : -53, signer), info)).toBe('valid');
  expect(statusOf(message(type === 'ed25519' ? -53 : -19, signer), info)).toBe('invalid');
  expect(statusOf(message(-8, signer), p256.publicKeyInfo)).toBe('invalid');
});

test('a key of another kind or curve is not tried', () => {
  const bytes = message(-7, es256);
  expect(statusOf(bytes, rsa.publicKeyInfo)).toBe('invalid');
  expect(statusOf(bytes, p384.publicKeyInfo)).toBe('invalid');
  expect(statusOf(message(-35, raw('sha384', p256.privateKey)), p256.publicKeyInfo)).toBe('invalid');
});

test.each([
  ['an algorithm that nobody registered', -70000],
  ['a text that looks like a number', '-7'],
])('%s is not supported', (_, alg) => {
  expect(statusOf(message(alg, es256), p256.publicKeyInfo)).toBe('unsupported');
});

test.each([
  ['HMAC 256/256, a shared secret', 5, 'HS256'],
  ['HMAC 256/64', 4, 'HS256/64'],
  ['HMAC 384/384', 6, 'HS384'],
  ['HMAC 512/512', 7, 'HS512'],
  ['no algorithm', 'None', 'None'],
  ['the name that JOSE has for a shared secret', 'HS256', 'HS256'],
])('%s is refused, whatever the key', (_, alg, name) => {
  expect(parseCoseSign1(message(alg, es256)).algorithm).toBe(name);
  expect(statusOf(message(alg, es256), p256.publicKeyInfo)).toBe('invalid');
});

test('what a message says of its own key is told in the words of the registry', () => {
  const bytes = signCoseSign1({
    protectedHeader: new Map<number, CborWritable>([
      [1, -7],
      [35, 'https://keys.example'],
    ]),
    unprotectedHeader: new Map([[14, new Map()]]),
    payload,
    sign: es256,
  });
  expect(parseCoseSign1(bytes).keySources).toEqual(['kccs', 'x5u']);
});

test('an algorithm that stands in the unprotected header alone does not count', () => {
  const bytes = signCoseSign1({ protectedHeader: new Map(), unprotectedHeader: new Map([[1, -7]]), payload, sign: es256 });
  expect(parseCoseSign1(bytes).algorithm).toBe('');
  expect(statusOf(bytes, p256.publicKeyInfo)).toBe('invalid');
});

test('what must be understood and is not is told', () => {
  const bytes = message(-7, es256, [
    [2, [4, 15, 'x']],
    ['x', 1],
    [15, 1],
    [4, Uint8Array.of(7)],
  ]);
  expect(parseCoseSign1(bytes)).toMatchObject({ notUnderstood: ['15', 'x'], keyId: Uint8Array.of(7) });
  expect(parseCoseSign1(bytes, { understood: [15, 'x'] }).notUnderstood).toEqual([]);
});

test('a payload that is kept elsewhere is verified when it is given', () => {
  const whole = parseCoseSign1(message(-7, es256));
  const detached = encodeCbor({ tag: 18, value: [whole.protectedOctets, new Map(), null, whole.signature] });
  const read = parseCoseSign1(detached);
  expect(coseSignature(read)).toBeNull();
  const asked = coseSignature(read, { payload });
  expect(asked === null ? null : verifyTokenSignature(asked, p256.publicKeyInfo).status).toBe('valid');
});

test('a header written longer than needed is verified as it was received', () => {
  // {1: -7} with the number in two octets: written again it would be 43a10126.
  const longer = fromHex('a1013806');
  const signature = es256(encodeCbor(['Signature1', longer, new Uint8Array(), payload]));
  const bytes = encodeCbor({ tag: 18, value: [longer, new Map(), payload, signature] });
  expect(toHex(parseCoseSign1(bytes).protectedOctets)).toBe('a1013806');
  expect(statusOf(bytes, p256.publicKeyInfo)).toBe('valid');
});

const signed = parseCoseSign1(message(-7, es256));
const parts = (over: { header?: CborWritable; unprotected?: CborWritable; payload?: CborWritable; signature?: CborWritable }) =>
  encodeCbor([
    over.header ?? signed.protectedOctets,
    over.unprotected ?? new Map(),
    over.payload ?? payload,
    over.signature ?? signed.signature,
  ]);

test.each([
  ['another tag', encodeCbor({ tag: 17, value: [signed.protectedOctets, new Map(), payload, signed.signature] }), 'unsupported-version'],
  ['three items', encodeCbor([signed.protectedOctets, new Map(), payload]), 'bad-value'],
  ['a protected header that is no byte string', parts({ header: new Map([[1, -7]]) }), 'bad-value'],
  ['a protected header that holds no map', parts({ header: encodeCbor([1]) }), 'bad-value'],
  ['a protected header with octets behind it', parts({ header: fromHex('a1012600') }), 'trailing-data'],
  ['one parameter twice in one header', parts({ header: fromHex('a201260126') }), 'duplicate-key'],
  ['one parameter in both headers', parts({ unprotected: new Map([[1, -7]]) }), 'duplicate-key'],
  ['an unprotected header that is no map', parts({ unprotected: [] }), 'bad-value'],
  ['a payload that is text', parts({ payload: 'text' }), 'bad-value'],
  ['a signature that is text', parts({ signature: 'text' }), 'bad-value'],
  ['a label that is a byte string', encodeCbor([signed.protectedOctets, 0, payload, signed.signature]), 'bad-value'],
  [
    'an empty list of critical parameters',
    parts({
      header: encodeCbor(
        new Map<number, CborWritable>([
          [1, -7],
          [2, []],
        ]),
      ),
    }),
    'bad-value',
  ],
  ['a certificate that is text', parts({ unprotected: new Map([[33, 'text']]) }), 'bad-value'],
  [
    'one certificate too many',
    parts({ unprotected: new Map([[33, Array.from({ length: MAX_COSE_CERTIFICATES + 1 }, () => new Uint8Array(1))]]) }),
    'too-many',
  ],
])('%s is refused', (_, bytes, code) => {
  expect(() => parseCoseSign1(bytes)).toThrow(expect.objectContaining({ code }));
});

test('as many certificates as are looked at are read', () => {
  const certificates = Array.from({ length: MAX_COSE_CERTIFICATES }, (_, index) => Uint8Array.of(index));
  expect(parseCoseSign1(parts({ unprotected: new Map([[33, certificates]]) })).certificates).toEqual(certificates);
});

test('an offset inside the protected header is an offset in the file', () => {
  const bytes = parts({ header: fromHex('a1012600') });
  expect(() => parseCoseSign1(bytes)).toThrow(expect.objectContaining({ code: 'trailing-data', offset: 5 }));
});

test('no octets make the reader throw anything but a ParseError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (header) => {
      try {
        parseCoseSign1(parts({ header }));
      } catch (error) {
        expect(error).toMatchObject({ name: 'ParseError' });
      }
    }),
  );
});

import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { contextConstructed } from '#lib/encoding/der.ts';
import { derBits, derInteger, derOid, derSequence, derValue } from '#lib/encoding/der-write.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { signatureAlgorithmName, verifySignature } from './signature.ts';
import { algorithm, NULL, oidOf, pairOf, pss, pssSignature, question, spkiOf, TBS } from './testing/signatures.ts';

// Corners of single algorithms. What every one of them must do stands in signature-table.test.ts.

const RSA = makeKey('rsa-2048', 'signature');
const P256 = makeKey('ec-p256', 'signature');

describe('RSA with PKCS #1 padding', () => {
  test('a signature over another hash than the declared one is invalid', () => {
    const signature = sign('sha1', TBS, RSA.privateKey);
    expect(verifySignature(question(algorithm(oidOf('sha256-rsa'), NULL), RSA.publicKeyInfo, signature)).status).toBe('invalid');
  });

  test('a PSS signature under a PKCS #1 algorithm is invalid', () => {
    const signature = sign('sha256', TBS, { key: RSA.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
    expect(verifySignature(question(algorithm(oidOf('sha256-rsa'), NULL), RSA.publicKeyInfo, signature)).status).toBe('invalid');
  });
});

describe('RSASSA-PSS', () => {
  test('a signature without its leading zero is invalid, although the number is the same', () => {
    let signature = pssSignature('sha256', 32, RSA.privateKey);
    while (signature[0] !== 0) signature = pssSignature('sha256', 32, RSA.privateKey);
    const asked = question(pss({ hash: 'sha256', salt: 32 }), RSA.publicKeyInfo, signature);
    expect(verifySignature(asked).status).toBe('valid');
    expect(verifySignature({ ...asked, signature: signature.subarray(1) })).toMatchObject({
      status: 'invalid',
      detail: 'the signature has 255 octets; one by an RSA key of 2048 bits has 256',
    });
  });

  test('empty parameters mean SHA-1 and 20 octets of salt, which is weak', () => {
    const asked = question(algorithm(oidOf('rsa-pss'), derSequence()), RSA.publicKeyInfo, pssSignature('sha1', 20, RSA.privateKey));
    expect(verifySignature(asked)).toMatchObject({ status: 'valid', weak: expect.stringContaining('SHA-1') });
  });

  test('a key that is for PSS only keeps its own restrictions', () => {
    const pair = generateKeyPairSync('rsa-pss', { modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256' });
    const info = spkiOf(pair.publicKey);
    expect(verifySignature(question(pss({ hash: 'sha256', salt: 32 }), info, pssSignature('sha256', 32, pair.privateKey))).status).toBe(
      'valid',
    );
    expect(verifySignature(question(pss({ hash: 'sha384', salt: 48 }), info, pssSignature('sha256', 32, pair.privateKey))).status).toBe(
      'invalid',
    );
    expect(verifySignature(question(algorithm(oidOf('sha256-rsa'), NULL), info, new Uint8Array(256))).status).toBe('invalid');
  });

  test.each([
    ['no parameters', algorithm(oidOf('rsa-pss'))],
    ['NULL for parameters', algorithm(oidOf('rsa-pss'), NULL)],
    ['another hash in the mask', pss({ hash: 'sha256', mask: 'sha1', salt: 32 })],
    ['another trailer', pss({ hash: 'sha256', salt: 32, trailer: 2 })],
    ['an unknown hash', algorithm(oidOf('rsa-pss'), derSequence(derValue(contextConstructed(0), derSequence(derOid('1.2.3')))))],
    ['an unknown mask generation', algorithm(oidOf('rsa-pss'), derSequence(derValue(contextConstructed(1), derSequence(derOid('1.2.3')))))],
  ])('%s is not supported, and never valid', (_, identifier) => {
    expect(verifySignature(question(identifier, RSA.publicKeyInfo, pssSignature('sha256', 32, RSA.privateKey))).status).toBe('unsupported');
  });
});

describe('ECDSA', () => {
  test('another curve is not supported', () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const asked = question(algorithm(oidOf('sha256-ecdsa')), spkiOf(pair.publicKey), sign('sha256', TBS, pair.privateKey));
    expect(verifySignature(asked).status).toBe('unsupported');
  });

  test.each([
    ['zeros', derSequence(derInteger(0), derInteger(0))],
    ['negative numbers', derSequence(derInteger(-1), derInteger(-1))],
    ['nothing', new Uint8Array()],
    ['no DER', new Uint8Array(64)],
  ])('a signature of %s is invalid', (_, signature) => {
    expect(verifySignature(question(algorithm(oidOf('sha256-ecdsa')), P256.publicKeyInfo, signature)).status).toBe('invalid');
  });
});

test('the algorithm inside the signed range must be the one beside the signature', () => {
  const good = question(algorithm(oidOf('sha256-rsa'), NULL), RSA.publicKeyInfo, RSA.sign(TBS));
  expect(verifySignature({ ...good, innerAlgorithm: algorithm(oidOf('sha1-rsa'), NULL) }).status).toBe('invalid');
  expect(verifySignature({ ...good, innerAlgorithm: algorithm(oidOf('sha256-rsa'), derInteger(1)) }).status).toBe('invalid');
  expect(verifySignature({ ...good, innerAlgorithm: algorithm(oidOf('sha256-rsa')) }).status).toBe('valid');
});

test('a signature of another kind than the key is invalid', () => {
  expect(verifySignature(question(algorithm(oidOf('sha256-ecdsa')), RSA.publicKeyInfo, RSA.sign(TBS))).status).toBe('invalid');
  expect(verifySignature(question(algorithm(oidOf('sha256-rsa'), NULL), P256.publicKeyInfo, P256.sign(TBS))).status).toBe('invalid');
});

test.each([
  ['ed25519', 'ed448'],
  ['ml-dsa-44', 'ed25519'],
] as const)('a signature by %s fails with the key of another kind, which is told', (name, kind) => {
  const asked = question(algorithm(oidOf(name)), spkiOf(pairOf(kind).publicKey), sign(null, TBS, pairOf(name).privateKey));
  expect(verifySignature(asked)).toMatchObject({ status: 'invalid', detail: expect.stringContaining(`the signer's key is ${kind}`) });
});

test('parameters that should be absent are tolerated: real issuers write NULL', () => {
  const { publicKey, privateKey } = pairOf('ml-dsa-44');
  expect(verifySignature(question(algorithm(oidOf('ml-dsa-44'), NULL), spkiOf(publicKey), sign(null, TBS, privateKey))).status).toBe(
    'valid',
  );
});

test('an algorithm that is not in the table, and a key that can not be loaded, are not supported', () => {
  expect(verifySignature(question(algorithm('1.2.840.113549.1.1.4', NULL), RSA.publicKeyInfo, RSA.sign(TBS)))).toMatchObject({
    status: 'unsupported',
    algorithm: '1.2.840.113549.1.1.4',
  });
  const encryptionOnly = derSequence(derSequence(derOid('1.2.840.113549.1.1.7'), NULL), derBits(RSA.publicKeyInfo));
  expect(verifySignature(question(algorithm(oidOf('sha256-rsa'), NULL), encryptionOnly, RSA.sign(TBS))).status).toBe('unsupported');
});

test('SHA-1 and short RSA keys are weak, and 2048 bits are not', () => {
  const weakOf = (hash: 'sha1' | 'sha256', key: typeof RSA): string | null =>
    verifySignature(question(algorithm(oidOf(`${hash}-rsa`), NULL), key.publicKeyInfo, sign(hash, TBS, key.privateKey))).weak;
  const short = makeKey('rsa-1024', 'signature');
  expect(weakOf('sha256', RSA)).toBeNull();
  expect(weakOf('sha1', RSA)).toContain('SHA-1');
  expect(weakOf('sha256', short)).toContain('1024 bits');
  expect(weakOf('sha1', short)).toMatch(/SHA-1.*1024 bits/);
});

test.each([
  [2039, true],
  [2040, false],
  [2041, false],
])('an RSA key of %i bits is weak: %s', (bits, weak) => {
  const modulus = derInteger((1n << BigInt(bits - 1)) | 1n);
  const info = derSequence(derSequence(derOid('1.2.840.113549.1.1.1'), NULL), derBits(derSequence(modulus, derInteger(65537))));
  expect(verifySignature(question(algorithm(oidOf('sha256-rsa'), NULL), info, new Uint8Array(256))).weak !== null).toBe(weak);
});

test.each([
  [8192, 'invalid'],
  [8193, 'unsupported'],
])('a signature by an RSA key of %i bits, which nobody made, is %s', (bits, status) => {
  const modulus = derInteger((1n << BigInt(bits - 1)) | 1n);
  const info = derSequence(derSequence(derOid('1.2.840.113549.1.1.1'), NULL), derBits(derSequence(modulus, derInteger(65537))));
  expect(verifySignature(question(algorithm(oidOf('sha256-rsa'), NULL), info, new Uint8Array(Math.ceil(bits / 8)))).status).toBe(status);
});

test('an algorithm without a name is called by its OID', () => {
  expect(signatureAlgorithmName('1.2.840.10045.4.3.3')).toBe('sha384-ecdsa');
  expect(signatureAlgorithmName('1.2.3')).toBe('1.2.3');
});

import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { contextConstructed, readDer } from '#lib/encoding/der.ts';
import { derBits, derInteger, derOid, derSequence, derValue } from '#lib/encoding/der-write.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { readAlgorithmIdentifier } from './algorithm-identifier.ts';
import { type SignatureQuestion, signatureAlgorithmName, verifySignature } from './signature.ts';
import { SIGNATURE_ALGORITHMS } from './signature-algorithms.ts';
import type { AlgorithmIdentifier } from './types.ts';

const TBS = encodeUtf8('what was signed');
const NULL = derValue(0x05);
const RSA = makeKey('rsa-2048', 'signature');
const P256 = makeKey('ec-p256', 'signature');

const oidOf = (name: string): string => SIGNATURE_ALGORITHMS.find((algorithm) => algorithm.name === name)?.oid ?? '';

function algorithm(oid: string, parameters?: Uint8Array): AlgorithmIdentifier {
  return readAlgorithmIdentifier(readDer(derSequence(derOid(oid), parameters)));
}

/** A question with the same algorithm inside and outside. */
function question(identifier: AlgorithmIdentifier, publicKeyInfo: Uint8Array, signature: Uint8Array): SignatureQuestion {
  return { algorithm: identifier, innerAlgorithm: identifier, subjectPublicKeyInfo: publicKeyInfo, tbs: TBS, signature };
}

function spkiOf(publicKey: KeyObject): Uint8Array {
  return publicKey.export({ format: 'der', type: 'spki' });
}

describe('RSA with PKCS #1 padding', () => {
  test.each([
    ['1.2.840.113549.1.1.5', 'sha1', 'sha1-rsa'],
    ['1.3.14.3.2.29', 'sha1', 'sha1-rsa'],
    ['1.2.840.113549.1.1.11', 'sha256', 'sha256-rsa'],
    ['1.2.840.113549.1.1.12', 'sha384', 'sha384-rsa'],
    ['1.2.840.113549.1.1.13', 'sha512', 'sha512-rsa'],
  ])('%s verifies with %s, and not with a changed octet', (oid, hash, name) => {
    const signature = sign(hash, TBS, RSA.privateKey);
    const asked = question(algorithm(oid, NULL), RSA.publicKeyInfo, signature);
    expect(verifySignature(asked)).toMatchObject({ status: 'valid', algorithm: name });
    expect(verifySignature({ ...asked, tbs: encodeUtf8('what was signeD') }).status).toBe('invalid');
    expect(verifySignature({ ...asked, signature: signature.subarray(1) }).status).toBe('invalid');
    expect(verifySignature({ ...asked, signature: new Uint8Array() }).status).toBe('invalid');
    expect(verifySignature({ ...asked, subjectPublicKeyInfo: makeKey('rsa-2048', 'other').publicKeyInfo }).status).toBe('invalid');
  });

  test('a signature over another hash than the declared one is invalid', () => {
    const signature = sign('sha1', TBS, RSA.privateKey);
    expect(verifySignature(question(algorithm(oidOf('sha256-rsa'), NULL), RSA.publicKeyInfo, signature)).status).toBe('invalid');
  });

  test('a PSS signature under a PKCS #1 algorithm is invalid', () => {
    const signature = sign('sha256', TBS, { key: RSA.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
    expect(verifySignature(question(algorithm(oidOf('sha256-rsa'), NULL), RSA.publicKeyInfo, signature)).status).toBe('invalid');
  });
});

const HASH_OIDS = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

interface Pss {
  readonly hash: keyof typeof HASH_OIDS;
  readonly mask?: keyof typeof HASH_OIDS;
  readonly salt: number;
  readonly trailer?: number;
}

function pss({ hash, mask = hash, salt, trailer }: Pss): AlgorithmIdentifier {
  const hashAlgorithm = (name: keyof typeof HASH_OIDS): Uint8Array => derSequence(derOid(HASH_OIDS[name]), NULL);
  const parameters = derSequence(
    derValue(contextConstructed(0), hashAlgorithm(hash)),
    derValue(contextConstructed(1), derSequence(derOid('1.2.840.113549.1.1.8'), hashAlgorithm(mask))),
    derValue(contextConstructed(2), derInteger(salt)),
    trailer === undefined ? undefined : derValue(contextConstructed(3), derInteger(trailer)),
  );
  return algorithm(oidOf('rsa-pss'), parameters);
}

function pssSignature(hash: string, saltLength: number, key = RSA.privateKey): Uint8Array {
  return sign(hash, TBS, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}

describe('RSASSA-PSS', () => {
  test.each([
    ['sha256', 32],
    ['sha384', 48],
    ['sha512', 64],
    ['sha256', 20],
    ['sha256', 0],
  ] as const)('verifies with %s and %i octets of salt', (hash, salt) => {
    const asked = question(pss({ hash, salt }), RSA.publicKeyInfo, pssSignature(hash, salt));
    expect(verifySignature(asked)).toMatchObject({ status: 'valid', algorithm: 'rsa-pss', weak: null });
    expect(verifySignature({ ...asked, tbs: encodeUtf8('other') }).status).toBe('invalid');
  });

  test('the length of the salt must be the declared one', () => {
    expect(verifySignature(question(pss({ hash: 'sha256', salt: 32 }), RSA.publicKeyInfo, pssSignature('sha256', 20))).status).toBe(
      'invalid',
    );
  });

  test('empty parameters mean SHA-1 and 20 octets of salt, which is weak', () => {
    const asked = question(algorithm(oidOf('rsa-pss'), derSequence()), RSA.publicKeyInfo, pssSignature('sha1', 20));
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
    expect(verifySignature(question(identifier, RSA.publicKeyInfo, pssSignature('sha256', 32))).status).toBe('unsupported');
  });
});

describe('ECDSA', () => {
  const curves = ['P-256', 'P-384', 'P-521'].map((namedCurve) => ({ namedCurve, pair: generateKeyPairSync('ec', { namedCurve }) }));

  test.each(curves)('verifies on $namedCurve with each hash', ({ pair }) => {
    for (const hash of ['sha256', 'sha384', 'sha512']) {
      const asked = question(algorithm(oidOf(`${hash}-ecdsa`)), spkiOf(pair.publicKey), sign(hash, TBS, pair.privateKey));
      expect(verifySignature(asked)).toMatchObject({ status: 'valid', algorithm: `${hash}-ecdsa`, weak: null });
      expect(verifySignature({ ...asked, tbs: encodeUtf8('other') }).status).toBe('invalid');
    }
  });

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

const WHOLE = ['ed25519', 'ed448', 'ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87'] as const;

/** The overloads of the generator know each name by itself. */
function pairOf(name: (typeof WHOLE)[number]): { publicKey: KeyObject; privateKey: KeyObject } {
  switch (name) {
    case 'ed25519':
      return generateKeyPairSync('ed25519');
    case 'ed448':
      return generateKeyPairSync('ed448');
    default:
      return generateKeyPairSync(name);
  }
}

test.each(WHOLE)('%s verifies, and not with a changed octet or the key of another kind', (name) => {
  const { publicKey, privateKey } = pairOf(name);
  const signature = sign(null, TBS, privateKey);
  const asked = question(algorithm(oidOf(name)), spkiOf(publicKey), signature);
  expect(verifySignature(asked)).toMatchObject({ status: 'valid', algorithm: name, weak: null });
  expect(verifySignature({ ...asked, tbs: encodeUtf8('what was signeD') }).status).toBe('invalid');
  expect(verifySignature({ ...asked, signature: signature.subarray(1) }).status).toBe('invalid');
  const other = pairOf(name === 'ed448' ? 'ed25519' : 'ed448').publicKey;
  expect(verifySignature({ ...asked, subjectPublicKeyInfo: spkiOf(other) })).toMatchObject({
    status: 'invalid',
    detail: expect.stringContaining("the signer's key is ed"),
  });
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

describe.each([3072, 4096])('RSA of %i bits', (modulusLength) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });

  test('verifies, and a flipped bit of the signature does not', () => {
    const signature = sign('sha384', TBS, privateKey);
    const asked = question(algorithm(oidOf('sha384-rsa'), NULL), spkiOf(publicKey), signature);
    const flipped = Uint8Array.from(signature, (octet, index) => (index === 100 ? octet ^ 0x10 : octet));
    expect(verifySignature(asked)).toMatchObject({ status: 'valid', weak: null });
    expect(verifySignature({ ...asked, signature: flipped }).status).toBe('invalid');
  });
});

test('an algorithm without a name is called by its OID', () => {
  expect(signatureAlgorithmName('1.2.840.10045.4.3.3')).toBe('sha384-ecdsa');
  expect(signatureAlgorithmName('1.2.3')).toBe('1.2.3');
});

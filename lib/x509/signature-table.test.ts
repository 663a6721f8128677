import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { derInteger } from '#lib/encoding/der-write.ts';
import { type SignatureQuestion, verifySignature } from './signature.ts';
import { SIGNATURE_ALGORITHMS } from './signature-algorithms.ts';
import {
  algorithm,
  NULL,
  oidOf,
  pairOf,
  pss,
  pssSignature,
  publicInfoOf,
  question,
  RSA_SIZES,
  rsaKeyOf,
  TBS,
  WHOLE,
} from './testing/signatures.ts';
import type { AlgorithmIdentifier } from './types.ts';

// Every line of the table of algorithms with every size of key that is in use: what verifies, and what doesn't any more.

interface Case {
  readonly title: string;
  readonly identifier: AlgorithmIdentifier;
  readonly key: KeyObject;
  /** Another key of the same kind. */
  readonly other: KeyObject;
  readonly sign: (key: KeyObject) => Uint8Array;
  readonly weak: RegExp | null;
}

const SHA2 = ['sha256', 'sha384', 'sha512'] as const;
const OCTETS = { sha256: 32, sha384: 48, sha512: 64 } as const;
const RSA_KEYS = new Map(([1024, ...RSA_SIZES] as const).map((bits) => [bits, rsaKeyOf(bits)] as const));
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

function rsaKey(bits: 1024 | (typeof RSA_SIZES)[number]): KeyObject {
  const key = RSA_KEYS.get(bits);
  if (key === undefined) throw new Error(`no key of ${bits} bits`);
  return key;
}

function rsa(oid: string, hash: string, bits: Parameters<typeof rsaKey>[0]): Case {
  const weak = [...(hash === 'sha1' ? ['SHA-1'] : []), ...(bits < 2040 ? [`${bits} bits`] : [])];
  return {
    title: `RSA PKCS #1 ${oid} with ${hash}, ${bits} bits`,
    identifier: algorithm(oid, NULL),
    key: rsaKey(bits),
    other: otherRsa,
    sign: (key) => sign(hash, TBS, key),
    weak: weak.length === 0 ? null : new RegExp(weak.join('.*')),
  };
}

function rsaPss(hash: 'sha1' | (typeof SHA2)[number], salt: number, bits: Parameters<typeof rsaKey>[0]): Case {
  return {
    title: `RSASSA-PSS with ${hash}, ${salt} octets of salt, ${bits} bits`,
    identifier: pss({ hash, salt }),
    key: rsaKey(bits),
    other: otherRsa,
    sign: (key) => pssSignature(hash, salt, key),
    weak: hash === 'sha1' ? /SHA-1/ : null,
  };
}

function ecdsa(namedCurve: string, hash: string): Case {
  const [key, other] = [1, 2].map(() => generateKeyPairSync('ec', { namedCurve }).privateKey);
  if (key === undefined || other === undefined) throw new Error('two were made');
  const title = `ECDSA on ${namedCurve} with ${hash}`;
  const weak = hash === 'sha1' ? /SHA-1/ : null;
  return { title, identifier: algorithm(oidOf(`${hash}-ecdsa`)), key, other, sign: (own) => sign(hash, TBS, own), weak };
}

function whole(name: (typeof WHOLE)[number]): Case {
  const [key, other] = [pairOf(name).privateKey, pairOf(name).privateKey];
  return { title: name, identifier: algorithm(oidOf(name)), key, other, sign: (own) => sign(null, TBS, own), weak: null };
}

const CASES: readonly Case[] = [
  ...RSA_SIZES.flatMap((bits) => SHA2.map((hash) => rsa(oidOf(`${hash}-rsa`), hash, bits))),
  ...['1.2.840.113549.1.1.5', '1.3.14.3.2.29'].map((oid) => rsa(oid, 'sha1', 2048)),
  rsa(oidOf('sha256-rsa'), 'sha256', 1024),
  rsa(oidOf('sha1-rsa'), 'sha1', 1024),
  ...RSA_SIZES.flatMap((bits) => SHA2.flatMap((hash) => [0, 20, OCTETS[hash]].map((salt) => rsaPss(hash, salt, bits)))),
  rsaPss('sha1', 20, 2048),
  ...['P-256', 'P-384', 'P-521'].flatMap((curve) => ['sha1', ...SHA2].map((hash) => ecdsa(curve, hash))),
  ...WHOLE.map(whole),
];

test('every line of the table is tried', () => {
  const tried = new Set(CASES.map(({ identifier }) => identifier.oid));
  expect(SIGNATURE_ALGORITHMS.map(({ oid }) => oid).filter((oid) => !tried.has(oid))).toEqual([]);
});

/** A copy with one bit flipped, at a share of the way through. */
function flipped(octets: Uint8Array, share: number): Uint8Array {
  const at = Math.min(Math.floor(octets.length * share), octets.length - 1);
  return octets.map((octet, index) => (index === at ? octet ^ 0x10 : octet));
}

const ANOTHER = [algorithm(oidOf('sha512-rsa'), NULL), algorithm(oidOf('sha256-ecdsa'))];

describe.each(CASES)('$title', ({ identifier, key, other, weak, ...made }) => {
  const asked = question(identifier, publicInfoOf(key), made.sign(key));
  const statusWith = (over: Partial<SignatureQuestion>): string => verifySignature({ ...asked, ...over }).status;

  test(weak === null ? 'verifies' : 'verifies, and is reported as weak', () => {
    const outcome = verifySignature(asked);
    expect(outcome.status).toBe('valid');
    if (weak === null) expect(outcome.weak).toBeNull();
    else expect(outcome.weak).toMatch(weak);
  });

  test('a flipped bit of the signature, or of what was signed, fails', () => {
    for (const share of [0, 0.3, 0.7, 1]) {
      expect(statusWith({ signature: flipped(asked.signature, share) })).toBe('invalid');
      expect(statusWith({ tbs: flipped(TBS, share) })).toBe('invalid');
    }
  });

  test('a signature that was cut, grew, or is missing fails', () => {
    const { signature } = asked;
    for (const over of [signature.subarray(1), signature.subarray(0, -1), Uint8Array.of(...signature, 0), new Uint8Array()]) {
      expect(statusWith({ signature: over })).toBe('invalid');
    }
  });

  test('another key of its kind fails', () => {
    expect(statusWith({ subjectPublicKeyInfo: publicInfoOf(other) })).toBe('invalid');
  });

  test('another algorithm inside than outside fails, on either side', () => {
    const another = ANOTHER.find(({ oid }) => oid !== identifier.oid) ?? identifier;
    expect(statusWith({ innerAlgorithm: another })).toBe('invalid');
    expect(statusWith({ algorithm: another })).toBe('invalid');
    expect(statusWith({ innerAlgorithm: algorithm(identifier.oid, derInteger(1)) })).toBe('invalid');
  });
});

test.each(SHA2)('an RSASSA-PSS signature with %s counts with its own length of salt only', (hash) => {
  for (const [signed, declared] of [
    [0, OCTETS[hash]],
    [OCTETS[hash], 0],
    [20, OCTETS[hash]],
  ] as const) {
    const asked = question(pss({ hash, salt: declared }), publicInfoOf(rsaKey(4096)), pssSignature(hash, signed, rsaKey(4096)));
    expect(verifySignature(asked).status).toBe('invalid');
  }
});

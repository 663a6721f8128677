import { constants, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { contextConstructed, readDer } from '#lib/encoding/der.ts';
import { derInteger, derOid, derSequence, derValue } from '#lib/encoding/der-write.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { readAlgorithmIdentifier } from '#lib/x509/algorithm-identifier.ts';
import type { SignatureQuestion } from '#lib/x509/signature.ts';
import { SIGNATURE_ALGORITHMS } from '#lib/x509/signature-algorithms.ts';
import type { AlgorithmIdentifier } from '#lib/x509/types.ts';

export const TBS = encodeUtf8('what was signed');
export const NULL = derValue(0x05);

/** The OID of a line of the table. */
export const oidOf = (name: string): string => SIGNATURE_ALGORITHMS.find((algorithm) => algorithm.name === name)?.oid ?? '';

export function algorithm(oid: string, parameters?: Uint8Array): AlgorithmIdentifier {
  return readAlgorithmIdentifier(readDer(derSequence(derOid(oid), parameters)));
}

/** A question with the same algorithm inside and outside. */
export function question(identifier: AlgorithmIdentifier, publicKeyInfo: Uint8Array, signature: Uint8Array): SignatureQuestion {
  return { algorithm: identifier, innerAlgorithm: identifier, subjectPublicKeyInfo: publicKeyInfo, tbs: TBS, signature };
}

export function spkiOf(publicKey: KeyObject): Uint8Array {
  return publicKey.export({ format: 'der', type: 'spki' });
}

/** RSA keys of these sizes; from 3072 bits on they stand in `testdata`, because making one takes long. */
export const RSA_SIZES = [2048, 3072, 4096, 8192] as const;

export function rsaKeyOf(bits: 1024 | (typeof RSA_SIZES)[number]): KeyObject {
  if (bits === 1024 || bits === 2048) return makeKey(`rsa-${bits}`, 'signature').privateKey;
  return createPrivateKey(readFileSync(new URL(`../testdata/rsa-${bits}.pem`, import.meta.url)));
}

/** The public half, as certificates have it. */
export const publicInfoOf = (privateKey: KeyObject): Uint8Array => spkiOf(createPublicKey(privateKey));

const HASH_OIDS = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

/** Parameters of RSASSA-PSS; the mask has the same hash unless told otherwise. */
export interface Pss {
  readonly hash: keyof typeof HASH_OIDS;
  readonly mask?: keyof typeof HASH_OIDS;
  readonly salt: number;
  readonly trailer?: number;
}

export function pss({ hash, mask = hash, salt, trailer }: Pss): AlgorithmIdentifier {
  const hashAlgorithm = (name: keyof typeof HASH_OIDS): Uint8Array => derSequence(derOid(HASH_OIDS[name]), NULL);
  const parameters = derSequence(
    derValue(contextConstructed(0), hashAlgorithm(hash)),
    derValue(contextConstructed(1), derSequence(derOid('1.2.840.113549.1.1.8'), hashAlgorithm(mask))),
    derValue(contextConstructed(2), derInteger(salt)),
    trailer === undefined ? undefined : derValue(contextConstructed(3), derInteger(trailer)),
  );
  return algorithm(oidOf('rsa-pss'), parameters);
}

export function pssSignature(hash: string, saltLength: number, key: KeyObject): Uint8Array {
  return sign(hash, TBS, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}

export const WHOLE = ['ed25519', 'ed448', 'ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87'] as const;

/** The overloads of the generator know each name by itself. */
export function pairOf(name: (typeof WHOLE)[number]): { publicKey: KeyObject; privateKey: KeyObject } {
  switch (name) {
    case 'ed25519':
      return generateKeyPairSync('ed25519');
    case 'ed448':
      return generateKeyPairSync('ed448');
    default:
      return generateKeyPairSync(name);
  }
}

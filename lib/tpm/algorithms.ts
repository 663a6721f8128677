import { hash as digestOnce } from 'node:crypto';

/** Names of hash functions that this program computes, as OpenSSL has them. */
export type TpmHashName = 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'sm3' | 'sha3-256' | 'sha3-384' | 'sha3-512';

/** One line of the table of hash functions. */
export interface TpmHash {
  /** TPM_ALG_ID. */
  readonly id: number;
  readonly name: TpmHashName;
  /** Octets of a digest. */
  readonly size: number;
}

/** @spec TCG Algorithm Registry 1.34 section 6.10 */
export const TPM_HASHES: readonly TpmHash[] = [
  { id: 0x0004, name: 'sha1', size: 20 },
  { id: 0x000b, name: 'sha256', size: 32 },
  { id: 0x000c, name: 'sha384', size: 48 },
  { id: 0x000d, name: 'sha512', size: 64 },
  { id: 0x0012, name: 'sm3', size: 32 },
  { id: 0x0027, name: 'sha3-256', size: 32 },
  { id: 0x0028, name: 'sha3-384', size: 48 },
  { id: 0x0029, name: 'sha3-512', size: 64 },
];

const HASH_BY_ID = new Map(TPM_HASHES.map((hash) => [hash.id, hash]));

/** The hash function of a TPM_ALG_ID; undefined where the table has none. */
export function findTpmHash(id: number): TpmHash | undefined {
  return HASH_BY_ID.get(id);
}

/** `sha256`, or `algorithm 0x1234` where the table has none. */
export function hashNameOf(id: number): string {
  return HASH_BY_ID.get(id)?.name ?? `algorithm 0x${id.toString(16).padStart(4, '0')}`;
}

/** The digest of the octets. */
export function tpmDigest(name: TpmHashName, octets: Uint8Array): Uint8Array {
  return new Uint8Array(digestOnce(name, octets, 'buffer'));
}

/** TPM_ALG_ID of what isn't a hash function. @spec TCG Algorithm Registry 1.34 section 6 */
export const ALG = {
  rsa: 0x0001,
  hmac: 0x0005,
  aes: 0x0006,
  null: 0x0010,
  rsassa: 0x0014,
  rsaes: 0x0015,
  rsapss: 0x0016,
  oaep: 0x0017,
  ecdsa: 0x0018,
  ecdaa: 0x001a,
  sm2: 0x001b,
  ecschnorr: 0x001c,
  ecc: 0x0023,
  symcipher: 0x0025,
  camellia: 0x0026,
} as const;

/** One line of the table of curves. */
export interface TpmCurve {
  /** TPM_ECC_CURVE. */
  readonly id: number;
  /** As X.509 names it. @spec RFC 5480 section 2.1.1.1 */
  readonly oid: string;
  /** As OpenSSL names it. */
  readonly openssl: string;
  /** Octets of a coordinate. */
  readonly size: number;
}

/** Curves that keys are loaded on. @spec TCG Algorithm Registry 1.34 section 6.4 */
const CURVES: readonly TpmCurve[] = [
  { id: 0x0003, oid: '1.2.840.10045.3.1.7', openssl: 'prime256v1', size: 32 },
  { id: 0x0004, oid: '1.3.132.0.34', openssl: 'secp384r1', size: 48 },
  { id: 0x0005, oid: '1.3.132.0.35', openssl: 'secp521r1', size: 66 },
];

const CURVE_BY_ID = new Map(CURVES.map((curve) => [curve.id, curve]));

/** The curve of a TPM_ECC_CURVE; undefined where this program has none. */
export function findTpmCurve(id: number): TpmCurve | undefined {
  return CURVE_BY_ID.get(id);
}

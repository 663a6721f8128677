import { concatBytes, toHex } from '#lib/encoding/bytes.ts';
import { TAG } from '#lib/encoding/der.ts';
import { derBits, derInteger, derOid, derSequence, derValue } from '#lib/encoding/der-write.ts';
import { KEY_ALGORITHM } from '#lib/x509/oids.ts';
import { loadPublicKey } from '#lib/x509/public-keys.ts';
import { findTpmCurve } from './algorithms.ts';

/** The numbers of the key. */
export type TpmKeyNumbers =
  | { readonly kind: 'rsa'; readonly bits: number; readonly exponent: number; readonly modulus: Uint8Array }
  | { readonly kind: 'ecc'; readonly curve: number; readonly x: Uint8Array; readonly y: Uint8Array };

const RSA_ALGORITHM = derSequence(derOid(KEY_ALGORITHM.rsaEncryption), derValue(TAG.null));
const UNCOMPRESSED = Uint8Array.of(4);

/**
 * The SubjectPublicKeyInfo of a key's numbers, octet for octet as OpenSSL writes it; null for a curve that isn't at hand, and for numbers that
 * OpenSSL refuses. Written here, because going through OpenSSL takes longer than verifying a signature.
 */
export function keyInfoOf(key: TpmKeyNumbers): Uint8Array | null {
  const info = key.kind === 'rsa' ? rsaKeyInfo(key) : eccKeyInfo(key);
  return info === null || loadPublicKey(info).key === null ? null : info;
}

/** @spec RFC 8017 appendix A.1.1 */
function rsaKeyInfo({ modulus, exponent }: Extract<TpmKeyNumbers, { kind: 'rsa' }>): Uint8Array {
  const numbers = derSequence(derInteger(BigInt(`0x0${toHex(modulus)}`)), derInteger(exponent));
  return derSequence(RSA_ALGORITHM, derBits(numbers));
}

/** @spec RFC 5480 section 2.2 */
function eccKeyInfo({ curve, x, y }: Extract<TpmKeyNumbers, { kind: 'ecc' }>): Uint8Array | null {
  const known = findTpmCurve(curve);
  if (known === undefined) return null;
  const point = concatBytes([UNCOMPRESSED, padLeft(x, known.size), padLeft(y, known.size)]);
  return derSequence(derSequence(derOid(KEY_ALGORITHM.ecPublicKey), derOid(known.oid)), derBits(point));
}

/** The number with leading zeros, as wide as asked; a wider one stays as it is. */
export function padLeft(number: Uint8Array, size: number): Uint8Array {
  return number.length >= size ? number : concatBytes([new Uint8Array(size - number.length), number]);
}

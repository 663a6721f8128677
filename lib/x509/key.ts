import { ECDH } from 'node:crypto';
import { toHex } from '#lib/encoding/bytes.ts';
import { contentOf, type DerNode, expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readBitString, readOid } from '#lib/encoding/der-values.ts';
import { derBits, derOid, derSequence, derValue } from '#lib/encoding/der-write.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { KEY_ALGORITHM } from './oids.ts';

/** Octets of a modulus or exponent. 16,384 bits is what OpenSSL verifies with. */
export const MAX_RSA_OCTETS = 2048;

/** Curves that signatures are verified on: OID, OpenSSL's name, octets of a coordinate. */
export const CURVES: ReadonlyMap<string, { readonly name: string; readonly octets: number }> = new Map([
  ['1.2.840.10045.3.1.7', { name: 'prime256v1', octets: 32 }],
  ['1.3.132.0.34', { name: 'secp384r1', octets: 48 }],
  ['1.3.132.0.35', { name: 'secp521r1', octets: 66 }],
]);

/** The numbers of a public key. Hexadecimal without leading zeros; a point is uncompressed: 04, x, y. */
export type PublicNumbers =
  | { readonly kind: 'rsa'; readonly modulus: string; readonly exponent: string; readonly bits: number }
  | { readonly kind: 'ec'; readonly curve: string; readonly point: string };

const RSA_ALGORITHMS: ReadonlySet<string> = new Set([KEY_ALGORITHM.rsaEncryption, KEY_ALGORITHM.rsaesOaep, KEY_ALGORITHM.rsassaPss]);

/**
 * One digest for one key, whatever certificate it stands in: SHA-256 in hexadecimal over modulus and exponent, or over curve
 * and point. Never over the SubjectPublicKeyInfo, because issuers write different algorithm identifiers for one key.
 * Null when the key can't be read or is of another kind.
 */
export function keyDigest(subjectPublicKeyInfo: Uint8Array): string | null {
  const numbers = readPublicNumbers(subjectPublicKeyInfo);
  if (numbers === null) return null;
  return sha256Hex(numbers.kind === 'rsa' ? `rsa:${numbers.modulus}:${numbers.exponent}` : `ec:${numbers.curve}:${numbers.point}`);
}

/** Significant bits of an RSA modulus; null when the key is no readable RSA key. */
export function rsaModulusBits(subjectPublicKeyInfo: Uint8Array): number | null {
  const numbers = readPublicNumbers(subjectPublicKeyInfo);
  return numbers?.kind === 'rsa' ? numbers.bits : null;
}

/**
 * Whether the bytes are a public key and nothing else: an algorithm and a bit string, of whatever kind.
 * @spec RFC 5280 section 4.1 (SubjectPublicKeyInfo); RFC 7468 section 13
 */
export function looksLikePublicKey(bytes: Uint8Array): boolean {
  if (bytes[0] !== TAG.sequence) return false;
  try {
    const fields = fieldsOf(readDer(bytes));
    fieldsOf(fields.take('algorithm', TAG.sequence)).take('algorithm', TAG.oid);
    fields.take('subjectPublicKey', TAG.bitString);
    return fields.peek() === undefined;
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}

/**
 * A SubjectPublicKeyInfo as a TPM's own tools write the key: an RSA key under rsaEncryption, whatever scheme its issuer names. Null for a malformed one.
 * @spec RFC 3279 section 2.3.1
 */
export function plainKeyInfo(subjectPublicKeyInfo: Uint8Array): Uint8Array | null {
  try {
    const fields = fieldsOf(expectTag(readDer(subjectPublicKeyInfo), TAG.sequence, 'SubjectPublicKeyInfo'));
    const oid = readOid(fieldsOf(fields.take('algorithm', TAG.sequence)).take('algorithm', TAG.oid));
    if (!RSA_ALGORITHMS.has(oid)) return subjectPublicKeyInfo;
    const { bytes } = readBitString(fields.take('subjectPublicKey', TAG.bitString));
    return derSequence(derSequence(derOid(KEY_ALGORITHM.rsaEncryption), derValue(TAG.null)), derBits(bytes));
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

/** The numbers of an RSA key, or of an EC key on a named curve; null for any other and for a malformed one. */
export function readPublicNumbers(subjectPublicKeyInfo: Uint8Array): PublicNumbers | null {
  try {
    const fields = fieldsOf(expectTag(readDer(subjectPublicKeyInfo), TAG.sequence, 'SubjectPublicKeyInfo'));
    const algorithm = fieldsOf(fields.take('algorithm', TAG.sequence));
    const oid = readOid(algorithm.take('algorithm', TAG.oid));
    const { bytes } = readBitString(fields.take('subjectPublicKey', TAG.bitString));
    if (RSA_ALGORITHMS.has(oid)) return readRsaNumbers(bytes);
    return oid === KEY_ALGORITHM.ecPublicKey ? readEcNumbers(readOid(algorithm.take('namedCurve', TAG.oid)), bytes) : null;
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

/** @spec RFC 8017 appendix A.1.1 */
function readRsaNumbers(bytes: Uint8Array): PublicNumbers | null {
  const fields = fieldsOf(expectTag(readDer(bytes), TAG.sequence, 'RSAPublicKey'));
  const modulus = unsignedHex(fields.take('modulus', TAG.integer));
  const exponent = unsignedHex(fields.take('publicExponent', TAG.integer));
  if (modulus === null || exponent === null) return null;
  return { kind: 'rsa', modulus, exponent, bits: bitsOf(modulus) };
}

/** Of hexadecimal without leading zeros. */
function bitsOf(digits: string): number {
  return (digits.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(digits.slice(0, 1), 16)));
}

/** Null for zero, a negative number or one too long. */
function unsignedHex(node: DerNode): string | null {
  const content = contentOf(node);
  if (content.length > MAX_RSA_OCTETS + 1 || (content[0] ?? 0x80) >= 0x80) return null;
  const digits = toHex(content).replace(/^0+/, '');
  return digits === '' ? null : digits;
}

/** @spec SEC 1 version 2.0 section 2.3.3 */
function readEcNumbers(curve: string, point: Uint8Array): PublicNumbers | null {
  const known = CURVES.get(curve);
  const form = point[0];
  if (form === 0x04 && (known === undefined || point.length === 1 + 2 * known.octets)) return { kind: 'ec', curve, point: toHex(point) };
  if (known === undefined || (form !== 0x02 && form !== 0x03)) return null;
  const uncompressed = decompressPoint(point, known.name);
  return uncompressed === null ? null : { kind: 'ec', curve, point: uncompressed };
}

function decompressPoint(point: Uint8Array, curveName: string): string | null {
  try {
    const converted = ECDH.convertKey(point, curveName, undefined, 'hex', 'uncompressed');
    return typeof converted === 'string' ? converted : toHex(converted);
  } catch {
    // OpenSSL refuses an x that is on no point of the curve.
    return null;
  }
}

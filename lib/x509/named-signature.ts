import { toHex } from '#lib/encoding/bytes.ts';
import { contextConstructed } from '#lib/encoding/der.ts';
import { derInteger, derOid, derSequence, derValue } from '#lib/encoding/der-write.ts';
import { loadPublicKey } from './public-keys.ts';
import { type SignatureOutcome, verifySignature } from './signature.ts';
import type { AlgorithmIdentifier } from './types.ts';

/** How a name of another standard leads to a line of the one table of algorithms. */
interface NamedAlgorithm {
  readonly oid: string;
  /** Octets of the digest that RSASSA-PSS takes, also for its mask and its salt. */
  readonly pss?: 32 | 48 | 64;
  /** OpenSSL's name of the only curve that the name allows. */
  readonly curve?: string;
}

const RSA = { 256: '1.2.840.113549.1.1.11', 384: '1.2.840.113549.1.1.12', 512: '1.2.840.113549.1.1.13' } as const;
const ECDSA = { 256: '1.2.840.10045.4.3.2', 384: '1.2.840.10045.4.3.3', 512: '1.2.840.10045.4.3.4' } as const;
const PSS = '1.2.840.113549.1.1.10';
const XML_MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const XML_MORE_2007 = 'http://www.w3.org/2007/05/xmldsig-more#';
const XML_MORE_2021 = 'http://www.w3.org/2021/04/xmldsig-more#';

const NAMES: ReadonlyMap<string, NamedAlgorithm> = new Map<string, NamedAlgorithm>([
  ['RS256', { oid: RSA[256] }],
  ['RS384', { oid: RSA[384] }],
  ['RS512', { oid: RSA[512] }],
  ['PS256', { oid: PSS, pss: 32 }],
  ['PS384', { oid: PSS, pss: 48 }],
  ['PS512', { oid: PSS, pss: 64 }],
  ['ES256', { oid: ECDSA[256], curve: 'prime256v1' }],
  ['ES384', { oid: ECDSA[384], curve: 'secp384r1' }],
  ['ES512', { oid: ECDSA[512], curve: 'secp521r1' }],
  ['Ed25519', { oid: '1.3.101.112' }],
  ['Ed448', { oid: '1.3.101.113' }],
  ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', { oid: '1.2.840.113549.1.1.5' }],
  [`${XML_MORE}rsa-sha256`, { oid: RSA[256] }],
  [`${XML_MORE}rsa-sha384`, { oid: RSA[384] }],
  [`${XML_MORE}rsa-sha512`, { oid: RSA[512] }],
  [`${XML_MORE}ecdsa-sha256`, { oid: ECDSA[256] }],
  [`${XML_MORE}ecdsa-sha384`, { oid: ECDSA[384] }],
  [`${XML_MORE}ecdsa-sha512`, { oid: ECDSA[512] }],
  [`${XML_MORE_2007}sha256-rsa-MGF1`, { oid: PSS, pss: 32 }],
  [`${XML_MORE_2007}sha384-rsa-MGF1`, { oid: PSS, pss: 48 }],
  [`${XML_MORE_2007}sha512-rsa-MGF1`, { oid: PSS, pss: 64 }],
  [`${XML_MORE_2021}eddsa-ed25519`, { oid: '1.3.101.112' }],
  [`${XML_MORE_2021}eddsa-ed448`, { oid: '1.3.101.113' }],
]);
const SHARED_SECRET = /^HS\d|#hmac-/;

/** A signature whose algorithm is named as in JSON Web Algorithms or in XML Signature. */
export interface NamedSignatureQuestion {
  readonly name: string;
  readonly subjectPublicKeyInfo: Uint8Array;
  readonly signed: Uint8Array;
  /** ECDSA as r and s in fixed length, as both standards write it. */
  readonly signature: Uint8Array;
}

/**
 * Verifies a signature by the one table of algorithms. A code that a shared secret makes is refused: whoever can check it can have made it.
 * @spec RFC 7518 section 3, RFC 8037; XML Signature 1.1 section 6.4, RFC 9231
 */
export function verifyNamedSignature({ name, subjectPublicKeyInfo, signed, signature }: NamedSignatureQuestion): SignatureOutcome {
  const known = NAMES.get(name === 'EdDSA' ? edwardsName(subjectPublicKeyInfo) : name);
  if (known === undefined) return { status: 'unsupported', algorithm: shortName(name), weak: null, detail: reasonOf(name) };
  const { curve, type } = loadPublicKey(subjectPublicKeyInfo);
  const algorithm: AlgorithmIdentifier = { oid: known.oid, parameters: known.pss === undefined ? null : pssParameters(known.pss) };
  if (known.curve !== undefined && type === 'ec' && curve !== known.curve) {
    return { status: 'invalid', algorithm: name, weak: null, detail: `${name} is made on ${known.curve}; the signer's key is on ${curve}` };
  }
  const isEcdsa = Object.values(ECDSA).some((oid) => oid === known.oid);
  const encoded = isEcdsa ? ecdsaDer(signature) : signature;
  return verifySignature({ algorithm, innerAlgorithm: algorithm, subjectPublicKeyInfo, tbs: signed, signature: encoded });
}

/** The name that JOSE and COSE have for both curves: the key tells which. @spec RFC 8037 section 3.1 */
function edwardsName(subjectPublicKeyInfo: Uint8Array): string {
  return loadPublicKey(subjectPublicKeyInfo).type === 'ed448' ? 'Ed448' : 'Ed25519';
}

function reasonOf(name: string): string {
  if (SHARED_SECRET.test(name)) {
    return `${shortName(name)} is made with a shared secret: whoever can check it can have made it, so it proves nothing`;
  }
  return `the signature algorithm ${shortName(name)} is not supported`;
}

function shortName(name: string): string {
  return JSON.stringify(name.slice(0, 80));
}

/** r and s, each of half the length. @spec IEEE P1363; RFC 3279 section 2.2.3 for the DER */
function ecdsaDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  if (signature.length === 0 || !Number.isInteger(half) || half > 66) return new Uint8Array();
  const number = (part: Uint8Array): Uint8Array => derInteger(BigInt(`0x${toHex(part)}`));
  return derSequence(number(signature.subarray(0, half)), number(signature.subarray(half)));
}

const HASHES = { 32: '2.16.840.1.101.3.4.2.1', 48: '2.16.840.1.101.3.4.2.2', 64: '2.16.840.1.101.3.4.2.3' } as const;
const MGF1 = '1.2.840.113549.1.1.8';

/** @spec RFC 4055 section 3.1; RFC 7518 section 3.5: the salt is as long as the digest */
function pssParameters(octets: 32 | 48 | 64): Uint8Array {
  const hash = derSequence(derOid(HASHES[octets]));
  return derSequence(
    derValue(contextConstructed(0), hash),
    derValue(contextConstructed(1), derSequence(derOid(MGF1), hash)),
    derValue(contextConstructed(2), derInteger(octets)),
  );
}

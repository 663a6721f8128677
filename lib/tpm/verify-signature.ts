import { constants, verify } from 'node:crypto';
import { concatBytes } from '#lib/encoding/bytes.ts';
import { loadPublicKey } from '#lib/x509/public-keys.ts';
import { MAX_RSA_BITS } from '#lib/x509/signature.ts';
import { findTpmHash, hashNameOf } from './algorithms.ts';
import { padLeft } from './key-info.ts';
import type { TpmSignature } from './signature.ts';

/** What was signed, by what. */
export interface TpmSignatureQuestion {
  /** The octets as received. */
  readonly octets: Uint8Array;
  readonly signature: TpmSignature;
  /** The signer's, as X.509 writes it. */
  readonly subjectPublicKeyInfo: Uint8Array;
}

/** `unsupported` means that it could not be evaluated, and is never treated as valid. */
export interface TpmSignatureOutcome {
  readonly status: 'valid' | 'invalid' | 'unsupported';
  /** One sentence: what was found. */
  readonly detail: string;
}

/** Octets of a coordinate by OpenSSL's name of the curve. */
const COORDINATES: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 };

/**
 * Verifies a signature that a TPM made over the octets. Never throws for what a file holds.
 * @spec TPM 2.0 Library Part 1 annexes B.6, B.7 and C.4.2
 */
export function verifyTpmSignature({ octets, signature, subjectPublicKeyInfo }: TpmSignatureQuestion): TpmSignatureOutcome {
  const hash = findTpmHash(signature.hash);
  const { key, type, curve, rsaBits } = loadPublicKey(subjectPublicKeyInfo);
  const unsupported = (detail: string): TpmSignatureOutcome => ({ status: 'unsupported', detail });
  if (hash === undefined) return unsupported(`the signature is over a digest by ${hashNameOf(signature.hash)}, which is not supported`);
  if (key === null) return unsupported("the signer's key can't be used for signatures");
  if (rsaBits !== null && rsaBits > MAX_RSA_BITS) return unsupported(`the key has ${rsaBits} bits; at most ${MAX_RSA_BITS} are tried`);
  const wanted = signature.scheme === 'ecdsa' ? 'ec' : 'rsa';
  if (type !== wanted) return { status: 'invalid', detail: `the signature is ${signature.scheme}, and the key is of the type ${type}` };
  const scheme = { key, ...paddingOf(signature.scheme) };
  const valid = tryVerify({ hash: hash.name, octets, scheme, value: signatureValue(signature, COORDINATES[curve ?? '']) });
  const name = `${signature.scheme} with ${hash.name}`;
  return valid
    ? { status: 'valid', detail: `the ${name} signature verifies` }
    : { status: 'invalid', detail: `the ${name} signature does not verify with this key` };
}

function paddingOf(scheme: TpmSignature['scheme']) {
  if (scheme === 'rsassa') return { padding: constants.RSA_PKCS1_PADDING };
  // TPMs before errata 1.16 take the longest salt that fits, later ones that of the digest's length.
  if (scheme === 'rsapss') return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  return { dsaEncoding: 'ieee-p1363' as const };
}

function signatureValue(signature: TpmSignature, coordinate: number | undefined): Uint8Array {
  if (signature.scheme !== 'ecdsa') return signature.signature;
  return concatBytes([padLeft(signature.r, coordinate ?? 0), padLeft(signature.s, coordinate ?? 0)]);
}

interface Attempt {
  readonly hash: string;
  readonly octets: Uint8Array;
  readonly scheme: Parameters<typeof verify>[2];
  readonly value: Uint8Array;
}

function tryVerify({ hash, octets, scheme, value }: Attempt): boolean {
  try {
    return verify(hash, octets, scheme, value);
  } catch {
    // OpenSSL refuses a signature of another length, and a key too small for the digest.
    return false;
  }
}

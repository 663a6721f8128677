import { contextConstructed } from '#lib/encoding/der.ts';
import { derInteger, derOid, derSequence, derValue } from '#lib/encoding/der-write.ts';
import { rsaModulusBits } from '#lib/x509/key.ts';
import { type SignatureOutcome, verifySignature } from '#lib/x509/signature.ts';
import type { TokenSignature } from './token-signature.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const SHA256_OCTETS = 32;
const MGF1 = '1.2.840.113549.1.1.8';
const PSS = '1.2.840.113549.1.1.10';

/**
 * Verifies a signature as Keylime makes them: RSASSA-PSS over SHA-256 with the longest salt that the key allows, which no name of JOSE stands for.
 * @spec RFC 8017 sections 8.1 and 9.1; Keylime, crypto.rsa_sign
 */
export function verifyKeylimeSignature(
  { signed, signature }: Omit<TokenSignature, 'algorithm'>,
  subjectPublicKeyInfo: Uint8Array,
): SignatureOutcome {
  const bits = rsaModulusBits(subjectPublicKeyInfo) ?? 0;
  const salt = Math.ceil((bits - 1) / 8) - SHA256_OCTETS - 2;
  if (salt < 0) return { status: 'unsupported', algorithm: 'rsa-pss', weak: null, detail: 'the key is no RSA key that is long enough' };
  const algorithm = { oid: PSS, parameters: pssParameters(salt) };
  return verifySignature({ algorithm, innerAlgorithm: algorithm, subjectPublicKeyInfo, tbs: signed, signature });
}

/** @spec RFC 4055 section 3.1 */
function pssParameters(salt: number): Uint8Array {
  const hash = derSequence(derOid(SHA256));
  return derSequence(
    derValue(contextConstructed(0), hash),
    derValue(contextConstructed(1), derSequence(derOid(MGF1), hash)),
    derValue(contextConstructed(2), derInteger(salt)),
  );
}

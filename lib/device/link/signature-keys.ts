import { toHex } from '#lib/encoding/bytes.ts';
import { type ReferableCertificate, signatureDigest } from '#lib/platform-cert/certificate-reference.ts';
import type { ComponentCertificateReference } from '#lib/platform-cert/trait-types.ts';

/**
 * Hash algorithms by whose digest alone a certificate is looked for, so that each has three such keys. By others it is found
 * where it was brought along for another reason.
 */
const SOUGHT: readonly string[] = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3'];
/** Of 128 bits: enough to find what is meant. Whether it is, the whole digest tells. */
const KEY_DIGITS = 32;

/** The keys by which others find a certificate that they name by the digest of its signature alone; none without a signature. */
export function signatureKeys(certificate: Pick<ReferableCertificate, 'signatureValue'>): readonly string[] {
  if (certificate.signatureValue.length === 0) return [];
  return SOUGHT.flatMap((algorithm) => {
    const digest = signatureDigest(certificate, algorithm);
    return digest === null ? [] : [keyOf(digest)];
  });
}

/** The key of what a reference names, where it names a digest of SHA-256, SHA-384 or SHA-512 and nothing else; otherwise null. */
export function soughtByDigest({ hashAlgorithm, hashOverSignatureValue, issuerSerial }: ComponentCertificateReference): string | null {
  if (issuerSerial !== null || hashAlgorithm === null || hashOverSignatureValue === null) return null;
  return SOUGHT.includes(hashAlgorithm) ? keyOf(hashOverSignatureValue) : null;
}

const keyOf = (digest: Uint8Array): string => `signature:${toHex(digest).slice(0, KEY_DIGITS)}`;

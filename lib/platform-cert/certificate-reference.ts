import { equalBytes } from '#lib/encoding/bytes.ts';
import { digestOf, type HashName } from '#lib/encoding/digest.ts';
import { compareNames } from '#lib/x509/name.ts';
import type { Name } from '#lib/x509/types.ts';
import type { ComponentCertificateReference } from './trait-types.ts';

/** What a reference is compared with: any certificate, of either form. */
export interface ReferableCertificate {
  readonly issuer: Name;
  readonly serialNumber: bigint;
  readonly signatureValue: Uint8Array;
}

/** Hash algorithms that references may use. @spec NIST CSOR, arc 2.16.840.1.101.3.4.2; RFC 8017 appendix B.1 */
const HASHES: ReadonlyMap<string, HashName> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
  ['2.16.840.1.101.3.4.2.8', 'sha3-256'],
  ['2.16.840.1.101.3.4.2.9', 'sha3-384'],
  ['2.16.840.1.101.3.4.2.10', 'sha3-512'],
]);

/** The name of a hash algorithm, such as `sha384`; the OID itself for one that isn't known. */
export const hashAlgorithmName = (oid: string): string => HASHES.get(oid) ?? oid;

/**
 * Whether a reference means a certificate. The digest is over the signature bits alone. With both a digest and a name, both
 * must match: one that does and one that doesn't `contradict`. A digest by an algorithm that isn't known decides nothing.
 * @spec TCG Platform Certificate Profile 1.1 section 3.1.6, 2.1 section 3.1 (CertificateIdentifier)
 */
export function compareReference(
  { hashAlgorithm, hashOverSignatureValue, issuerSerial }: ComponentCertificateReference,
  certificate: ReferableCertificate,
): 'same' | 'contradicts' | 'different' {
  const byName = issuerSerial === null ? null : isNamed(issuerSerial, certificate);
  const digest = hashAlgorithm === null ? null : signatureDigest(certificate, hashAlgorithm);
  const byDigest = digest === null || hashOverSignatureValue === null ? null : equalBytes(digest, hashOverSignatureValue);
  const answers = [byName, byDigest].filter((answer) => answer !== null);
  if (answers.length === 0 || !answers.includes(true)) return 'different';
  return answers.includes(false) ? 'contradicts' : 'same';
}

function isNamed({ issuer, serialNumber }: { issuer: Name; serialNumber: bigint }, certificate: ReferableCertificate): boolean {
  return serialNumber === certificate.serialNumber && compareNames(issuer, certificate.issuer) === 'equal';
}

const digests = new WeakMap<Uint8Array, Map<HashName, Uint8Array>>();

/** The digest of a certificate's signature bits, made once; null for a hash algorithm that isn't known. @param algorithm  OID in dotted form */
export function signatureDigest({ signatureValue }: Pick<ReferableCertificate, 'signatureValue'>, algorithm: string): Uint8Array | null {
  const name = HASHES.get(algorithm);
  if (name === undefined) return null;
  const known = digests.get(signatureValue)?.get(name);
  if (known !== undefined) return known;
  const digest = digestOf(name, signatureValue);
  const kept = digests.get(signatureValue) ?? new Map<HashName, Uint8Array>();
  digests.set(signatureValue, kept.set(name, digest));
  return digest;
}

/** How a signature algorithm is verified. `whole`: the algorithm takes the signed bytes as they are, and its key bears its name. */
export type SignatureFamily = 'rsa' | 'rsa-pss' | 'ecdsa' | 'whole';

/** One line of the table. */
export interface SignatureAlgorithm {
  readonly oid: string;
  readonly name: string;
  readonly family: SignatureFamily;
  /** Digest by its OpenSSL name; null where the parameters decide, or the algorithm needs none. */
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' | null;
}

/** The one table of signature algorithms. To add one, add its line here and, for a new family, its verification. */
export const SIGNATURE_ALGORITHMS: readonly SignatureAlgorithm[] = [
  { oid: '1.2.840.113549.1.1.5', name: 'sha1-rsa', family: 'rsa', hash: 'sha1' },
  // The same under the OIW arc, which old issuers use.
  { oid: '1.3.14.3.2.29', name: 'sha1-rsa', family: 'rsa', hash: 'sha1' },
  { oid: '1.2.840.113549.1.1.11', name: 'sha256-rsa', family: 'rsa', hash: 'sha256' },
  { oid: '1.2.840.113549.1.1.12', name: 'sha384-rsa', family: 'rsa', hash: 'sha384' },
  { oid: '1.2.840.113549.1.1.13', name: 'sha512-rsa', family: 'rsa', hash: 'sha512' },
  { oid: '1.2.840.113549.1.1.10', name: 'rsa-pss', family: 'rsa-pss', hash: null },
  { oid: '1.2.840.10045.4.1', name: 'sha1-ecdsa', family: 'ecdsa', hash: 'sha1' },
  { oid: '1.2.840.10045.4.3.2', name: 'sha256-ecdsa', family: 'ecdsa', hash: 'sha256' },
  { oid: '1.2.840.10045.4.3.3', name: 'sha384-ecdsa', family: 'ecdsa', hash: 'sha384' },
  { oid: '1.2.840.10045.4.3.4', name: 'sha512-ecdsa', family: 'ecdsa', hash: 'sha512' },
  { oid: '1.3.101.112', name: 'ed25519', family: 'whole', hash: null },
  { oid: '1.3.101.113', name: 'ed448', family: 'whole', hash: null },
  { oid: '2.16.840.1.101.3.4.3.17', name: 'ml-dsa-44', family: 'whole', hash: null },
  { oid: '2.16.840.1.101.3.4.3.18', name: 'ml-dsa-65', family: 'whole', hash: null },
  { oid: '2.16.840.1.101.3.4.3.19', name: 'ml-dsa-87', family: 'whole', hash: null },
];

const BY_OID = new Map(SIGNATURE_ALGORITHMS.map((algorithm) => [algorithm.oid, algorithm]));

/** The line of the table for an OID, or undefined. */
export function findSignatureAlgorithm(oid: string): SignatureAlgorithm | undefined {
  return BY_OID.get(oid);
}

/** The name of a signature algorithm, such as `sha256-rsa`; the OID itself when it isn't in the table. */
export function signatureAlgorithmName(oid: string): string {
  return BY_OID.get(oid)?.name ?? oid;
}

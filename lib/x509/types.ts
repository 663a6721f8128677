import type { Warning } from '#lib/encoding/parse-error.ts';

/** One attribute of a relative distinguished name. */
export interface NameAttribute {
  readonly oid: string;
  /** The text; for a value that is no string, `#` and its DER in hexadecimal. */
  readonly value: string;
  /** The value as received, header included; absent when the name was not read from DER. */
  readonly encoded?: Uint8Array;
}

/** A distinguished name: RDNs in encoded order, and the octets that it was read from. */
export interface Name {
  readonly rdns: readonly (readonly NameAttribute[])[];
  readonly raw: Uint8Array;
}

/** @spec RFC 5280 section 4.1.1.2 */
export interface AlgorithmIdentifier {
  readonly oid: string;
  /** The parameters as received, header included; null when absent. */
  readonly parameters: Uint8Array | null;
}

/** An extension as received; `value` is the content of the OCTET STRING. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
  /** Offset of the extension in the document. */
  readonly offset: number;
}

export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | null;
  readonly issuer: Name | null;
  readonly serialNumber: bigint | null;
}

/** A public-key certificate, in the words of RFC 5280. */
export interface Certificate {
  /** SHA-256 of the bare DER. */
  readonly id: string;
  readonly der: Uint8Array;
  /** The signed range of `der`, as received. */
  readonly tbs: Uint8Array;
  readonly serialNumber: bigint;
  readonly issuer: Name;
  readonly subject: Name;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly subjectPublicKeyInfo: Uint8Array;
  readonly publicKeyAlgorithm: AlgorithmIdentifier;
  /** The algorithm inside the signed range; must equal `signatureAlgorithm`. */
  readonly innerSignatureAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Signature bits without the unused-bits octet. */
  readonly signatureValue: Uint8Array;
  readonly extensions: readonly Extension[];
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  /** Names of RFC 5280 section 4.2.1.3, such as `keyCertSign`; null when the extension is absent. */
  readonly keyUsage: readonly string[] | null;
  readonly extendedKeyUsage: readonly string[] | null;
  readonly subjectKeyIdentifier: Uint8Array | null;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  readonly warnings: readonly Warning[];
}

/** A certificate that somebody with the right trusts for what it signs. */
export interface TrustAnchor {
  readonly certificate: Certificate;
}

import type { Component, ComponentAddress, ComponentStatus } from '#lib/component/types.ts';
import type { Name } from '#lib/x509/types.ts';

/**
 * One statement of a certificate of specification 2.x: what is said (`category`), in which syntax (`id`), by whose
 * definitions (`registry`). All three are dotted OIDs.
 * @spec TCG Platform Certificate Profile 2.1 section 3.1 (Trait)
 */
export interface Trait {
  readonly id: string;
  readonly category: string;
  readonly registry: string;
  readonly description: string | null;
  readonly descriptionUri: string | null;
  /** `wrapped`: in an OCTET STRING, as the specification says; `raw`: bare, as a widespread tool writes it. */
  readonly form: 'wrapped' | 'raw';
  readonly value: TraitValue;
  /** Octet offset in the document. */
  readonly offset: number;
}

/** What a trait says, by its syntax. */
export type TraitValue =
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'certificate'; readonly reference: ComponentCertificateReference }
  | { readonly kind: 'common-criteria'; readonly evaluation: CommonCriteriaEvaluation }
  /** Upper-case hexadecimal digits; its registry is the trait's. */
  | { readonly kind: 'component-class'; readonly value: string }
  | { readonly kind: 'component'; readonly component: CertifiedComponent }
  | { readonly kind: 'fips-level'; readonly level: FipsLevel }
  | { readonly kind: 'iso9000'; readonly certified: boolean; readonly uri: string | null }
  | { readonly kind: 'address'; readonly address: ComponentAddress }
  /** An object identifier, such as a private enterprise number. */
  | { readonly kind: 'oid'; readonly oid: string }
  /** Named bits as the specification numbers them, and the octets that they were read from. */
  | { readonly kind: 'flags'; readonly names: readonly string[]; readonly octets: Uint8Array; readonly unusedBits: number }
  | { readonly kind: 'status'; readonly status: ComponentStatus | null }
  | { readonly kind: 'uri'; readonly reference: UriReference }
  | { readonly kind: 'text'; readonly text: string }
  /** SubjectPublicKeyInfo, header included. */
  | { readonly kind: 'public-key'; readonly subjectPublicKeyInfo: Uint8Array }
  | { readonly kind: 'location'; readonly location: GeoLocation }
  | { readonly kind: 'country-of-origin'; readonly location: GeoLocation; readonly hasComponents: boolean }
  /** A syntax that isn't known, or a value that can't be read in it; kept as received, header included. */
  | { readonly kind: 'unread'; readonly raw: Uint8Array };

/** @spec TCG Platform Certificate Profile 2.1 section 3.1 (CommonCriteriaEvaluation) */
export interface CommonCriteriaEvaluation {
  readonly measures: CommonCriteriaMeasures;
  /** Null where the certificate has the measures alone. */
  readonly certificateNumber: string | null;
  readonly certificateAuthority: string | null;
  readonly scheme: string | null;
  /** ISO 8601. */
  readonly issuedAt: string | null;
  readonly expiresAt: string | null;
}

/** @spec TCG Platform Certificate Profile 2.1 section 3.1 (EntityGeoLocation) */
export interface GeoLocation {
  readonly country: string;
  readonly stateOrProvince: string | null;
  readonly locality: string | null;
  readonly street: string | null;
  /** Open Location Code. */
  readonly coordinates: string | null;
  readonly postalCode: string | null;
}

/** The lists of traits that a certificate of specification 2.x has beside its components; empty where it has none. */
export interface TraitLists {
  /** Manufacturer, model, version and serial of the platform, from the subjectAltName. */
  readonly platformIdentifier: readonly Trait[];
  /** Certificates that this one continues, in the order in which they were issued. */
  readonly previousPlatformCertificates: readonly Trait[];
  /** Certificates and keys of the device's roots of trust. */
  readonly cryptographicAnchors: readonly Trait[];
  readonly platformOwnership: readonly Trait[];
  readonly manufacturingAssertions: readonly Trait[];
  readonly tbbSecurityAssertions: readonly Trait[];
  readonly platformConfigUri: readonly Trait[];
}

/** A component with the fields that only certificates have. */
export interface CertifiedComponent extends Component {
  readonly platformCertificate: ComponentCertificateReference | null;
  readonly platformCertificateUri: UriReference | null;
  /** All traits that it is made of, those behind the other fields included; empty before specification 2.x. */
  readonly traits: readonly Trait[];
  /** Octet offset in the document. */
  readonly offset: number;
}

export interface CommonCriteriaMeasures {
  readonly version: string;
  readonly assuranceLevel: number;
  readonly evaluationStatus: string;
  readonly plus: boolean;
  readonly strengthOfFunction: string | null;
  readonly profileOid: string | null;
  readonly profileUri: UriReference | null;
  readonly targetOid: string | null;
  readonly targetUri: UriReference | null;
}

/** Reference to a component's own platform certificate. @spec TCG Platform Certificate Profile 1.1 (CertificateIdentifier) */
export interface ComponentCertificateReference {
  readonly hashAlgorithm: string | null;
  /** Digest over the signature bits of the referenced certificate. */
  readonly hashOverSignatureValue: Uint8Array | null;
  readonly issuerSerial: IssuerSerial | null;
}

/** @spec TCG Platform Certificate Profile 1.1 section 3.1.1 (FIPSLevel) */
export interface FipsLevel {
  readonly version: string;
  readonly level: number;
  readonly plus: boolean;
}

/** @spec TCG Platform Certificate Profile 1.1 section 3.1.2 (URIReference) */
export interface UriReference {
  readonly uri: string;
  readonly hashAlgorithm: string | null;
  readonly hashValue: Uint8Array | null;
}

/** Issuer name and serial number of another certificate. @spec RFC 5755 section 4.1 (IssuerSerial) */
export interface IssuerSerial {
  readonly issuer: Name;
  readonly serialNumber: bigint;
}

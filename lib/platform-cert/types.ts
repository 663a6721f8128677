import type { PlatformIdentity, Property } from '#lib/component/types.ts';
import type { Warning } from '#lib/encoding/parse-error.ts';
import type { AlgorithmIdentifier, AuthorityKeyIdentifier, Certificate, Extension, Name } from '#lib/x509/types.ts';
import type { CertifiedComponent, CommonCriteriaMeasures, FipsLevel, IssuerSerial, TraitLists, UriReference } from './trait-types.ts';

export type PlatformCertificateKind = 'platform-certificate' | 'delta-platform-certificate' | 'rebase-platform-certificate';

/** major.minor.revision */
export interface SpecificationVersion {
  readonly major: number;
  readonly minor: number;
  readonly revision: number;
}

/** An attribute whose meaning this version doesn't read, kept as received. */
export interface OtherAttribute {
  readonly oid: string;
  readonly raw: Uint8Array;
  readonly offset: number;
}

/** Octets that belong to no field that this version reads, kept as received and named by their place. */
export interface UnreadPart {
  /** Field path, such as `components[2]` or `holder`. */
  readonly path: string;
  /** Header included. */
  readonly raw: Uint8Array;
  /** Octet offset in the document. */
  readonly offset: number;
}

/**
 * A TCG platform, delta or rebase certificate.
 * @spec TCG Platform Certificate Profile 1.1 revision 17, 2.1 revision 43; RFC 5755 section 4
 */
export interface PlatformCertificate {
  readonly kind: PlatformCertificateKind;
  readonly form: 'AC' | 'PKC';
  /** SHA-256 of the bare DER. */
  readonly id: string;
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  /**
   * `1.0`, `1.1` or `2.x` by the configuration that the body carries, with the minor version of 2 where the certificate
   * declares it; the declared one is `credentialSpecification`.
   */
  readonly specVersion: string;
  readonly serialNumber: bigint;
  readonly issuer: Name;
  /**
   * EK certificate of a base, and of everything in specification 2.x; previous platform certificate of a 1.1 delta. Null
   * when the holder names no certificate, and in the public-key form, which is bound by `boundKey`.
   */
  readonly holder: IssuerSerial | null;
  /** The key that a certificate in the public-key form is bound to; null in the attribute-certificate form. */
  readonly boundKey: BoundKey | null;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly platform: PlatformIdentity & { readonly manufacturerId: string | null };
  readonly components: readonly CertifiedComponent[];
  readonly componentsUri: UriReference | null;
  readonly properties: readonly Property[];
  readonly propertiesUri: UriReference | null;
  readonly platformConfigUri: UriReference | null;
  readonly credentialType: string | null;
  readonly credentialSpecification: SpecificationVersion | null;
  readonly platformSpecification: (SpecificationVersion & { readonly platformClass: Uint8Array }) | null;
  readonly tbbSecurityAssertions: TbbSecurityAssertions | null;
  readonly traits: TraitLists;
  readonly otherAttributes: readonly OtherAttribute[];
  /** What stands in the document beside its known fields; with the fields and `extensions` it is the whole document. */
  readonly unread: readonly UnreadPart[];
  /** Further EK certificates named by targeting information. */
  readonly targets: readonly IssuerSerial[];
  readonly userNotice: string | null;
  readonly innerSignatureAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signatureValue: Uint8Array;
  readonly extensions: readonly Extension[];
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  readonly warnings: readonly Warning[];
}

/** The subject of a platform certificate in the public-key form. @spec TCG Platform Certificate Profile 2.1 section 3.2 */
export interface BoundKey {
  readonly subject: Name;
  readonly subjectPublicKeyInfo: Uint8Array;
  /** SHA-256 over the key itself, as of EK certificates; null when it can't be read. */
  readonly keyDigest: string | null;
  readonly keyUsage: readonly string[] | null;
  readonly extendedKeyUsage: readonly string[] | null;
}

/** @spec TCG Platform Certificate Profile 1.1 section 3.1.1 */
export interface TbbSecurityAssertions {
  readonly version: number;
  readonly commonCriteria: CommonCriteriaMeasures | null;
  readonly fipsLevel: FipsLevel | null;
  readonly rtmType: string | null;
  readonly iso9000Certified: boolean;
  readonly iso9000Uri: string | null;
}

/** An endorsement key certificate: a public-key certificate with TPM names. @spec TCG EK Credential Profile 2.5 */
export interface EndorsementKeyCertificate {
  readonly kind: 'endorsement-key-certificate';
  readonly certificate: Certificate;
  /** SHA-256 over the key itself (modulus and exponent, or curve and point), never over the SPKI; null when it can't be read. */
  readonly keyDigest: string | null;
  readonly tpmManufacturer: string | null;
  readonly tpmModel: string | null;
  readonly tpmVersion: string | null;
  /** Which TPM library specification the device implements; null when the certificate doesn't say. */
  readonly tpmSpecification: TpmSpecification | null;
  readonly warnings: readonly Warning[];
}

/**
 * The certificate of a key that attests (AK, IAK, LAK) or identifies (IDevID, LDevID) a device with a TPM. It tells whose key it is, and never
 * that the key lives in that TPM, unless its issuer is believed.
 * @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8; IEEE 802.1AR-2018 section 8
 */
export interface AttestationKeyCertificate {
  readonly kind: 'attestation-key-certificate';
  readonly certificate: Certificate;
  /** As of `EndorsementKeyCertificate`. */
  readonly keyDigest: string | null;
  /** What its issuer calls it: `attestation` by its purpose or policy, else a key that identifies. */
  readonly use: 'attestation' | 'identity';
  /** The attributes that its issuer says to have verified. */
  readonly verified: readonly ('residency' | 'fixed' | 'restricted')[];
  readonly hardwareModules: readonly HardwareModule[];
  readonly permanentIdentifiers: readonly PermanentIdentifier[];
  /** Names of the TPM and of the platform, where it has them. */
  readonly tpmManufacturer: string | null;
  readonly platform: PlatformIdentity;
  readonly warnings: readonly Warning[];
}

/** @spec RFC 4108 section 5 (HardwareModuleName) */
export interface HardwareModule {
  /** Dotted OID. */
  readonly type: string;
  readonly serial: Uint8Array;
}

/** @spec RFC 4043 section 2 (PermanentIdentifier) */
export interface PermanentIdentifier {
  readonly value: string | null;
  /** Dotted OID; null: the issuer of the certificate. */
  readonly assigner: string | null;
}

/** @spec TCG EK Credential Profile 2.5 section 3.1.3 (TPMSpecification) */
export interface TpmSpecification {
  /** Such as `2.0`. */
  readonly family: string;
  readonly level: number;
  readonly revision: number;
}

import type { Warning } from '#lib/encoding/parse-error.ts';
import type { FileDigests } from '#lib/tpm/types.ts';
import type { ReferenceTriple } from './comid-types.ts';
import type { ManifestDigest } from './manifest-digest.ts';

/** Who had a part in the manifest. @spec ISO/IEC 19770-2:2015 section 8.5.5; RFC 9393 section 2.6 */
export interface ManifestEntity {
  readonly name: string;
  /** Registration identifier, an address; null where none stands there. */
  readonly regid: string | null;
  /** Such as `tagCreator`, `softwareCreator`. */
  readonly roles: readonly string[];
}

/** A relation to another document. @spec ISO/IEC 19770-2:2015 section 8.5.6 */
export interface ManifestLink {
  readonly href: string;
  /** Such as `requires`, `supplemental`, `patches`, `supersedes`. */
  readonly rel: string;
}

/** For which platform the values hold. @spec TCG Reference Integrity Manifest Information Model 1.01 section 5.4 */
export interface ManifestPlatform {
  readonly manufacturer: string | null;
  /** Private enterprise number, as written. */
  readonly manufacturerId: string | null;
  readonly model: string | null;
  readonly version: string | null;
}

/** Of which firmware the values are. Null where the manifest says nothing. */
export interface ManifestFirmware {
  readonly manufacturer: string | null;
  readonly manufacturerId: string | null;
  readonly model: string | null;
  readonly version: string | null;
}

/** A file that the manifest vouches for: in a TCG manifest a support file, such as an event log. */
export interface PayloadFile {
  readonly name: string;
  /** Names of the directories around it, joined with `/`; empty for none. */
  readonly directory: string;
  /** Octets; null where none are given. */
  readonly size: number | null;
  readonly digests: readonly ManifestDigest[];
  /** Of the tag inside a manifest that it stands in; absent where the manifest is one tag. */
  readonly tag?: string;
}

/** What a device may answer as one SPDM measurement. @spec DMTF DSP0274 section 10.11 */
export interface SpdmMeasurement {
  readonly index: number;
  readonly name: string | null;
  /** Whether it has to be compared. */
  readonly active: boolean;
  /** Any of them is good. */
  readonly alternatives: readonly ManifestDigest[];
}

/** An XML signature after its digest was compared, or COSE_Sign1 over the octets as received; `problems` is empty for one whose form a manifest may have. */
export interface ManifestSignature {
  readonly form: 'xml' | 'cose';
  /** What its form breaks: more than one, not at the root, another reference or transform, a header that says something else. */
  readonly problems: readonly string[];
  /** `valid` says that the mathematics are right with the key that stands in the file, and nothing about who signed. */
  readonly status: 'valid' | 'invalid' | 'unsupported';
  readonly detail: string;
  readonly algorithm: string;
  readonly weak: string | null;
  /** SubjectPublicKeyInfo in base64, of the certificate or the key value in the file; null for none. */
  readonly publicKey: string | null;
  /** DER in base64, the signer's first. */
  readonly certificates: readonly string[];
  /** Hints to whose key it is: subject key identifiers in hexadecimal, and names. They prove nothing. */
  readonly keyIdentifiers: readonly string[];
  /** What a key from elsewhere would have to verify, in base64. */
  readonly open: { readonly name: string; readonly signed: string; readonly value: string } | null;
}

/**
 * A document that tells what firmware and software measure when they are what their maker released.
 * `swid-rim`: a SWID tag as the TCG profiles it. `coswid`: the same in CBOR. `corim`: a concise manifest of CoMID and CoSWID tags.
 */
export interface ReferenceManifest {
  readonly kind: 'reference-manifest';
  readonly format: 'swid-rim' | 'coswid' | 'corim';
  readonly tagId: string;
  readonly tagVersion: number;
  readonly name: string | null;
  /** Of what the manifest is about. */
  readonly version: string | null;
  /** How versions are to be compared, such as `multipartnumeric`. */
  readonly versionScheme: string | null;
  /** About a state before installation. */
  readonly corpus: boolean;
  /** Changes what another manifest is about. */
  readonly patch: boolean;
  /** Adds to another manifest. */
  readonly supplemental: boolean;
  readonly entities: readonly ManifestEntity[];
  readonly platform: ManifestPlatform;
  readonly firmware: ManifestFirmware;
  /** `PC Client RIM`; of a concise manifest its profile. Null where the manifest says none. */
  readonly bindingSpec: string | null;
  readonly links: readonly ManifestLink[];
  /** Digest of the manifest that this one builds on, as lower-case hexadecimal; its length tells the hash function. */
  readonly rimLinkHash: string | null;
  readonly files: readonly PayloadFile[];
  readonly measurements: readonly SpdmMeasurement[];
  /** Tags inside a concise manifest. */
  readonly innerTags: readonly { readonly id: string; readonly version: number }[];
  /** Reference triples of CoMID tags. */
  readonly triples: readonly ReferenceTriple[];
  /** ISO 8601; when the values may be used, and how long the signature counts. Null where neither is told. */
  readonly validity: { readonly notBefore: string | null; readonly notAfter: string | null } | null;
  /** Null: unsigned. */
  readonly signature: ManifestSignature | null;
  /** The file as received: what others name by a digest. */
  readonly file: FileDigests;
  readonly warnings: readonly Warning[];
}

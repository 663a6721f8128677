import type { PlatformIdentity, Unit } from '#lib/component/types.ts';
import type { Warning } from '#lib/encoding/parse-error.ts';

/** What a component of a BOM says of itself, read into one shape over all versions. */
export interface BomComponent extends Unit {
  /** CycloneDX type: `device`, `firmware`, `library` … */
  readonly type: string;
  readonly bomRef: string | null;
  readonly group: string | null;
  readonly purl: string | null;
  readonly cpe: string | null;
  readonly swidTagId: string | null;
  readonly quantity: number;
  /** The environment is expected to provide it: it is no part of what the BOM is about. Since 1.7; absent where it is one. */
  readonly isExternal?: true;
  /** JSON path in the file, such as `components[3].components[0]`. */
  readonly path: string;
  readonly properties: readonly NamedValue[];
}

/** A property, as written. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** A difference between what the schema or good sense asks and what the file holds. */
export interface BomProblem {
  /** `schema`, `duplicate-bom-ref`, `dangling-reference`, `bad-purl` … */
  readonly code: string;
  readonly detail: string;
  readonly path: string | null;
}

/** One signature on a BOM or a part of it. @spec JSON Signature Format 0.82; XML Signature 1.1 */
export interface BomSignature {
  /** JSON path of the object that is signed, or XML path of the element; empty for the whole BOM. */
  readonly path: string;
  readonly form: 'jsf' | 'xml-signature';
  readonly algorithm: string;
  /** `valid` says that the mathematics are right, and nothing about who signed. */
  readonly status: 'valid' | 'invalid' | 'unsupported';
  readonly detail: string;
  readonly weak: string | null;
  /** Members of the signed object that the signature leaves out. */
  readonly excludes: readonly string[];
  /** SubjectPublicKeyInfo in base64; null when the signature carries no key. */
  readonly publicKey: string | null;
  /** DER in base64, the signer's first. */
  readonly certificates: readonly string[];
  /** What the key of a trust anchor could still verify: the signature carries no key of its own. All but the name in base64. */
  readonly open: { readonly name: string; readonly signed: string; readonly value: string } | null;
}

/** A part of a BOM that is no component, in lines for a person. */
export interface BomSection {
  /** As the BOM calls it: `services`, `dependencies`, `declarations` … */
  readonly name: string;
  /** Of all entries; only the first ones are listed. */
  readonly count: number;
  readonly entries: readonly { readonly path: string; readonly text: string }[];
}

/** Aggregate of a composition: whether an absent part may be concluded to be missing. */
export type Completeness = 'complete' | 'incomplete' | 'unknown';

/** A pointer to the BOM that describes what a component, or the subject, is made of. */
export interface BomLink {
  /** JSON path of the component; null for the subject. */
  readonly from: string | null;
  /** As written. */
  readonly url: string;
  /** Of the BOM that it names, `urn:uuid:` and a lower-case UUID; null where the address is no BOM-Link. */
  readonly serialNumber: string | null;
  /** Null: no version is named. */
  readonly version: number | null;
  /** bom-ref inside that BOM. */
  readonly ref: string | null;
  /** SHA-256 of that BOM's file, lower-case hexadecimal. */
  readonly sha256: string | null;
}

/**
 * A CycloneDX BOM: JSON 1.2 to 1.7, XML 1.0 to 1.7; and an SPDX document, read into the same shape.
 * @spec ECMA-424 (CycloneDX 1.6) and the schemas of each version; SPDX 2.3
 */
export interface CycloneDxBom {
  readonly kind: 'cyclonedx-bom';
  /** Paths of components and of what good sense finds are those of the JSON form, whichever it was written in. */
  readonly form: 'json' | 'xml' | 'spdx-json';
  readonly specVersion: string;
  /** Of an SPDX document its namespace, which no other has. */
  readonly serialNumber: string | null;
  readonly version: number;
  readonly timestamp: string | null;
  /** `metadata.component` as a platform: what the BOM is about. */
  readonly subject:
    | (PlatformIdentity & { readonly type: string; readonly bomRef: string | null; readonly properties?: readonly NamedValue[] })
    | null;
  /** Producers named in `metadata.tools`: name and version. */
  readonly tools: readonly { readonly name: string; readonly version: string | null }[];
  /** All components, nested ones included, in document order. */
  readonly components: readonly BomComponent[];
  readonly completeness: Completeness;
  /** Where the contents of parts are described; absent: nowhere. */
  readonly links?: readonly BomLink[];
  /** Digest of the component set, independent of order, refs and timestamps. */
  readonly digest: string;
  readonly schemaValid: boolean;
  /** Whether the BOM as a whole carries a signature; parts of it may carry their own. */
  readonly signed: boolean;
  /** Of the BOM and of its parts, evaluated when it was read, over what was read. Who stands behind a key is for verify.ts to ask. */
  readonly signatures: readonly BomSignature[];
  /** What it holds beside its components, such as services and dependencies. */
  readonly sections: readonly BomSection[];
  readonly problems: readonly BomProblem[];
  readonly warnings: readonly Warning[];
}

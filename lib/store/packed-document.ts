import { deserialize, serialize } from 'node:v8';
import { describeDocument } from '#lib/artifact/describe.ts';
import type { ReadDocument, ReadFailure } from '#lib/artifact/types.ts';
import { carriedCertificates } from '#lib/attestation/carried-certificates.ts';
import type { ManifestSignature, ReferenceManifest } from '#lib/attestation/reference/types.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { type KnownDigest, knownDigestsOf } from '#lib/device/attested/known-digests.ts';
import { linkKeysOf } from '#lib/device/link/keys.ts';
import type { OcspResponse } from '#lib/x509/revocation-types.ts';
import { type PackedPart, putTogether, takeApart } from './document-parts.ts';
import { indexKey, nameIndexKey } from './name-index.ts';
import { furtherFileKeys, manifestFileKeys, manifestModelKeys } from './reference-index.ts';
import { answerKey, nameHashKeys } from './revocation-index.ts';
import { certificateKeyKeys, manifestSignerKeys } from './signer-index.ts';

/**
 * strong, signature, reference, weak, named: connect documents. names: a certificate names another one, that stays what it is.
 * listed: a list speaks of the devices with this key, each apart. issuer, subject: lead from a certificate up to those that issued it, and
 * name-hash from a digest of its name to an authority. list, answer: lead from a certificate to what says whether it was revoked.
 * model: a manifest is about this model. vouched: a manifest vouches for this file. file: a log is this file.
 * bom, bom-version: name a BOM, by which others point to it. bom-link: a BOM points to one so named. bom-set: lists the same components.
 */
export type KeyStrength =
  | 'strong'
  | 'signature'
  | 'reference'
  | 'weak'
  | 'named'
  | 'names'
  | 'listed'
  | 'issuer'
  | 'subject'
  | 'name-hash'
  | 'list'
  | 'answer'
  | 'model'
  | 'vouched'
  | 'file'
  | 'bom'
  | 'bom-version'
  | 'bom-link'
  | 'bom-set';

export interface IndexedKey {
  readonly key: string;
  readonly strength: KeyStrength;
}

/** A document as the tables keep it. Made where the file is parsed, so that the writer only writes. */
export interface PackedDocument {
  readonly documentId: string;
  readonly kind: string;
  readonly body: Uint8Array;
  /** In the order of its kind, apart, so that equal ones are kept once. */
  readonly parts: readonly PackedPart[];
  /** Of an inventory: its format and the version of the mapping that read it. */
  readonly mapping: { readonly format: string; readonly version: number } | null;
  readonly summary: string;
  readonly error: ReadFailure | null;
  readonly keys: readonly IndexedKey[];
  /** That it gives as right, or that its records have. */
  readonly digests: readonly KnownDigest[];
}

/** All results have it: whoever signed them may not be named in them, so that a new key asks about all. */
export const RESULT_KEY = 'attestation-result';

const MAX_SUMMARY = 500;

export function packDocument(read: ReadDocument): PackedDocument {
  const { document } = read;
  const { kept, parts } = document === undefined ? { kept: document, parts: [] } : takeApart(document);
  return {
    documentId: read.id,
    kind: read.kind,
    body: serialize({ ...read, document: kept }),
    parts,
    mapping: document?.kind === 'inventory' ? { format: document.format, version: document.mappingVersion } : null,
    summary: withoutNul(describeDocument(read)).slice(0, MAX_SUMMARY),
    error: read.error,
    keys: indexedKeys(read),
    digests: knownDigestsOf(read),
  };
}

/** What `packDocument` packed. The bytes are our own, so their shape is what was put in. */
export function unpackDocument(body: Uint8Array, parts: readonly unknown[]): ReadDocument {
  const read = deserialize(body) as ReadDocument;
  if (read.document === undefined) return read;
  return { ...read, document: putTogether(read.document, parts) };
}

/** PostgreSQL keeps no text with U+0000. */
export function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '\ufffd');
}

/** By which the index finds a document, and what it leads to. */
export function indexedKeys(read: ReadDocument): readonly IndexedKey[] {
  const { strong, references, signatures, weak, names, lists } = linkKeysOf(read);
  const all: readonly IndexedKey[] = [
    ...strong.map((key) => ({ key: indexKey(key), strength: 'strong' }) as const),
    ...signatures.map((key) => ({ key: indexKey(key), strength: 'signature' }) as const),
    ...references.map((key) => ({ key: indexKey(key), strength: 'reference' }) as const),
    ...weak.map((key) => ({ key: indexKey(key), strength: 'weak' }) as const),
    ...names.map((key) => ({ key: indexKey(key), strength: 'names' }) as const),
    ...lists.map((key) => ({ key: indexKey(key), strength: 'listed' }) as const),
    ...namedKeys(read),
  ];
  return [...new Map(all.map((each) => [`${each.strength} ${each.key}`, each])).values()];
}

/** Keys by which other documents name it, and which make nothing one device. */
function namedKeys({ document }: ReadDocument): readonly IndexedKey[] {
  switch (document?.kind) {
    case 'platform-certificate':
    case 'delta-platform-certificate':
    case 'rebase-platform-certificate':
      return [{ key: nameIndexKey(document.issuer), strength: 'issuer' }];
    case 'endorsement-key-certificate':
    case 'attestation-key-certificate':
      return [{ key: nameIndexKey(document.certificate.issuer), strength: 'issuer' }];
    case 'certificate':
      return [
        { key: nameIndexKey(document.certificate.issuer), strength: 'issuer' },
        { key: nameIndexKey(document.certificate.subject), strength: 'subject' },
        ...certificateKeyKeys(document.certificate).map((key) => ({ key, strength: 'subject' }) as const),
        ...nameHashKeys(document.certificate.subject).map((key) => ({ key, strength: 'name-hash' }) as const),
      ];
    case 'certificate-revocation-list':
      return [
        { key: nameIndexKey(document.issuer), strength: 'issuer' },
        { key: nameIndexKey(document.issuer), strength: 'list' },
      ];
    case 'ocsp-response':
      return answerKeys(document);
    case 'cyclonedx-bom':
      return bomKeys(document);
    case 'reference-manifest':
      return document.signature === null ? [] : manifestKeys(document, document.signature);
    case 'tpm-event-log':
      return furtherFileKeys(document.file).map((key) => ({ key, strength: 'file' }) as const);
    case 'attestation-result':
      return [
        { key: RESULT_KEY, strength: 'issuer' },
        ...document.seals.flatMap(carriedCertificates).map(({ issuer }) => ({ key: nameIndexKey(issuer), strength: 'issuer' }) as const),
      ];
    default:
      return [];
  }
}

/** What nobody signed counts for nobody, so that it is looked for by nothing. */
function manifestKeys(manifest: ReferenceManifest, signature: ManifestSignature): readonly IndexedKey[] {
  return [
    ...manifestSignerKeys(signature).map((key) => ({ key, strength: 'issuer' }) as const),
    ...manifestModelKeys(manifest).map((key) => ({ key, strength: 'model' }) as const),
    ...manifestFileKeys(manifest).map((key) => ({ key, strength: 'vouched' }) as const),
  ];
}

/** By its serial number, by its version too, by what it lists, and by what it points to: others point to it, and may list the same. Connects nothing. */
function bomKeys({ serialNumber, version, digest, components, links = [] }: CycloneDxBom): readonly IndexedKey[] {
  const set: readonly IndexedKey[] = components.length === 0 ? [] : [{ key: bomSetKey(digest), strength: 'bom-set' }];
  const named = links.flatMap(({ serialNumber: number, sha256 }) => [number, sha256].filter((name) => name !== null));
  const pointers = named.map((name) => ({ key: bomPointerKey(name), strength: 'bom-link' }) as const);
  if (serialNumber === null) return [...set, ...pointers];
  const key = bomIndexKey(serialNumber);
  return [{ key, strength: 'bom' }, { key: indexKey(`${key}/${version}`), strength: 'bom-version' }, ...set, ...pointers];
}

/** What a link says of the BOM that it points to, a serial number or the digest of a file, as a key. */
export function bomPointerKey(name: string): string {
  return indexKey(`bom-link:${name.toLowerCase()}`);
}

/** The set of components of a BOM as a key: equal for the same components in any form and order. */
export function bomSetKey(digest: string): string {
  return `bom-set:${digest}`;
}

/** The serial number of a BOM as a key. */
export function bomIndexKey(serialNumber: string): string {
  return indexKey(`bom:${serialNumber.toLowerCase()}`);
}

function answerKeys({ responder, certificates, answers }: OcspResponse): readonly IndexedKey[] {
  const names = [...(responder.by === 'name' ? [responder.name] : []), ...certificates.map(({ issuer }) => issuer)];
  return [
    ...names.map((name) => ({ key: nameIndexKey(name), strength: 'issuer' }) as const),
    ...answers.map(({ certificate }) => ({ key: answerKey(certificate.serialNumber), strength: 'answer' }) as const),
  ];
}

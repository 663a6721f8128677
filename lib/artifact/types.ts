import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import type { AttestationResult } from '#lib/attestation/types.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import type { ParseErrorCode, Warning } from '#lib/encoding/parse-error.ts';
import type { Inventory } from '#lib/inventory/types.ts';
import type { AttestationKeyCertificate, EndorsementKeyCertificate, PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { RuntimeLog } from '#lib/tpm/runtime-log.ts';
import type { EventLogDocument, TpmQuote } from '#lib/tpm/types.ts';
import type { RevocationDocument } from '#lib/x509/revocation-types.ts';
import type { Certificate } from '#lib/x509/types.ts';

/** What a document is, told by its content, never by its name. */
export const KINDS = [
  'platform-certificate',
  'delta-platform-certificate',
  'rebase-platform-certificate',
  'endorsement-key-certificate',
  'attestation-key-certificate',
  'certificate',
  'certificate-revocation-list',
  'ocsp-response',
  'cyclonedx-bom',
  'inventory',
  'tpm-event-log',
  'tpm-quote',
  'tpm-runtime-log',
  'attestation-evidence',
  'attestation-result',
  'reference-manifest',
  'unknown',
] as const;
export type Kind = (typeof KINDS)[number];

/** A plain public-key certificate: a CA, an anchor, an intermediate. */
export interface PlainCertificate {
  readonly kind: 'certificate';
  readonly certificate: Certificate;
}

/** Everything that this version reads. */
export type Document =
  | PlatformCertificate
  | EndorsementKeyCertificate
  | AttestationKeyCertificate
  | PlainCertificate
  | RevocationDocument
  | CycloneDxBom
  | Inventory
  | AttestationEvidence
  | EventLogDocument
  | TpmQuote
  | RuntimeLog
  | AttestationResult
  | ReferenceManifest;

/** Why a document could not be read. */
export interface ReadFailure {
  readonly code: ParseErrorCode;
  readonly message: string;
  readonly offset?: number;
  readonly path?: string;
  readonly spec?: string;
}

/** One document of an artifact: a PEM bundle has several. */
export interface ReadDocument {
  /** SHA-256 of the bare DER of a certificate, else of the bytes of the artifact. */
  readonly id: string;
  readonly kind: Kind;
  /** Undefined when it could not be read; then `error` tells why. */
  readonly document: Document | undefined;
  readonly warnings: readonly Warning[];
  readonly error: ReadFailure | null;
  /** Offset of the document in the artifact's bytes. */
  readonly offset: number;
}

/** An artifact after identify and parse. Never empty: an unreadable artifact holds one document with an error. */
export interface ReadArtifact {
  /** SHA-256 of the bytes as received. */
  readonly sha256: string;
  readonly documents: readonly ReadDocument[];
}

import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import type { Check } from '#lib/encoding/check.ts';
import type { EndorsementKeyCertificate, PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { KnownDocument } from '../documents.ts';

/** A document with its checks, judged at its proof of existence. */
export interface JudgedDocument extends KnownDocument {
  readonly checks: readonly Check[];
  readonly trusted: boolean;
  /** It may form the expected state: trusted, or lacking only what policy forgives or an EK certificate that isn't at hand. */
  readonly convinces: boolean;
}

/** A judged document together with what it says, so that its kind is known to the compiler. */
export interface Of<T> {
  readonly judged: JudgedDocument;
  readonly document: T;
}

/** Documents of one kind, with the value that the kind has. */
export interface Sorted {
  readonly endorsementKeys: readonly Of<EndorsementKeyCertificate>[];
  readonly platforms: readonly Of<PlatformCertificate>[];
  /** Inventories, BOMs, event logs, quotes, reference manifests and certificates of attestation keys. */
  readonly reports: readonly JudgedDocument[];
  /** Quotes with their keys and logs. */
  readonly evidence: readonly Of<AttestationEvidence>[];
  readonly authorities: readonly JudgedDocument[];
  /** Revocation lists and OCSP responses. */
  readonly revocations: readonly JudgedDocument[];
  /** Unreadable, unknown and unsupported ones. */
  readonly unread: readonly JudgedDocument[];
}

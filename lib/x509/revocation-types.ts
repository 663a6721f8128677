import type { Check } from '#lib/encoding/check.ts';
import type { Warning } from '#lib/encoding/parse-error.ts';
import type { AlgorithmIdentifier, AuthorityKeyIdentifier, Certificate, Extension, Name } from './types.ts';

/** Reasons by their number in CRLReason; 7 is not used. @spec RFC 5280 section 5.3.1 */
export const REVOCATION_REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'unused',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/** That an issuer withdrew a certificate. Times are ISO 8601, UTC. */
export interface Revoked {
  readonly revokedAt: string;
  /** `unspecified` when none is given, and for numbers that no standard knows. */
  readonly reason: RevocationReason;
  /** Since when the key may have been in wrong hands; null when the issuer doesn't say. */
  readonly invalidSince: string | null;
}

/** Where a part of a longer input begins and ends. */
export interface OctetRange {
  readonly start: number;
  readonly end: number;
}

/** What a list covers. @spec RFC 5280 section 5.2.5 */
export interface IssuingDistributionPoint {
  /** The general names of `fullName` as received, header included; null when there is no distribution point name. */
  readonly fullName: readonly Uint8Array[] | null;
  /** The distribution point has a name relative to the issuer's, which is not evaluated. */
  readonly relativeName: boolean;
  readonly only: 'user-certificates' | 'ca-certificates' | 'attribute-certificates' | null;
  readonly someReasons: boolean;
  readonly indirect: boolean;
}

/** A certificate revocation list. Its entries stay in `der`, and are looked up one at a time: there may be a million. */
export interface CertificateList {
  readonly kind: 'certificate-revocation-list';
  /** SHA-256 of the bare DER. */
  readonly id: string;
  readonly der: Uint8Array;
  /** The signed range of `der`. */
  readonly signedRange: OctetRange;
  readonly version: 1 | 2;
  readonly issuer: Name;
  /** ISO 8601, UTC. */
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
  /** The contents of revokedCertificates in `der`. */
  readonly entries: OctetRange;
  readonly entryCount: number;
  readonly number: bigint | null;
  /** Of a delta list: the number of the list that it changes. Null for a complete list. */
  readonly baseNumber: bigint | null;
  readonly issuingDistributionPoint: IssuingDistributionPoint | null;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  readonly extensions: readonly Extension[];
  /** Why the list proves nothing about anybody, such as a critical extension that isn't evaluated; null when it may. */
  readonly obstacle: string | null;
  readonly innerSignatureAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signatureValue: Uint8Array;
  readonly warnings: readonly Warning[];
}

/** By which a response names a certificate. @spec RFC 6960 section 4.1.1 */
export interface OcspCertificateId {
  readonly hashAlgorithm: AlgorithmIdentifier;
  /** Node's name of the digest, such as `sha1`; null for one that isn't known. */
  readonly hash: string | null;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serialNumber: bigint;
}

/** The answer about one certificate. */
export interface OcspAnswer {
  readonly certificate: OcspCertificateId;
  readonly status: { readonly kind: 'good' } | { readonly kind: 'unknown' } | ({ readonly kind: 'revoked' } & Revoked);
  /** ISO 8601, UTC. */
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
  /** The responder knows certificates that expired since then; null where it doesn't say so, or it can't be read. ISO 8601, UTC. */
  readonly archiveCutoff: string | null;
  readonly extensions: readonly Extension[];
  /** A critical extension that isn't evaluated, as an OID; null when there is none. */
  readonly criticalExtension: string | null;
}

/** A basic OCSP response that was handed in. */
export interface OcspResponse {
  readonly kind: 'ocsp-response';
  /** SHA-256 of the bare DER. */
  readonly id: string;
  readonly der: Uint8Array;
  /** The signed range of `der`: tbsResponseData. */
  readonly signedRange: OctetRange;
  readonly responder: { readonly by: 'name'; readonly name: Name } | { readonly by: 'key'; readonly keyHash: Uint8Array };
  /** ISO 8601, UTC. */
  readonly producedAt: string;
  readonly answers: readonly OcspAnswer[];
  /** Certificates that the responder sent along; nobody needs to trust them. */
  readonly certificates: readonly Certificate[];
  readonly extensions: readonly Extension[];
  readonly obstacle: string | null;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signatureValue: Uint8Array;
  readonly warnings: readonly Warning[];
}

/** What a certificate's issuer says about its being withdrawn, in either form. */
export type RevocationDocument = CertificateList | OcspResponse;

/** What is known about one certificate of a path. Plain texts and times, so that it can be kept. */
export interface CertificateStanding {
  /** Which certificate, in a few words. */
  readonly certificate: string;
  /** `revoked-later`: withdrawn, and what is judged is older than what that takes away. `good` is in date, `outdated` no longer. */
  readonly kind: 'good' | 'outdated' | 'revoked' | 'revoked-later' | 'on-hold' | 'not-checked';
  /** One clause: what was found. */
  readonly detail: string;
  readonly entry: Revoked | null;
  /** The artifact that says so; null when nothing does. */
  readonly artifact: string | null;
}

/** That a source which convinces said something new about a certificate of a path. */
export interface RevocationNews {
  readonly artifact: string;
  /** ISO 8601, UTC: when the source was first received. */
  readonly receivedAt: string;
  readonly submittedBy: string;
  /** The source in a few words. */
  readonly source: string;
  readonly certificate: string;
  readonly kind: 'good' | 'released' | 'revoked' | 'on-hold';
  readonly entry: Revoked | null;
  /** The time of the source's knowledge, ISO 8601. */
  readonly at: string;
}

/** The check `revocation`, with what it rests on. */
export interface RevocationCheck extends Check {
  readonly standings: readonly CertificateStanding[];
  /** In order of receipt, only what differs from what was said before. */
  readonly news: readonly RevocationNews[];
}

/** Whether a check is the one about revocation, with its standings. */
export function isRevocationCheck(check: Check): check is RevocationCheck {
  return check.id === 'revocation' && 'standings' in check;
}

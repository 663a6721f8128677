import { REQUIRED_CHECKS as MANIFEST_CHECKS, verifyReferenceManifest } from '#lib/attestation/reference/verify.ts';
import type { VerifierKey } from '#lib/attestation/verifier-keys.ts';
import { REQUIRED_CHECKS as RESULT_CHECKS, verifyAttestationResult } from '#lib/attestation/verify.ts';
import { verifyEvidence } from '#lib/attestation/verify-evidence.ts';
import { REQUIRED_CHECKS as BOM_CHECKS, verifyCycloneDx } from '#lib/cyclonedx/verify.ts';
import type { Check } from '#lib/encoding/check.ts';
import { REQUIRED_CHECKS as INVENTORY_CHECKS, verifyInventory } from '#lib/inventory/verify.ts';
import type { EndorsementKeyCertificate } from '#lib/platform-cert/types.ts';
import {
  REQUIRED_CHECKS as PLATFORM_CHECKS,
  verifyEndorsementKeyCertificate,
  verifyPlatformCertificate,
} from '#lib/platform-cert/verify.ts';
import { verifyAttestationKeyCertificate } from '#lib/platform-cert/verify-attestation-key.ts';
import { verifyEventLogs, verifyRuntimeLog, verifyTpmQuote } from '#lib/tpm/verify.ts';
import { verifyCertificate } from '#lib/x509/chain.ts';
import type { Revocations } from '#lib/x509/revocations.ts';
import type { Certificate, TrustAnchor } from '#lib/x509/types.ts';
import { REQUIRED_CHECKS as REVOCATION_CHECKS, verifyCertificateList, verifyOcspResponse } from '#lib/x509/verify-revocation.ts';
import type { Kind, ReadDocument } from './types.ts';

/** Everything that the judgement of one document rests on beside the document. */
export interface VerifyInput {
  readonly read: ReadDocument;
  readonly anchors: readonly TrustAnchor[];
  readonly intermediates: readonly Certificate[];
  readonly endorsementKeyCertificates: readonly EndorsementKeyCertificate[];
  /** ISO 8601: the instant at which dates and paths are judged. */
  readonly at: string;
  /** ISO 8601: the instant asked about, up to which revocations count; `at` when absent. */
  readonly now?: string;
  /** Absent: nothing is at hand. */
  readonly revocations?: Revocations;
  /** Keys whose attestation results count; absent: none but those of anchors. */
  readonly verifierKeys?: readonly VerifierKey[];
}

const REQUIRED: Partial<Readonly<Record<Kind, readonly string[]>>> = {
  ...PLATFORM_CHECKS,
  certificate: ['signature', 'chain', 'validity'],
  ...REVOCATION_CHECKS,
  'cyclonedx-bom': BOM_CHECKS,
  inventory: INVENTORY_CHECKS,
  'attestation-result': RESULT_CHECKS,
  'reference-manifest': MANIFEST_CHECKS,
};

/** A `fail` of one of these defeats, whether it is required or not. */
const DEFEATING = ['readable', 'signature', 'bom-signature', 'chain', 'validity', 'holder', 'revocation', 'issuer-policy'];

/** Ids of the checks that must all pass for a document of this kind to be trusted. Empty: nothing makes it trusted. */
export function requiredChecks(kind: Kind): readonly string[] {
  return REQUIRED[kind] ?? [];
}

/** All required checks pass and none that defeats fails. `unknown` is no pass; a kind without required checks is never trusted. */
export function isTrusted(kind: Kind, checks: readonly Check[]): boolean {
  const required = requiredChecks(kind);
  const passed = (id: string): boolean => checks.some((check) => check.id === id && check.status === 'pass');
  const defeated = checks.some((check) => check.status === 'fail' && DEFEATING.includes(check.id));
  return required.length > 0 && required.every(passed) && !defeated;
}

/** Asks every question that this kind of document has to answer. Bad evidence is a failed check, never an exception. */
export function verifyDocument(trust: VerifyInput): readonly Check[] {
  const { document } = trust.read;
  if (document === undefined) return [unreadableCheck(trust.read)];
  switch (document.kind) {
    case 'platform-certificate':
    case 'delta-platform-certificate':
    case 'rebase-platform-certificate':
      return verifyPlatformCertificate(document, trust);
    case 'endorsement-key-certificate':
      return verifyEndorsementKeyCertificate(document, trust);
    case 'attestation-key-certificate':
      return verifyAttestationKeyCertificate(document, trust);
    case 'certificate':
      return verifyCertificate({ certificate: document.certificate, ...trust });
    case 'certificate-revocation-list':
      return verifyCertificateList(document, trust);
    case 'ocsp-response':
      return verifyOcspResponse(document, trust);
    case 'cyclonedx-bom':
      return verifyCycloneDx({ document, ...trust });
    case 'inventory':
      return verifyInventory(document);
    case 'attestation-result':
      return verifyAttestationResult({ document, ...trust });
    case 'reference-manifest':
      return verifyReferenceManifest({ document, ...trust });
    case 'tpm-event-log':
      return verifyEventLogs(document);
    case 'attestation-evidence':
      return verifyEvidence(document);
    case 'tpm-runtime-log':
      return verifyRuntimeLog(document);
    case 'tpm-quote':
      return verifyTpmQuote(document);
    default:
      return document satisfies never;
  }
}

/** A recognized format of a later version is `unknown`: nothing was evaluated, so nothing failed. */
function unreadableCheck({ error }: ReadDocument): Check {
  return {
    id: 'readable',
    status: error?.code === 'unsupported-version' ? 'unknown' : 'fail',
    detail: error?.message ?? 'the document could not be read',
    spec: error?.spec ?? 'the format of the file',
  };
}

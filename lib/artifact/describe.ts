import { describeAttestationResult } from '#lib/attestation/describe.ts';
import { describeEvidence } from '#lib/attestation/describe-evidence.ts';
import { describeReferenceManifest } from '#lib/attestation/reference/describe.ts';
import { describeCycloneDx } from '#lib/cyclonedx/describe.ts';
import { describeInventory } from '#lib/inventory/describe.ts';
import {
  describeAttestationKeyCertificate,
  describeEndorsementKeyCertificate,
  describePlatformCertificate,
} from '#lib/platform-cert/describe.ts';
import { describeEventLogs, describeTpmQuote } from '#lib/tpm/describe.ts';
import { describeRuntimeLog } from '#lib/tpm/describe-runtime.ts';
import { describeRevocationDocument } from '#lib/x509/describe-revocation.ts';
import { nameText } from '#lib/x509/name.ts';
import type { ReadDocument } from './types.ts';

/** One line for a person: what the document claims to be, or why it can't be read. */
export function describeDocument({ document, error }: ReadDocument): string {
  if (document === undefined) return error?.message ?? 'unreadable';
  switch (document.kind) {
    case 'platform-certificate':
    case 'delta-platform-certificate':
    case 'rebase-platform-certificate':
      return describePlatformCertificate(document);
    case 'endorsement-key-certificate':
      return describeEndorsementKeyCertificate(document);
    case 'attestation-key-certificate':
      return describeAttestationKeyCertificate(document);
    case 'certificate':
      return `certificate of ${nameText(document.certificate.subject)}, issued by ${nameText(document.certificate.issuer)}`;
    case 'certificate-revocation-list':
    case 'ocsp-response':
      return describeRevocationDocument(document);
    case 'cyclonedx-bom':
      return describeCycloneDx(document);
    case 'inventory':
      return describeInventory(document);
    case 'attestation-result':
      return describeAttestationResult(document);
    case 'reference-manifest':
      return describeReferenceManifest(document);
    case 'tpm-event-log':
      return describeEventLogs(document);
    case 'attestation-evidence':
      return describeEvidence(document);
    case 'tpm-runtime-log':
      return describeRuntimeLog(document);
    case 'tpm-quote':
      return describeTpmQuote(document);
    default:
      return document satisfies never;
  }
}

import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import type { Inventory } from '#lib/inventory/types.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { Document } from './types.ts';

/** A document that lists what a device or a program is made of. */
export type ComponentList = PlatformCertificate | CycloneDxBom | Inventory;

/** The document, if its kind lists components at all; one without any is still a list. */
export function componentListOf(document: Document): ComponentList | undefined {
  switch (document.kind) {
    case 'platform-certificate':
    case 'delta-platform-certificate':
    case 'rebase-platform-certificate':
    case 'cyclonedx-bom':
    case 'inventory':
      return document;
    case 'certificate':
    case 'endorsement-key-certificate':
    case 'attestation-key-certificate':
    case 'certificate-revocation-list':
    case 'ocsp-response':
    case 'tpm-event-log':
    case 'tpm-quote':
    case 'tpm-runtime-log':
    case 'attestation-evidence':
    case 'attestation-result':
    case 'reference-manifest':
      return undefined;
    default:
      return document satisfies never;
  }
}

import { readArtifact } from '#lib/artifact/read.ts';
import { verifyDocument } from '#lib/artifact/verify.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import type { Certificate, TrustAnchor } from '#lib/x509/types.ts';
import { COMPONENTS_PER_CERTIFICATE } from './made-certificates.ts';

/** What certificates are judged by: the root and the one certificate between, read once. */
export interface BenchTrust {
  readonly anchors: readonly TrustAnchor[];
  readonly intermediates: readonly Certificate[];
}

const AT = '2026-01-01T00:00:00Z';

export function trustOf({ root, issuer }: { readonly root: Uint8Array; readonly issuer: Uint8Array }): BenchTrust {
  return { anchors: [{ certificate: parseCertificate(root) }], intermediates: [parseCertificate(issuer)] };
}

/**
 * Identifies, parses and verifies each certificate as an upload is.
 * @throws Error when one doesn't come out with all its components and a path to the root: wrong work is no figure
 */
export function checkCertificates(files: readonly Uint8Array[], { anchors, intermediates }: BenchTrust): void {
  for (const bytes of files) {
    const [read] = readArtifact(bytes).documents;
    const document = read?.document;
    if (read === undefined || document?.kind !== 'platform-certificate' || document.components.length !== COMPONENTS_PER_CERTIFICATE) {
      throw new Error(`a certificate was read as ${read?.kind ?? 'nothing'}: ${read?.error?.message ?? ''}`);
    }
    const checks = verifyDocument({ read, anchors, intermediates, endorsementKeyCertificates: [], at: AT });
    const passed = checks.filter(({ id, status }) => (id === 'signature' || id === 'chain') && status === 'pass');
    if (passed.length !== 2) throw new Error(`a certificate didn't verify: ${JSON.stringify(checks)}`);
  }
}

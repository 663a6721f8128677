import type { Check } from '#lib/encoding/check.ts';
import {
  type Authority,
  type CertificateDescription,
  makeAuthority,
  makeCertificate,
  type TestExtension,
} from '#lib/testing/certificate-authority.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { type ChainQuestion, type ChainResult, type ChainTrust, verifyChain } from '#lib/x509/chain.ts';
import { asSigned } from '#lib/x509/signed.ts';
import type { Certificate, TrustAnchor } from '#lib/x509/types.ts';

// Authorities and certificates that tests of paths share.

export const AT = '2026-01-01T00:00:00Z';
export const root = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'root' });
export const issuing = makeAuthority({ name: 'Issuing', algorithm: 'ec-p256', seed: 'issuing', issuedBy: root });
export const stranger = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'stranger' });
const { publicKeyInfo } = makeKey('ec-p256', 'leaf');

export const parsed = (authority: Pick<Authority, 'certificate'>): Certificate => parseCertificate(authority.certificate);
export const anchor = (authority: Pick<Authority, 'certificate'>): TrustAnchor => ({ certificate: parsed(authority) });

export function leafOf(issuedBy: CertificateDescription['issuedBy'], extensions: readonly TestExtension[] = []): Certificate {
  return parseCertificate(makeCertificate({ issuedBy, subject: 'Leaf', publicKeyInfo, serialNumber: 1, extensions }));
}

/** A certificate with its last octet of the signature changed. */
export function tampered(certificate: Certificate): Certificate {
  const der = certificate.der.slice();
  der[der.length - 1] = (der[der.length - 1] ?? 0) ^ 1;
  return parseCertificate(der);
}

export function judge(leaf: Certificate, over: Partial<ChainQuestion & ChainTrust>): ChainResult {
  const { verifyWith, ...signed } = asSigned(leaf);
  return verifyChain({ ...signed, verifyLeaf: verifyWith, ...over }, { anchors: [], intermediates: [], at: AT, ...over });
}

export const statuses = ({ signature, chain, revocation }: ChainResult): string =>
  [signature, chain, revocation].map(({ status }) => status).join(' ');

/** An authority of another shape: the given extensions in place of the usual ones. */
export const shaped = (name: string, extensions: readonly TestExtension[], issuedBy?: Authority): Authority =>
  makeAuthority({ name, algorithm: 'ec-p256', seed: name, extensions, ...(issuedBy === undefined ? {} : { issuedBy }) });

export const byId = (checks: readonly Check[]): Record<string, string> => Object.fromEntries(checks.map(({ id, status }) => [id, status]));

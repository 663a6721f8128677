import { identifyAttributeCertificate, identifyPublicKeyPlatformCertificate } from '#lib/platform-cert/identify.ts';
import { parsePlatformCertificate, parsePlatformKeyCertificate } from '#lib/platform-cert/parse.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { looksLikeCertificate, parseCertificate } from '#lib/x509/certificate.ts';

/** Reads a platform certificate of either form, as the list of formats does. @throws ParseError */
export function readPlatformSample(der: Uint8Array): PlatformCertificate {
  const kind = looksLikeCertificate(der) ? identifyPublicKeyPlatformCertificate(parseCertificate(der)) : undefined;
  return kind === undefined ? parsePlatformCertificate(der) : parsePlatformKeyCertificate(parseCertificate(der), kind);
}

/** What the bytes are taken for, whichever form they have. */
export function identifyPlatformSample(der: Uint8Array): string | null {
  const kind = identifyAttributeCertificate(der);
  if (kind !== undefined || !looksLikeCertificate(der)) return kind ?? null;
  return identifyPublicKeyPlatformCertificate(parseCertificate(der)) ?? null;
}

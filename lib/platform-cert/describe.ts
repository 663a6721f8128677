import { nameText } from '#lib/x509/name.ts';
import type { AttestationKeyCertificate, EndorsementKeyCertificate, PlatformCertificate } from './types.ts';

const TITLES = {
  'platform-certificate': 'platform certificate',
  'delta-platform-certificate': 'delta platform certificate',
  'rebase-platform-certificate': 'rebase platform certificate',
} as const;

/** One line for a person: kind, version, platform, size, issuer and dates. */
export function describePlatformCertificate(document: PlatformCertificate): string {
  const { kind, specVersion, platform, components, issuer, notBefore, notAfter } = document;
  const names = [platform.manufacturer, platform.model].filter((name) => name !== null && name !== '').join(' ');
  const serial = platform.serial === null || platform.serial === '' ? '' : `, serial ${platform.serial}`;
  const count = `${components.length} ${components.length === 1 ? 'component' : 'components'}`;
  const dates = `valid ${dayOf(notBefore)} to ${dayOf(notAfter)}`;
  return `${TITLES[kind]} ${specVersion} for ${names || 'an unnamed platform'}${serial}: ${count}, issued by ${nameText(issuer) || 'an empty name'}, ${dates}`;
}

/** One line for a person: TPM, issuer and dates. */
export function describeEndorsementKeyCertificate(document: EndorsementKeyCertificate): string {
  const { certificate, tpmManufacturer, tpmModel, tpmVersion } = document;
  const version = tpmVersion === null ? null : `version ${tpmVersion}`;
  const tpm = [tpmManufacturer, tpmModel, version].filter((part) => part !== null).join(' ');
  const dates = `valid ${dayOf(certificate.notBefore)} to ${dayOf(certificate.notAfter)}`;
  return `endorsement key certificate of ${tpm === '' ? 'an unnamed TPM' : `TPM ${tpm}`}: issued by ${nameText(certificate.issuer) || 'an empty name'}, ${dates}`;
}

/** One line for a person: what the key is for, whose it is, issuer and dates. */
export function describeAttestationKeyCertificate({ certificate, use, platform }: AttestationKeyCertificate): string {
  const what = use === 'attestation' ? 'attestation key certificate' : 'device identity certificate';
  const names = [nameText(certificate.subject), platform.serial === null ? '' : `serial ${platform.serial}`].filter((part) => part !== '');
  const dates = `valid ${dayOf(certificate.notBefore)} to ${dayOf(certificate.notAfter)}`;
  return `${what} of ${names.join(', ') || 'an unnamed device'}: issued by ${nameText(certificate.issuer) || 'an empty name'}, ${dates}`;
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}

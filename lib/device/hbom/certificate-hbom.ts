import { categoryOf } from '#lib/component/category.ts';
import type { Hbom, HbomPart, HbomReference } from '#lib/cyclonedx/hbom.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { fromHex } from '#lib/encoding/bytes.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import {
  type CertificateContent,
  type CertifiedContent,
  componentProperties,
  platformProperties,
  readComponentProperties,
  readPlatformProperties,
} from './certificate-properties.ts';
import { firmwareInRevision } from './hbom-parts.ts';

const SUBJECT = 'device';

/**
 * The HBOM of one certificate: its components with every field, and the certificate itself as the attestation of the whole.
 * A certificate doesn't claim to list everything, so the completeness is unknown.
 */
export function hbomOfCertificate(certificate: PlatformCertificate): Hbom {
  const { manufacturer, model, version, serial } = certificate.platform;
  return {
    subject: {
      ...{ manufacturer, model, version, serial },
      ref: SUBJECT,
      properties: platformProperties(certificate, certificate.der),
      references: [certificateReference(certificate.id, describeKind(certificate))],
    },
    parts: certificate.components.map((component, index) => partOf(component, { ref: `component-${index + 1}`, der: certificate.der })),
    completeness: 'unknown',
    annotations: [],
  };
}

/**
 * What the certificate said that an HBOM was written of, every field as it was; null when it was written of none.
 * @throws ParseError when a property was changed into something that can't be read
 */
export function certificateContentOf({ subject, components }: CycloneDxBom): CertificateContent | null {
  const said = subject === null ? null : readPlatformProperties(subject.properties ?? []);
  if (subject === null || said === null) return null;
  const { manufacturerId, ...rest } = said;
  const { manufacturer, model, version, serial } = subject;
  return { ...rest, platform: { manufacturer, model, version, serial, manufacturerId }, components: components.map(contentOfComponent) };
}

/** The name of a certificate by its content, which needs no server. @spec RFC 6920 section 3 (ni URI) */
export function certificateReference(sha256: string, comment: string): HbomReference {
  return { url: `ni:///sha-256;${Buffer.from(fromHex(sha256)).toString('base64url')}`, sha256, comment };
}

function describeKind({ kind, specVersion }: PlatformCertificate): string {
  return `${kind.replaceAll('-', ' ')} ${specVersion}: SHA-256 of its DER`;
}

function partOf(component: CertifiedContent, { ref, der }: { readonly ref: string; readonly der: Uint8Array }): HbomPart {
  const unit = { ...component, category: categoryOf(component.class, component), slot: null, hashes: {} };
  const { platformCertificateUri } = component;
  const uri = platformCertificateUri === null ? [] : uriReference(platformCertificateUri.uri);
  return { ref, unit, properties: componentProperties(component, der), references: uri, parts: firmwareInRevision(unit, ref) };
}

/** Only an address that every reader can read; the properties keep any. */
function uriReference(uri: string): readonly HbomReference[] {
  return /^https?:\/\/[\w.:-]+(?:\/[\w./~%-]*)?$/.test(uri)
    ? [{ url: uri, sha256: null, comment: 'platform certificate of this component' }]
    : [];
}

function contentOfComponent(component: CycloneDxBom['components'][number]): CertifiedContent {
  const { class: componentClass, manufacturer, model, serial, revision, manufacturerId, fieldReplaceable, addresses, status } = component;
  return {
    ...{ class: componentClass, manufacturer, model, serial, revision, manufacturerId, fieldReplaceable, addresses, status },
    ...readComponentProperties(component.properties),
  };
}

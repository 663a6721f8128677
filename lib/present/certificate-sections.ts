import { classText } from '#lib/component/class-text.ts';
import type { Component } from '#lib/component/types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import type { UriReference } from '#lib/platform-cert/trait-types.ts';
import type {
  AttestationKeyCertificate,
  EndorsementKeyCertificate,
  PlatformCertificate,
  TbbSecurityAssertions,
} from '#lib/platform-cert/types.ts';
import { extensionLines, extensionName } from '#lib/x509/describe-extension.ts';
import { nameText } from '#lib/x509/name.ts';
import { signatureAlgorithmName } from '#lib/x509/signature-algorithms.ts';
import type { Certificate, Extension } from '#lib/x509/types.ts';
import { componentTable } from './component-table.ts';
import type { Section, SectionMaker } from './document-fields.ts';
import { traitSections } from './trait-sections.ts';
import { measuresText, referenceText, uriText } from './trait-text.ts';

/** All that a platform, delta or rebase certificate says. */
export function platformCertificateSections(certificate: PlatformCertificate, make: SectionMaker): readonly Section[] {
  const { platform, credentialSpecification: declared, platformSpecification } = certificate;
  return [
    make.section('certificate', [
      ['form', certificate.form],
      ['version', certificate.specVersion],
      ['serialNumber', certificate.serialNumber],
      ['issuer', nameText(certificate.issuer)],
      ['notBefore', certificate.notBefore],
      ['notAfter', certificate.notAfter],
      ['signatureAlgorithm', signatureAlgorithmName(certificate.signatureAlgorithm.oid)],
      ['userNotice', certificate.userNotice],
    ]),
    make.section('platform', [
      ['manufacturer', platform.manufacturer],
      ['model', platform.model],
      ['version', platform.version],
      ['serial', platform.serial],
      ['manufacturerId', platform.manufacturerId],
    ]),
    ...holderSections(certificate, make),
    make.section('specification', [
      ['declared', versionText(declared)],
      ['credentialType', certificate.credentialType],
      ['platformSpecification', versionText(platformSpecification)],
      ['platformClass', platformSpecification === null ? null : toHex(platformSpecification.platformClass)],
    ]),
    assertionSection(certificate.tbbSecurityAssertions, make),
    componentTable(make, {
      components: certificate.components,
      columns: ['class', 'manufacturer', 'model', 'serial', 'revision', 'manufacturerId', 'replaceable', 'addresses', 'status'],
      cells: componentCells,
    }),
    make.table(
      'properties',
      ['name', 'value', 'status'],
      certificate.properties.map(({ name, value, status }) => [name, value, status]),
    ),
    make.section('references', [
      ['componentsUri', addressOf(certificate.componentsUri)],
      ['propertiesUri', addressOf(certificate.propertiesUri)],
      ['platformConfigUri', addressOf(certificate.platformConfigUri)],
    ]),
    make.table('componentReferences', ['position', 'componentCertificate', 'componentCertificateUri'], referenceRows(certificate)),
    ...traitSections(certificate, make),
    extensionSection(certificate.extensions, make),
    make.table(
      'other',
      ['oid', 'offset', 'bytes'],
      certificate.otherAttributes.map(({ oid, offset, raw }) => [oid, offset, toHex(raw)]),
    ),
    make.table(
      'unread',
      ['path', 'offset', 'bytes'],
      certificate.unread.map(({ path, offset, raw }) => [path, offset, toHex(raw)]),
    ),
  ];
}

/** What the certificate is bound to. */
function holderSections({ holder, boundKey, targets }: PlatformCertificate, make: SectionMaker): readonly Section[] {
  return [
    make.section('holder', [
      ['holderIssuer', holder === null ? null : nameText(holder.issuer)],
      ['holderSerial', holder?.serialNumber],
      ['boundSubject', boundKey === null ? null : nameText(boundKey.subject)],
      ['keyDigest', boundKey?.keyDigest],
    ]),
    make.table(
      'targets',
      ['holderIssuer', 'holderSerial'],
      targets.map(({ issuer, serialNumber }) => [nameText(issuer), serialNumber]),
    ),
  ];
}

const componentCells = (component: Component) => [
  component.class === null ? null : classText(component.class),
  component.manufacturer,
  component.model,
  component.serial,
  component.revision,
  component.manufacturerId,
  component.fieldReplaceable,
  component.addresses.map(({ kind, value }) => `${kind} ${value}`).join(', '),
  component.status,
];

function versionText(version: { readonly major: number; readonly minor: number; readonly revision: number } | null): string | null {
  return version === null ? null : `${version.major}.${version.minor}.${version.revision}`;
}

const addressOf = (reference: UriReference | null): string | null => (reference === null ? null : uriText(reference));

/** Certificates of their own that components name, and where these can be found. */
function referenceRows({ components }: PlatformCertificate) {
  return components.flatMap(({ platformCertificate, platformCertificateUri }, index) => {
    if (platformCertificate === null && platformCertificateUri === null) return [];
    return [[index + 1, platformCertificate === null ? null : referenceText(platformCertificate), addressOf(platformCertificateUri)]];
  });
}

function assertionSection(assertions: TbbSecurityAssertions | null, make: SectionMaker): Section {
  if (assertions === null) return make.section('assertions', []);
  const { version, commonCriteria, fipsLevel, rtmType, iso9000Certified, iso9000Uri } = assertions;
  return make.section('assertions', [
    ['assertionsVersion', version],
    ['commonCriteria', commonCriteria === null ? null : measuresText(commonCriteria)],
    ['fips', fipsLevel === null ? null : `${fipsLevel.version}, ${fipsLevel.level}${fipsLevel.plus ? '+' : ''}`],
    ['rtm', rtmType],
    ['iso9000', iso9000Certified],
    ['iso9000Uri', iso9000Uri],
  ]);
}

/** All that a public-key certificate says. */
export function certificateSections(certificate: Certificate, make: SectionMaker): readonly Section[] {
  return [
    make.section('certificate', [
      ['serialNumber', certificate.serialNumber],
      ['issuer', nameText(certificate.issuer)],
      ['subject', nameText(certificate.subject)],
      ['notBefore', certificate.notBefore],
      ['notAfter', certificate.notAfter],
      ['signatureAlgorithm', signatureAlgorithmName(certificate.signatureAlgorithm.oid)],
      ['authority', certificate.basicConstraints?.ca],
      ['keyUsage', certificate.keyUsage?.join(', ')],
      ['extendedKeyUsage', certificate.extendedKeyUsage?.join(', ')],
    ]),
    extensionSection(certificate.extensions, make),
  ];
}

/** All that an EK certificate says: the TPM first. */
export function ekCertificateSections(document: EndorsementKeyCertificate, make: SectionMaker): readonly Section[] {
  const tpm = make.section('tpm', [
    ['tpmManufacturer', document.tpmManufacturer],
    ['tpmModel', document.tpmModel],
    ['tpmVersion', document.tpmVersion],
    ['tpmSpecification', tpmSpecificationText(document.tpmSpecification)],
    ['keyDigest', document.keyDigest],
  ]);
  return [tpm, ...certificateSections(document.certificate, make)];
}

const tpmSpecificationText = (specification: EndorsementKeyCertificate['tpmSpecification']): string | null =>
  specification === null ? null : `${specification.family}, level ${specification.level}, revision ${specification.revision}`;

/** All that the certificate of an attestation key says: whose key it is, and what its issuer says to have verified. */
export function attestationKeyCertificateSections(document: AttestationKeyCertificate, make: SectionMaker): readonly Section[] {
  const { use, verified, hardwareModules, permanentIdentifiers, tpmManufacturer, platform, keyDigest } = document;
  const key = make.section('attestationKey', [
    ['keyUse', use === 'attestation' ? 'attests what its TPM generates' : 'identifies the device, and attests nothing'],
    ['verified', verified.join(', ')],
    ['tpmManufacturer', tpmManufacturer],
    ...hardwareModules.map(({ type, serial }) => ['hardwareModule', `${type}: ${asciiOrHex(serial)}`] as const),
    ...permanentIdentifiers.map(
      ({ value, assigner }) => ['permanentIdentifier', `${value ?? ''} (${assigner ?? 'by its issuer'})`] as const,
    ),
    ['manufacturer', platform.manufacturer],
    ['model', platform.model],
    ['serial', platform.serial],
    ['keyDigest', keyDigest],
  ]);
  return [key, ...certificateSections(document.certificate, make)];
}

const asciiOrHex = (octets: Uint8Array): string =>
  octets.every((octet) => octet >= 0x20 && octet <= 0x7e) ? Buffer.from(octets).toString('latin1') : toHex(octets);

/** Extensions: what they say where that is known, and as received. */
export function extensionSection(extensions: readonly Extension[], make: SectionMaker): Section {
  return make.table(
    'extensions',
    ['name', 'says', 'critical', 'oid', 'offset', 'bytes'],
    extensions.map(({ oid, critical, offset, value }) => [
      extensionName(oid),
      extensionLines({ oid, value }).join('; '),
      critical,
      oid,
      offset,
      toHex(value),
    ]),
  );
}

import { fromHex } from '#lib/encoding/bytes.ts';
import { contextConstructed, contextPrimitive, TAG } from '#lib/encoding/der.ts';
import { derBoolean, derInteger, derOctets, derOid, derSequence, derSetOf, derString, derValue } from '#lib/encoding/der-write.ts';
import { ATTRIBUTE, CONFIGURATION, OIW_SHA1_WITH_RSA, QUALIFIER, TCPA_USER_NOTICE, USER_NOTICE } from '#lib/platform-cert/oids.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import { authorityKeyIdentifier, type TestExtension } from './certificate-authority.ts';
import { encodeAttribute, encodeCredentialType, encodeVersion } from './platform-certificate-attributes.ts';
import { encodeDirectoryNames } from './platform-certificate-configuration.ts';
import { platformNames, platformPolicies } from './platform-certificate-extensions.ts';
import { FIRMWARE, MODULE, NETWORK_CARD, PLATFORM, SAMPLE_AUTHORITY, TCG_REGISTRY } from './platform-certificate-sample-parts.ts';
import { TRAIT_SAMPLES } from './platform-certificate-trait-samples.ts';
import { makePlatformCertificate, type PlatformCertificateDescription } from './platform-certificates.ts';

export { SAMPLE_AUTHORITY } from './platform-certificate-sample-parts.ts';

/** A base of specification 1.1 in which every field is used. */
export const FULL_BASE: PlatformCertificateDescription = {
  authority: SAMPLE_AUTHORITY,
  holder: { issuer: 'Kumquat TPM CA', serialNumber: 77n },
  serialNumber: 0x1234567890abcdefn,
  platform: PLATFORM,
  notBefore: '2024-03-01T08:00:00Z',
  notAfter: '2034-03-01T08:00:00Z',
  components: [MODULE, MODULE, NETWORK_CARD, FIRMWARE],
  componentsUri: {
    uri: 'https://pomelo.example/components.xml',
    hashAlgorithm: '2.16.840.1.101.3.4.2.1',
    hashValue: new Uint8Array(32).fill(0x5a),
  },
  properties: [
    { name: 'vPro', value: 'true' },
    { name: 'AMT', value: 'false' },
  ],
  propertiesUri: { uri: 'https://pomelo.example/properties.xml' },
  platformConfigUri: { uri: 'https://pomelo.example/pcrs.xml' },
  tbbSecurityAssertions: {
    commonCriteria: {
      version: '3.1',
      assuranceLevel: 4,
      evaluationStatus: 2,
      plus: true,
      strengthOfFunction: 1,
      profileOid: '2.999.2',
      profileUri: { uri: 'https://pomelo.example/profile.pdf' },
      targetOid: '2.999.3',
      targetUri: { uri: 'https://pomelo.example/target.pdf' },
    },
    fipsLevel: { version: '140-2', level: 2, plus: true },
    rtmType: 3,
    iso9000Certified: true,
    iso9000Uri: 'https://pomelo.example/iso.pdf',
  },
  targets: [{ issuer: 'Kumquat TPM CA', serialNumber: 78n }],
};

/** A base with one component and nothing odd. */
export const PLAIN_BASE: PlatformCertificateDescription = {
  authority: SAMPLE_AUTHORITY,
  holder: { issuer: 'Kumquat TPM CA', serialNumber: 77n },
  serialNumber: 5n,
  platform: PLATFORM,
  components: [MODULE],
};

const DELTA: PlatformCertificateDescription = {
  ...PLAIN_BASE,
  kind: 'delta',
  serialNumber: 6n,
  holder: { issuer: 'Pomelo Platform CA', serialNumber: 5n },
  components: [
    { ...MODULE, status: 'removed' },
    { ...MODULE, serial: 'KM000002', status: 'added' },
    { ...FIRMWARE, revision: '1.3.0', status: 'modified' },
  ],
  properties: [{ name: 'AMT', value: 'true', status: 'modified' }],
};

const text = derString;
const component = (...fields: readonly Uint8Array[]) => derValue(contextConstructed(0), derSequence(...fields));
const componentClass = (octets: Uint8Array) => derSequence(derOid(TCG_REGISTRY), derOctets(octets));
const ascii = (value: string) => new TextEncoder().encode(value);

/** A base with a configuration of one's own, as its only attribute beside the type. */
function withConfiguration(oid: string, ...fields: readonly Uint8Array[]): Uint8Array {
  const attributes = [encodeCredentialType('base'), encodeAttribute(oid, derSequence(...fields))];
  return makePlatformCertificate({ ...PLAIN_BASE, attributes });
}

function withExtensions(...replaced: readonly TestExtension[]): Uint8Array {
  const usual = [platformPolicies(), platformNames(PLATFORM), authorityKeyIdentifier(SAMPLE_AUTHORITY.keyIdentifier)];
  const kept = usual.filter(({ oid }) => !replaced.some((extension) => extension.oid === oid));
  return makePlatformCertificate({ ...PLAIN_BASE, extensions: [...kept, ...replaced] });
}

function tcpaEra(): Uint8Array {
  const rdn = (oid: string, value: string) => derSetOf(derSequence(derOid(oid), text(value)));
  const name = derSequence(rdn(ATTRIBUTE.tcpaManufacturer, 'Pomelo'), rdn(ATTRIBUTE.tcpaModel, 'Desk 1'), rdn(ATTRIBUTE.tcpaVersion, 'A'));
  const platformClass = derSequence(encodeVersion({ major: 1, minor: 2, revision: 1 }), text('1'));
  return makePlatformCertificate({
    ...PLAIN_BASE,
    attributes: [encodeAttribute(ATTRIBUTE.platformSpecification, platformClass)],
    extensions: [
      { ...platformPolicies('TCPA Trusted Platform Endorsement'), critical: true },
      { oid: EXTENSION.subjectAltName, critical: true, value: encodeDirectoryNames(name) },
    ],
  });
}

/** As before there was a standard: names without their tag, both serials in one, and the policies among the attributes. */
function preStandard(): Uint8Array {
  const rdn = (oid: string, value: string) => derSetOf(derSequence(derOid(oid), text(value)));
  const name = derSequence(
    rdn(ATTRIBUTE.tcpaManufacturer, 'Pomelo'),
    rdn(ATTRIBUTE.tcpaModel, 'Rack 0'),
    rdn(ATTRIBUTE.credentialSpecification, 'CHASSIS-1, BOARD-7'),
  );
  const notice = derSequence(derOid(QUALIFIER.userNotice), derSequence(text(TCPA_USER_NOTICE)));
  const policies = derSequence(derSequence(derOid('2.999.1'), derSequence(notice)));
  return makePlatformCertificate({
    ...PLAIN_BASE,
    authority: oldAlgorithm,
    attributes: [encodeAttribute(EXTENSION.certificatePolicies, policies)],
    extensions: [{ oid: EXTENSION.subjectAltName, value: name }],
  });
}

/** The serial number with superfluous zeros, as one issuer's intermediate has it. */
function longSerialNumber(): Uint8Array {
  const der = makePlatformCertificate({ ...PLAIN_BASE, serialNumber: 0x7f000005n });
  const at = Buffer.from(der).indexOf(Uint8Array.of(2, 4, 0x7f, 0, 0, 5));
  return der.map((octet, index) => (index === at + 2 ? 0 : octet));
}

function encodedDefaults(): Uint8Array {
  const assertions = derSequence(derInteger(0), derBoolean(false));
  const attributes = [
    encodeCredentialType('base'),
    encodeAttribute(ATTRIBUTE.tbbSecurityAssertions, assertions),
    encodeAttribute(CONFIGURATION.v2, derSequence(derValue(contextConstructed(2)))),
  ];
  return makePlatformCertificate({ ...PLAIN_BASE, attributes });
}

function policyIsQualifier(): Uint8Array {
  const notice = derSequence(derOid(QUALIFIER.userNotice), derSequence(text(USER_NOTICE)));
  const policy = derSequence(derOid(QUALIFIER.userNotice), derSequence(notice));
  return withExtensions({ oid: EXTENSION.certificatePolicies, value: derSequence(policy) });
}

function keyIdentifierAsText(): Uint8Array {
  const hex = Buffer.from(SAMPLE_AUTHORITY.keyIdentifier).toString('hex').toUpperCase();
  const value = derSequence(derOctets(ascii(hex), contextPrimitive(0)));
  return withExtensions({ oid: EXTENSION.authorityKeyIdentifier, value });
}

function wrappedSpecification(): Uint8Array {
  const wrapped = derSequence(encodeVersion({ major: 1, minor: 1, revision: 17 }));
  const moreAttributes = [encodeAttribute(ATTRIBUTE.credentialSpecification, wrapped)];
  return makePlatformCertificate({ ...PLAIN_BASE, credentialSpecification: null, moreAttributes });
}

function roleCertificate(): Uint8Array {
  const role = encodeAttribute('2.5.4.72', derSequence(derValue(contextConstructed(1), derString('admin', contextPrimitive(2)))));
  return makePlatformCertificate({
    ...PLAIN_BASE,
    attributes: [role],
    extensions: [authorityKeyIdentifier(SAMPLE_AUTHORITY.keyIdentifier)],
  });
}

function deltaWithoutType(): Uint8Array {
  const configuration = derSequence(
    component(componentClass(fromHex('00060004')), text('Kumquat Memory'), text('KM-16G'), derInteger(0, contextPrimitive(7))),
    derValue(contextConstructed(2), derSequence(text('AMT'), text('true'), derInteger(1, contextPrimitive(0)))),
  );
  return makePlatformCertificate({ ...DELTA, attributes: [encodeAttribute(CONFIGURATION.v2, configuration)] });
}

function unknownParts(): Uint8Array {
  const strange = component(componentClass(fromHex('00060004')), text('Kumquat Memory'), text('KM-16G'), derInteger(7));
  const attributes = [
    encodeCredentialType('base'),
    encodeAttribute(CONFIGURATION.v2, derSequence(strange, derValue(contextConstructed(9), text('later')))),
    encodeAttribute('2.999.4', text('nobody knows')),
  ];
  return makePlatformCertificate({ ...PLAIN_BASE, attributes });
}

const CLASS = componentClass(fromHex('00060004'));
const oldAlgorithm = { ...SAMPLE_AUTHORITY, algorithmIdentifier: derSequence(derOid(OIW_SHA1_WITH_RSA), derValue(TAG.null)) };
const twoConfigurations = encodeAttribute(CONFIGURATION.v1, derSequence(component(text('Lime'), text('L1'))));

/** Every sample by the name of its file: what it shows, or the defect that it has. */
export const PLATFORM_CERTIFICATE_SAMPLES: Readonly<Record<string, () => Uint8Array>> = {
  'base-1-1-every-field': () => makePlatformCertificate(FULL_BASE),
  'base-1-0-every-field': () => makePlatformCertificate({ ...FULL_BASE, specVersion: '1.0' }),
  'delta-1-1': () => makePlatformCertificate(DELTA),
  'delta-without-type': deltaWithoutType,
  'delta-without-status': () => makePlatformCertificate({ ...DELTA, components: [MODULE] }),
  'class-as-text': () => withConfiguration(CONFIGURATION.v2, component(componentClass(ascii('0.0.0.10')), text('Lime'), text('L1'))),
  'class-missing': () => withConfiguration(CONFIGURATION.v2, component(text('Lime'), text('L1'))),
  'class-bare-before-strings': () =>
    withConfiguration(CONFIGURATION.v1, component(derOctets(fromHex('03000000')), text('Lime'), text('L1'))),
  'manufacturer-id-as-digits': () =>
    withConfiguration(CONFIGURATION.v2, component(CLASS, text('Lime'), text('L1'), derOctets(ascii('343'), contextPrimitive(2)))),
  'manufacturer-id-is-registry': () =>
    withConfiguration(CONFIGURATION.v2, component(CLASS, text('Lime'), text('L1'), derOid(TCG_REGISTRY, contextPrimitive(2)))),
  'mac-address-of-five-octets': () =>
    makePlatformCertificate({ ...PLAIN_BASE, components: [{ ...MODULE, addresses: [{ kind: 'ethernet-mac', value: 'AF:3A:94:10:A5' }] }] }),
  'status-in-base': () => makePlatformCertificate({ ...PLAIN_BASE, components: [{ ...MODULE, status: 'modified' }] }),
  'status-unknown': () =>
    withConfiguration(CONFIGURATION.v2, component(CLASS, text('Lime'), text('L1'), derInteger(5, contextPrimitive(7)))),
  'credential-specification-wrapped': wrappedSpecification,
  'declared-version-mismatch': () =>
    makePlatformCertificate({ ...PLAIN_BASE, credentialSpecification: { major: 1, minor: 0, revision: 11 } }),
  'tcpa-names-and-one-octet-class': tcpaEra,
  'pre-standard-names-and-policies': preStandard,
  'serial-number-with-superfluous-zeros': longSerialNumber,
  'encoded-defaults-and-empty-list': encodedDefaults,
  'empty-strings': () => makePlatformCertificate({ ...PLAIN_BASE, components: [{ ...MODULE, serial: '', revision: '' }] }),
  'policy-identifier-is-qualifier': policyIsQualifier,
  'key-identifier-as-text': keyIdentifierAsText,
  'old-sha1-identifier': () => makePlatformCertificate({ ...PLAIN_BASE, authority: oldAlgorithm }),
  'unknown-parts': unknownParts,
  'holder-names-nothing': () => makePlatformCertificate({ ...PLAIN_BASE, holder: null }),
  'role-certificate': roleCertificate,
  'two-configurations': () => makePlatformCertificate({ ...PLAIN_BASE, moreAttributes: [twoConfigurations] }),
  'length-beyond-end': () => makePlatformCertificate(PLAIN_BASE).subarray(0, -20),
  ...TRAIT_SAMPLES,
};

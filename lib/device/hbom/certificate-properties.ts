import type { PlatformIdentity, Property } from '#lib/component/types.ts';
import type { NamedValue } from '#lib/cyclonedx/types.ts';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { readDer } from '#lib/encoding/der.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { CertifiedComponent, ComponentCertificateReference, IssuerSerial, TraitLists } from '#lib/platform-cert/trait-types.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { readName } from '#lib/x509/name.ts';
import { assertionProperties, readAssertions } from './assertion-properties.ts';
import { boundKeyProperties, readBoundKey } from './bound-key-properties.ts';
import { bytesOf, hexOf, optional, readUri, uriProperties, type Values, valuesOf } from './property-values.ts';
import { readTraitProperties, traitProperties } from './trait-properties.ts';

/** What a platform certificate says of its platform and its parts: all that an HBOM of it carries. */
export interface CertificateContent
  extends Pick<
    PlatformCertificate,
    | 'kind'
    | 'specVersion'
    | 'holder'
    | 'boundKey'
    | 'properties'
    | 'componentsUri'
    | 'propertiesUri'
    | 'platformConfigUri'
    | 'tbbSecurityAssertions'
    | 'traits'
  > {
  readonly platform: PlatformIdentity & { readonly manufacturerId: string | null };
  readonly components: readonly CertifiedContent[];
}

/** A component without its place in the certificate. */
export type CertifiedContent = Omit<CertifiedComponent, 'offset'>;

const PLATFORM_CERTIFICATE = 'assay:tcg:platformCertificate';
const PLATFORM_CERTIFICATE_URI = 'assay:tcg:platformCertificateUri';
const CERTIFICATE_KIND = 'assay:tcg:certificateKind';
const SPEC_VERSION = 'assay:tcg:specificationVersion';
const PLATFORM_MANUFACTURER_ID = 'assay:tcg:platformManufacturerId';
const HOLDER = 'assay:tcg:holder';
const URIS = [
  ['componentsUri', 'assay:tcg:componentsUri'],
  ['propertiesUri', 'assay:tcg:propertiesUri'],
  ['platformConfigUri', 'assay:tcg:platformConfigUri'],
] as const;
/** A platform property; its name follows. What a delta does with it stands before the name. */
const PROPERTY = /^assay:tcg:property(?:-(added|modified|removed))?:(.*)$/s;
/** All traits of a component of specification 2.x, those behind other fields included. */
const TRAIT = 'assay:tcg:trait';
/** Traits of the certificate as a whole; the name of their list follows. */
const TRAITS = 'assay:tcg:traits:';
const TRAIT_LISTS = [
  'platformIdentifier',
  'previousPlatformCertificates',
  'cryptographicAnchors',
  'platformOwnership',
  'manufacturingAssertions',
  'tbbSecurityAssertions',
  'platformConfigUri',
] as const satisfies readonly (keyof TraitLists)[];
const KINDS = ['platform-certificate', 'delta-platform-certificate', 'rebase-platform-certificate'] as const;

/** What only a certificate says of a component, as properties of its CycloneDX component. */
export function componentProperties(component: CertifiedContent, der: Uint8Array): readonly NamedValue[] {
  const { platformCertificate, platformCertificateUri, traits } = component;
  return [
    ...(platformCertificate === null ? [] : referenceProperties(platformCertificate)),
    ...uriProperties(PLATFORM_CERTIFICATE_URI, platformCertificateUri),
    ...traitProperties(TRAIT, traits, der),
  ];
}

/** The inverse of componentProperties. @throws ParseError 'bad-value' and what readDer throws, when a value was changed */
export function readComponentProperties(
  properties: readonly NamedValue[],
): Pick<CertifiedContent, 'platformCertificate' | 'platformCertificateUri' | 'traits'> {
  const values = valuesOf(properties);
  return {
    platformCertificate: readReference(values),
    platformCertificateUri: readUri(values, PLATFORM_CERTIFICATE_URI),
    traits: readTraitProperties(properties, { name: TRAIT, isComponent: true }),
  };
}

/** What a certificate says beside its components, as properties of the HBOM's subject. */
export function platformProperties(content: Omit<CertificateContent, 'components'>, der: Uint8Array): readonly NamedValue[] {
  const { kind, specVersion, platform, holder, properties } = content;
  return [
    { name: CERTIFICATE_KIND, value: kind },
    { name: SPEC_VERSION, value: specVersion },
    ...optional(PLATFORM_MANUFACTURER_ID, platform.manufacturerId),
    ...(holder === null ? [] : issuerSerialProperties(HOLDER, holder)),
    ...boundKeyProperties(content.boundKey),
    ...URIS.flatMap(([field, name]) => uriProperties(name, content[field])),
    ...assertionProperties(content.tbbSecurityAssertions),
    ...properties.map(platformProperty),
    ...TRAIT_LISTS.flatMap((list) => traitProperties(`${TRAITS}${list}`, content.traits[list], der)),
  ];
}

/**
 * The inverse of platformProperties; null when the properties are not those of a certificate.
 * @throws ParseError 'bad-value' and what readDer throws, when a value was changed
 */
export function readPlatformProperties(
  properties: readonly NamedValue[],
): (Omit<CertificateContent, 'components' | 'platform'> & { readonly manufacturerId: string | null }) | null {
  const values = valuesOf(properties);
  const kind = KINDS.find((known) => known === values.get(CERTIFICATE_KIND));
  if (kind === undefined) return null;
  const [componentsUri, propertiesUri, platformConfigUri] = [
    readUri(values, URIS[0][1]),
    readUri(values, URIS[1][1]),
    readUri(values, URIS[2][1]),
  ];
  return {
    kind,
    specVersion: values.get(SPEC_VERSION) ?? '',
    manufacturerId: values.get(PLATFORM_MANUFACTURER_ID) ?? null,
    holder: readIssuerSerial(values, HOLDER),
    boundKey: readBoundKey(values),
    properties: properties.flatMap(readProperty),
    componentsUri,
    propertiesUri,
    platformConfigUri,
    tbbSecurityAssertions: readAssertions(values),
    traits: {
      platformIdentifier: readList(properties, 'platformIdentifier'),
      previousPlatformCertificates: readList(properties, 'previousPlatformCertificates'),
      cryptographicAnchors: readList(properties, 'cryptographicAnchors'),
      platformOwnership: readList(properties, 'platformOwnership'),
      manufacturingAssertions: readList(properties, 'manufacturingAssertions'),
      tbbSecurityAssertions: readList(properties, 'tbbSecurityAssertions'),
      platformConfigUri: readList(properties, 'platformConfigUri'),
    },
  };
}

function readList(properties: readonly NamedValue[], list: keyof TraitLists): TraitLists[keyof TraitLists] {
  return readTraitProperties(properties, { name: `${TRAITS}${list}`, isComponent: false });
}

/** A platform property, under its own name. */
export function platformProperty({ name, value, status }: Property): NamedValue {
  return { name: `assay:tcg:property${status === null ? '' : `-${status}`}:${name}`, value };
}

function readProperty({ name, value }: NamedValue): Property[] {
  const [whole, status, rest] = PROPERTY.exec(name) ?? [];
  if (whole === undefined) return [];
  return [{ name: rest ?? '', value, status: status === 'added' || status === 'modified' || status === 'removed' ? status : null }];
}

function referenceProperties({
  hashAlgorithm,
  hashOverSignatureValue,
  issuerSerial,
}: ComponentCertificateReference): readonly NamedValue[] {
  return [
    // A reference that names nothing is still there.
    { name: PLATFORM_CERTIFICATE, value: 'referenced' },
    ...optional(`${PLATFORM_CERTIFICATE}:hashAlgorithm`, hashAlgorithm),
    ...optional(`${PLATFORM_CERTIFICATE}:hashOverSignatureValue`, hexOf(hashOverSignatureValue)),
    ...(issuerSerial === null ? [] : issuerSerialProperties(PLATFORM_CERTIFICATE, issuerSerial)),
  ];
}

function readReference(values: Values): ComponentCertificateReference | null {
  if (!values.has(PLATFORM_CERTIFICATE)) return null;
  return {
    hashAlgorithm: values.get(`${PLATFORM_CERTIFICATE}:hashAlgorithm`) ?? null,
    hashOverSignatureValue: bytesOf(values.get(`${PLATFORM_CERTIFICATE}:hashOverSignatureValue`)),
    issuerSerial: readIssuerSerial(values, PLATFORM_CERTIFICATE),
  };
}

/** The issuer as its DER in base64: a name as text can't be turned back. */
function issuerSerialProperties(name: string, { issuer, serialNumber }: IssuerSerial): readonly NamedValue[] {
  return [
    { name: `${name}:issuer`, value: toBase64(issuer.raw) },
    { name: `${name}:serialNumber`, value: serialNumber.toString() },
  ];
}

function readIssuerSerial(values: Values, name: string): IssuerSerial | null {
  const [issuer, serialNumber] = [values.get(`${name}:issuer`), values.get(`${name}:serialNumber`)];
  if (issuer === undefined || serialNumber === undefined) return null;
  if (!/^-?[0-9]{1,100}$/.test(serialNumber)) throw new ParseError('bad-value', `${name}:serialNumber is no whole number`);
  return { issuer: readName(readDer(new Uint8Array(Buffer.from(issuer, 'base64')))), serialNumber: BigInt(serialNumber) };
}

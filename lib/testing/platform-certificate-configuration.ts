import type { Component, Property } from '#lib/component/types.ts';
import { fromHex } from '#lib/encoding/bytes.ts';
import { contextConstructed, contextPrimitive, TAG } from '#lib/encoding/der.ts';
import { derBits, derBoolean, derInteger, derOctets, derOid, derSequence, derString, derValue } from '#lib/encoding/der-write.ts';
import { ADDRESS_KINDS } from '#lib/platform-cert/oids.ts';
import { encodeName } from '#lib/x509/name.ts';
import type { TestName } from './certificate-authority.ts';

/** A certificate named by issuer and serial number. */
export interface TestIssuerSerial {
  readonly issuer: TestName;
  readonly serialNumber: bigint | number;
}

/** A URI with an optional digest of what it points to. */
export interface TestUriReference {
  readonly uri: string;
  /** Dotted OID. */
  readonly hashAlgorithm?: string;
  readonly hashValue?: Uint8Array;
}

/** A certificate named by the digest of its signature, by issuer and serial number, or both. */
export interface TestCertificateReference {
  /** Dotted OID. */
  readonly hashAlgorithm?: string;
  readonly hashOverSignatureValue?: Uint8Array;
  readonly issuerSerial?: TestIssuerSerial;
}

/** A component to be certified; what is not told is left out of the certificate. */
export interface TestComponent extends Partial<Component> {
  readonly manufacturer: string;
  readonly model: string;
  readonly platformCertificate?: TestCertificateReference | null;
  readonly platformCertificateUri?: TestUriReference | null;
  /** Further traits; only in specification 2.x. */
  readonly moreTraits?: readonly TestTrait[];
}

export type TestProperty = Pick<Property, 'name' | 'value'> & Partial<Property>;

/** What a platform configuration is made of. */
export interface TestConfiguration {
  readonly components?: readonly TestComponent[];
  readonly componentsUri?: TestUriReference;
  readonly properties?: readonly TestProperty[];
  readonly propertiesUri?: TestUriReference;
}

const STATUS = { added: 0, modified: 1, removed: 2 } as const;
const TYPES_OF_ADDRESSES = new Map([...ADDRESS_KINDS].map(([oid, kind]) => [kind, oid]));

/** A name from its description; a text stands for one CN. */
export function encodeTestName(name: TestName): Uint8Array {
  return encodeName(typeof name === 'string' ? [{ oid: '2.5.4.3', value: name }] : name);
}

/** GeneralNames of one directoryName, under an identifier octet. */
export function encodeDirectoryNames(name: Uint8Array, tag: number = TAG.sequence): Uint8Array {
  return derValue(tag, derValue(contextConstructed(4), name));
}

/** IssuerSerial, under an identifier octet. */
export function encodeIssuerSerial({ issuer, serialNumber }: TestIssuerSerial, tag: number = TAG.sequence): Uint8Array {
  return derValue(tag, encodeDirectoryNames(encodeTestName(issuer)), derInteger(serialNumber));
}

/** URIReference, under an identifier octet. */
export function encodeUriReference({ uri, hashAlgorithm, hashValue }: TestUriReference, tag: number = TAG.sequence): Uint8Array {
  return derValue(
    tag,
    derString(uri, TAG.ia5String),
    ...present(hashAlgorithm, (oid) => derSequence(derOid(oid))),
    ...present(hashValue, (bytes) => derBits(bytes)),
  );
}

/** PlatformConfiguration (generation 1) or PlatformConfiguration-v2. */
export function encodeConfiguration(configuration: TestConfiguration, generation: 1 | 2): Uint8Array {
  const { components = [], properties = [], componentsUri, propertiesUri } = configuration;
  const [propertiesTag, propertiesUriTag] = generation === 1 ? [1, 2] : [2, 3];
  const list = (tag: number, items: readonly Uint8Array[]) => (items.length === 0 ? [] : [derValue(contextConstructed(tag), ...items)]);
  return derSequence(
    ...list(
      0,
      components.map((component) => encodeComponent(component, generation)),
    ),
    ...present(generation === 2 ? componentsUri : undefined, (uri) => encodeUriReference(uri, contextConstructed(1))),
    ...list(propertiesTag, properties.map(encodeProperty)),
    ...present(propertiesUri, (uri) => encodeUriReference(uri, contextConstructed(propertiesUriTag))),
  );
}

/** ComponentIdentifier; generation 1 has no class, certificate reference or status, and they are left out. */
export function encodeComponent(component: TestComponent, generation: 1 | 2): Uint8Array {
  const later =
    generation === 2 ? component : { ...component, class: null, platformCertificate: null, platformCertificateUri: null, status: null };
  const addresses = component.addresses ?? [];
  return derSequence(
    ...present(later.class, ({ registry, value }) => derSequence(derOid(registry), derOctets(fromHex(value)))),
    derString(component.manufacturer),
    derString(component.model),
    ...present(component.serial, (text) => derString(text, contextPrimitive(0))),
    ...present(component.revision, (text) => derString(text, contextPrimitive(1))),
    ...present(component.manufacturerId, (oid) => derOid(oid, contextPrimitive(2))),
    ...present(component.fieldReplaceable, (value) => derBoolean(value, contextPrimitive(3))),
    ...(addresses.length === 0 ? [] : [derValue(contextConstructed(4), ...addresses.map(encodeAddress))]),
    ...present(later.platformCertificate, (reference) => encodeCertificateIdentifier(reference)),
    ...present(later.platformCertificateUri, (uri) => encodeUriReference(uri, contextConstructed(6))),
    ...present(later.status, (status) => derInteger(STATUS[status], contextPrimitive(7))),
  );
}

/** Property with its status, where it has one. */
export function encodeProperty({ name, value, status }: TestProperty): Uint8Array {
  return derSequence(derString(name), derString(value), ...present(status, (text) => derInteger(STATUS[text], contextPrimitive(0))));
}

/** ComponentAddress. */
export function encodeAddress({ kind, value }: NonNullable<TestComponent['addresses']>[number]): Uint8Array {
  return derSequence(derOid(TYPES_OF_ADDRESSES.get(kind) ?? kind), derString(value));
}

/** CertificateIdentifier, under an identifier octet. */
export function encodeCertificateIdentifier(reference: TestCertificateReference, tag: number = contextConstructed(5)): Uint8Array {
  const { hashAlgorithm, hashOverSignatureValue, issuerSerial } = reference;
  const hashed = hashAlgorithm !== undefined && hashOverSignatureValue !== undefined;
  return derValue(
    tag,
    ...(hashed ? [derValue(contextConstructed(0), derSequence(derOid(hashAlgorithm)), derOctets(hashOverSignatureValue))] : []),
    ...present(issuerSerial, (value) => encodeIssuerSerial(value, contextConstructed(1))),
  );
}

/** One encoded value, or none where there is nothing to encode. */
export function present<T>(value: T | null | undefined, encode: (value: T) => Uint8Array): readonly Uint8Array[] {
  return value === null || value === undefined ? [] : [encode(value)];
}

/** One trait; its value is DER of the type that the syntax demands. */
export interface TestTrait {
  readonly id: string;
  readonly category: string;
  /** The TCG's component registry unless told otherwise. */
  readonly registry?: string;
  readonly description?: string;
  readonly descriptionUri?: string;
  readonly value: Uint8Array;
}

/** How trait values are written: in their OCTET STRING, as specified, or bare, as a widespread tool does. */
export type TestTraitForm = 'wrapped' | 'raw';

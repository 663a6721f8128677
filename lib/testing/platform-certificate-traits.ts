import { fromHex } from '#lib/encoding/bytes.ts';
import { contextConstructed, contextPrimitive, TAG } from '#lib/encoding/der.ts';
import { derBits, derBoolean, derInteger, derOctets, derOid, derSequence, derString, derValue } from '#lib/encoding/der-write.ts';
import { ATTRIBUTE } from '#lib/platform-cert/oids.ts';
import { TRAIT_CATEGORY, TRAIT_ID } from '#lib/platform-cert/trait-oids.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import type { TestExtension } from './certificate-authority.ts';
import { encodeAttribute } from './platform-certificate-attributes.ts';
import {
  encodeAddress,
  encodeCertificateIdentifier,
  encodeComponent,
  encodeProperty,
  encodeUriReference,
  type TestCertificateReference,
  type TestComponent,
  type TestConfiguration,
  type TestTrait,
  type TestTraitForm,
} from './platform-certificate-configuration.ts';
import type { TestPlatform } from './platform-certificate-extensions.ts';

/** What only certificates of specification 2.x are made of. */
export interface TestTraitLists {
  /** Wrapped unless told otherwise. */
  readonly traitForm?: TestTraitForm;
  /** Whether a component is a list of traits or one component identifier; the list unless told otherwise. */
  readonly componentForm?: 'traits' | 'identifier';
  /** The certificates before this one, oldest first. */
  readonly previous?: readonly (TestCertificateReference & { readonly kind: 'base' | 'delta' | 'rebase' })[];
  readonly cryptographicAnchors?: readonly TestTrait[];
  readonly platformOwnership?: readonly TestTrait[];
  readonly manufacturingAssertions?: readonly TestTrait[];
  readonly securityAssertions?: readonly TestTrait[];
  readonly configUriTraits?: readonly TestTrait[];
}

const TCG_REGISTRY = '2.23.133.18.3.1';
const STATUS = { added: 0, modified: 1, removed: 2 } as const;
const CATEGORY_OF_KIND = {
  base: TRAIT_CATEGORY.platformCertificate,
  delta: TRAIT_CATEGORY.deltaPlatformCertificate,
  rebase: TRAIT_CATEGORY.rebasePlatformCertificate,
} as const;

/** A text trait. */
export function textTrait(category: string, text: string): TestTrait {
  return { id: TRAIT_ID.utf8String, category, value: derString(text) };
}

/** A trait that names a certificate. */
export function certificateTrait(category: string, reference: TestCertificateReference): TestTrait {
  return { id: TRAIT_ID.certificateIdentifier, category, value: encodeCertificateIdentifier(reference, TAG.sequence) };
}

/** A trait of named bits, by their numbers. */
export function flagsTrait(id: string, category: string, bits: readonly number[]): TestTrait {
  const octet = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return { id, category, value: derBits(Uint8Array.of(octet), 7 - Math.max(0, ...bits)) };
}

/** Trait. */
export function encodeTrait(trait: TestTrait, form: TestTraitForm = 'wrapped'): Uint8Array {
  const { id, category, registry = TCG_REGISTRY, description, descriptionUri, value } = trait;
  return derSequence(
    derOid(id),
    derOid(category),
    derOid(registry),
    description === undefined ? undefined : derString(description, contextPrimitive(0)),
    descriptionUri === undefined ? undefined : derString(descriptionUri, contextPrimitive(1)),
    form === 'wrapped' ? derOctets(value) : value,
  );
}

/** The attributes that hold lists of traits. */
export function encodeTraitAttributes(lists: TestTraitLists): readonly Uint8Array[] {
  const { traitForm, previous = [] } = lists;
  const attribute = (oid: string, traits: readonly TestTrait[] = []): readonly Uint8Array[] =>
    traits.length === 0 ? [] : [encodeAttribute(oid, derSequence(...traits.map((trait) => encodeTrait(trait, traitForm))))];
  return [
    ...attribute(
      ATTRIBUTE.previousPlatformCertificates,
      previous.map(({ kind, ...reference }) => certificateTrait(CATEGORY_OF_KIND[kind], reference)),
    ),
    ...attribute(ATTRIBUTE.cryptographicAnchors, lists.cryptographicAnchors),
    ...attribute(ATTRIBUTE.platformOwnership, lists.platformOwnership),
    ...attribute(ATTRIBUTE.manufacturingAssertions, lists.manufacturingAssertions),
    ...attribute(ATTRIBUTE.tbbSecurityAssertionsV3, lists.securityAssertions),
    ...attribute(ATTRIBUTE.platformConfigUriV3, lists.configUriTraits),
  ];
}

/** PlatformConfiguration-v3. */
export function encodeTraitConfiguration(description: TestConfiguration & TestTraitLists): Uint8Array {
  const { components = [], properties = [], traitForm, componentForm = 'traits' } = description;
  const traitsOf = (component: TestComponent): readonly TestTrait[] =>
    componentForm === 'identifier' ? [identifierTrait(component)] : componentTraits(component);
  const encoded = components.map((component) => derSequence(...traitsOf(component).map((trait) => encodeTrait(trait, traitForm))));
  return derSequence(
    encoded.length === 0 ? undefined : derValue(contextConstructed(0), ...encoded),
    properties.length === 0 ? undefined : derValue(contextConstructed(1), ...properties.map(encodeProperty)),
  );
}

/** A component as one trait. */
export function identifierTrait(component: TestComponent): TestTrait {
  return {
    id: TRAIT_ID.componentIdentifierV11,
    category: TRAIT_CATEGORY.componentIdentifierV11,
    registry: component.class?.registry ?? TCG_REGISTRY,
    value: encodeComponent(component, 2),
  };
}

/** A component as a list of traits, those of its own last. */
function componentTraits(component: TestComponent): readonly TestTrait[] {
  const { class: componentClass, manufacturer, model, serial, revision, manufacturerId, fieldReplaceable, status } = component;
  const when = <T>(value: T | null | undefined, make: (value: T) => TestTrait): readonly TestTrait[] =>
    value === null || value === undefined ? [] : [make(value)];
  return [
    ...when(componentClass, ({ registry, value }) => ({
      id: TRAIT_ID.componentClass,
      category: TRAIT_CATEGORY.componentClass,
      registry,
      value: derOctets(fromHex(value)),
    })),
    textTrait(TRAIT_CATEGORY.componentManufacturer, manufacturer),
    textTrait(TRAIT_CATEGORY.componentModel, model),
    ...when(serial, (text) => textTrait(TRAIT_CATEGORY.componentSerial, text)),
    ...when(revision, (text) => textTrait(TRAIT_CATEGORY.componentRevision, text)),
    ...when(manufacturerId, (oid) => ({ id: TRAIT_ID.pen, category: TRAIT_CATEGORY.pen, value: derOid(oid) })),
    ...when(fieldReplaceable, (value) => ({
      id: TRAIT_ID.boolean,
      category: TRAIT_CATEGORY.componentFieldReplaceable,
      value: derBoolean(value),
    })),
    ...(component.addresses ?? []).map((address) => ({
      id: TRAIT_ID.networkMac,
      category: TRAIT_CATEGORY.networkMac,
      value: encodeAddress(address),
    })),
    ...when(component.platformCertificate, (reference) => certificateTrait(TRAIT_CATEGORY.platformCertificate, reference)),
    ...when(component.platformCertificateUri, (uri) => ({
      id: TRAIT_ID.uri,
      category: TRAIT_CATEGORY.platformCertificate,
      value: encodeUriReference(uri),
    })),
    ...when(status, (text) => ({
      id: TRAIT_ID.status,
      category: TRAIT_CATEGORY.componentStatus,
      value: derInteger(STATUS[text], TAG.enumerated),
    })),
    ...(component.moreTraits ?? []),
  ];
}

/** PlatformIdentifier as the traits that it is made of. */
export function platformTraits(platform: TestPlatform): readonly TestTrait[] {
  const { manufacturer, model, version, serial, manufacturerId } = platform;
  return [
    textTrait(TRAIT_CATEGORY.platformManufacturer, manufacturer),
    textTrait(TRAIT_CATEGORY.platformModel, model),
    textTrait(TRAIT_CATEGORY.platformVersion, version),
    ...(serial === null || serial === undefined ? [] : [textTrait(TRAIT_CATEGORY.platformSerial, serial)]),
    ...(manufacturerId === null || manufacturerId === undefined
      ? []
      : [{ id: TRAIT_ID.pen, category: TRAIT_CATEGORY.platformManufacturerIdentifier, value: derOid(manufacturerId) }]),
  ];
}

/** subjectAltName with a platformIdentifier; nested once more where told, as an older tool did. */
export function platformIdentifier(platform: TestPlatform, form?: TestTraitForm, nesting: 'once' | 'twice' = 'once'): TestExtension {
  const traits = derSequence(...platformTraits(platform).map((trait) => encodeTrait(trait, form)));
  const value = nesting === 'once' ? traits : derSequence(traits);
  const otherName = derValue(contextConstructed(0), derOid(ATTRIBUTE.platformIdentifier), derValue(contextConstructed(0), value));
  return { oid: EXTENSION.subjectAltName, value: derSequence(otherName) };
}

import { contextConstructed } from '#lib/encoding/der.ts';
import { derBits, derGeneralizedTime, derInteger, derSequence, derValue } from '#lib/encoding/der-write.ts';
import { CONFIGURATION } from '#lib/platform-cert/oids.ts';
import type { SpecificationVersion } from '#lib/platform-cert/types.ts';
import { encodeName } from '#lib/x509/name.ts';
import { type Authority, authorityKeyIdentifier, encodeExtension, type TestExtension } from './certificate-authority.ts';
import {
  encodeAttribute,
  encodeCredentialSpecification,
  encodeCredentialType,
  encodePlatformConfigUri,
  encodePlatformSpecification,
  encodeTbbSecurityAssertions,
  type TestTbbSecurityAssertions,
} from './platform-certificate-attributes.ts';
import {
  encodeConfiguration,
  encodeDirectoryNames,
  encodeIssuerSerial,
  present,
  type TestConfiguration,
  type TestIssuerSerial,
  type TestUriReference,
} from './platform-certificate-configuration.ts';
import { platformNames, platformPolicies, type TestPlatform, targetInformation } from './platform-certificate-extensions.ts';
import { makeKeyForm, type TestBoundKey } from './platform-certificate-key-form.ts';
import { encodeTraitAttributes, encodeTraitConfiguration, platformIdentifier, type TestTraitLists } from './platform-certificate-traits.ts';

export type { TestComponent, TestIssuerSerial } from './platform-certificate-configuration.ts';

/** What a platform or delta certificate is made of; equal descriptions give equal bytes with RSA authorities. */
export interface PlatformCertificateDescription extends TestConfiguration, TestTraitLists {
  readonly authority: Pick<Authority, 'name' | 'keyIdentifier' | 'algorithmIdentifier' | 'sign'>;
  /** The EK certificate of a base; the certificate before a delta. Null: a holder that names none. */
  readonly holder: TestIssuerSerial | null;
  readonly serialNumber: bigint | number;
  readonly platform: TestPlatform;
  /** A base unless told otherwise. */
  readonly kind?: 'base' | 'delta' | 'rebase';
  /** 1.1 unless told otherwise; decides the configuration, and what is declared. */
  readonly specVersion?: '1.0' | '1.1' | '2.1';
  /** Makes the public-key form, bound to that key; `holder` is left out then. */
  readonly boundKey?: TestBoundKey;
  /** ISO 8601; 2024 to 2044 unless told otherwise. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly platformConfigUri?: TestUriReference;
  /** Null: none. By the version and kind unless told otherwise. */
  readonly credentialSpecification?: SpecificationVersion | null;
  readonly platformSpecification?: (SpecificationVersion & { readonly platformClass: Uint8Array }) | null;
  readonly tbbSecurityAssertions?: TestTbbSecurityAssertions;
  readonly targets?: readonly TestIssuerSerial[];
  readonly userNotice?: string;
  /** In place of the attributes that follow from the other fields, in DER. */
  readonly attributes?: readonly Uint8Array[];
  /** After the other attributes, in DER. */
  readonly moreAttributes?: readonly Uint8Array[];
  /** In place of policies, names, targets and authority key identifier. */
  readonly extensions?: readonly TestExtension[];
}

const PC_CLIENT = { major: 1, minor: 3, revision: 22, platformClass: Uint8Array.of(0, 0, 0, 1) };

/**
 * Makes a platform, delta or rebase certificate as DER: in the public-key form where it has a bound key, else in the
 * attribute-certificate form.
 * @spec RFC 5755 section 4.1; TCG Platform Certificate Profile 1.1 and 2.1
 */
export function makePlatformCertificate(description: PlatformCertificateDescription): Uint8Array {
  const { authority, holder, boundKey, kind = 'base', notBefore = '2024-01-01T00:00:00Z', notAfter = '2044-01-01T00:00:00Z' } = description;
  if (boundKey !== undefined) {
    const attributes = [...(description.attributes ?? attributesOf(description)), ...(description.moreAttributes ?? [])];
    const extensions = description.extensions ?? extensionsOf(description);
    return makeKeyForm({ ...description, kind, boundKey, notBefore, notAfter, attributes, extensions });
  }
  const acinfo = derSequence(
    derInteger(1),
    derSequence(...present(holder, (value) => encodeIssuerSerial(value, contextConstructed(0)))),
    derValue(contextConstructed(0), encodeDirectoryNames(encodeName(authority.name))),
    authority.algorithmIdentifier,
    derInteger(description.serialNumber),
    derSequence(derGeneralizedTime(notBefore), derGeneralizedTime(notAfter)),
    derSequence(...(description.attributes ?? attributesOf(description)), ...(description.moreAttributes ?? [])),
    derSequence(...(description.extensions ?? extensionsOf(description)).map(encodeExtension)),
  );
  return derSequence(acinfo, authority.algorithmIdentifier, derBits(authority.sign(acinfo)));
}

/** A certificate whose signature doesn't fit any more: one octet of the signed part is turned. */
export function tamper(certificate: Uint8Array, offset: number): Uint8Array {
  return certificate.map((octet, index) => (index === offset ? octet ^ 0x01 : octet));
}

function attributesOf(description: PlatformCertificateDescription): readonly Uint8Array[] {
  const { kind = 'base', specVersion = '1.1', platformConfigUri, tbbSecurityAssertions } = description;
  const form = description.boundKey === undefined ? 'AC' : 'PKC';
  const declared = description.credentialSpecification === undefined ? declaredBy(description) : description.credentialSpecification;
  const platform = description.platformSpecification === undefined && kind !== 'delta' ? PC_CLIENT : description.platformSpecification;
  return [
    ...present(platform, ({ platformClass, ...version }) => encodePlatformSpecification(version, platformClass)),
    ...(specVersion === '1.0' ? [] : [encodeCredentialType(kind, form)]),
    ...present(declared, encodeCredentialSpecification),
    ...present(tbbSecurityAssertions, encodeTbbSecurityAssertions),
    configurationOf(description, specVersion),
    ...present(platformConfigUri, encodePlatformConfigUri),
    ...encodeTraitAttributes(description),
  ];
}

function configurationOf(
  description: PlatformCertificateDescription,
  specVersion: NonNullable<PlatformCertificateDescription['specVersion']>,
): Uint8Array {
  switch (specVersion) {
    case '1.0':
      return encodeAttribute(CONFIGURATION.v1, encodeConfiguration(description, 1));
    case '1.1':
      return encodeAttribute(CONFIGURATION.v2, encodeConfiguration(description, 2));
    case '2.1':
      return encodeAttribute(CONFIGURATION.v3, encodeTraitConfiguration(description));
    default:
      return specVersion satisfies never;
  }
}

/** A 1.1 delta states its specification only when it is newer than the base's. */
function declaredBy({ kind, specVersion = '1.1' }: PlatformCertificateDescription): SpecificationVersion | null {
  if (specVersion === '2.1') return { major: 2, minor: 1, revision: 43 };
  if (kind === 'delta') return null;
  return specVersion === '1.0' ? { major: 1, minor: 0, revision: 11 } : { major: 1, minor: 1, revision: 17 };
}

function extensionsOf(description: PlatformCertificateDescription): readonly TestExtension[] {
  const { userNotice, platform, targets = [], authority, specVersion } = description;
  return [
    platformPolicies(userNotice),
    specVersion === '2.1' ? platformIdentifier(platform, description.traitForm) : platformNames(platform),
    ...(targets.length === 0 ? [] : [targetInformation(targets)]),
    authorityKeyIdentifier(authority.keyIdentifier),
  ];
}

import { contextConstructed, contextPrimitive, TAG } from '#lib/encoding/der.ts';
import { derBits, derBoolean, derInteger, derOctets, derOid, derSequence, derString, derValue } from '#lib/encoding/der-write.ts';
import { CONFIGURATION } from '#lib/platform-cert/oids.ts';
import { TRAIT_CATEGORY, TRAIT_ID, TRAIT_REGISTRY_NONE } from '#lib/platform-cert/trait-oids.ts';
import { authorityKeyIdentifier } from './certificate-authority.ts';
import { encodeAttribute, encodeCredentialType } from './platform-certificate-attributes.ts';
import type { TestTrait } from './platform-certificate-configuration.ts';
import { encodeUriReference } from './platform-certificate-configuration.ts';
import { platformPolicies } from './platform-certificate-extensions.ts';
import { FIRMWARE, MODULE, NETWORK_CARD, PLATFORM, SAMPLE_AUTHORITY } from './platform-certificate-sample-parts.ts';
import {
  certificateTrait,
  encodeTrait,
  flagsTrait,
  identifierTrait,
  platformIdentifier,
  textTrait,
} from './platform-certificate-traits.ts';
import { makePlatformCertificate, type PlatformCertificateDescription } from './platform-certificates.ts';
import { makeKey } from './test-keys.ts';

const SHA384 = '2.16.840.1.101.3.4.2.2';
const ANCHOR_KEY = makeKey('ec-p256', 'anchor').publicKeyInfo;
const EK = { issuer: 'Kumquat TPM CA', serialNumber: 77n };
const uri = encodeUriReference({ uri: 'https://pomelo.example/statement.pdf' });
const ia5 = (text: string) => derString(text, TAG.ia5String);
const printable = (text: string, tag: number = TAG.printableString) => derString(text, tag);

const measures = [ia5('3.1'), derInteger(4, TAG.enumerated), derInteger(2, TAG.enumerated)];
const location = derSequence(
  printable('CH'),
  printable('CH-ZH', contextPrimitive(0)),
  derString('Zürich', contextPrimitive(1)),
  derString('Limmatquai 1', contextPrimitive(2)),
  printable('8FVC9G8F+6X', contextPrimitive(3)),
  derString('8001', contextPrimitive(5)),
);

/** One trait of every syntax that says nothing about a component's own fields. */
const EVERY_TRAIT: readonly TestTrait[] = [
  { id: TRAIT_ID.boolean, category: TRAIT_CATEGORY.platformOwnership, value: derBoolean(false) },
  {
    id: TRAIT_ID.commonCriteria,
    category: TRAIT_CATEGORY.commonCriteria,
    value: derSequence(
      derSequence(...measures),
      derString('CC-1'),
      derString('BSI'),
      derString('Scheme', contextPrimitive(0)),
      printable('20240101000000Z', contextPrimitive(1)),
      printable('20340101000000Z', contextPrimitive(2)),
    ),
  },
  { id: TRAIT_ID.commonCriteria, category: TRAIT_CATEGORY.commonCriteria, value: derSequence(...measures) },
  {
    id: TRAIT_ID.fipsLevel,
    category: TRAIT_CATEGORY.fipsLevel,
    value: derSequence(ia5('140-3'), derInteger(3, TAG.enumerated), derBoolean(true)),
  },
  { id: TRAIT_ID.iso9000, category: TRAIT_CATEGORY.iso9000, value: derSequence(derBoolean(true), ia5('https://pomelo.example/iso.pdf')) },
  { id: TRAIT_ID.oid, category: TRAIT_CATEGORY.oid, value: derOid('2.999.7') },
  flagsTrait(TRAIT_ID.firmwareCapabilities, TRAIT_CATEGORY.firmwareCapabilities, [0, 3]),
  flagsTrait(TRAIT_ID.firmwareSignatureVerification, TRAIT_CATEGORY.firmwareSignatureVerification, [1]),
  flagsTrait(TRAIT_ID.firmwareUpdateCompliance, TRAIT_CATEGORY.firmwareUpdateCompliance, [0, 1, 2]),
  flagsTrait(TRAIT_ID.hardwareCapabilities, TRAIT_CATEGORY.hardwareCapabilities, [0, 5]),
  flagsTrait(TRAIT_ID.rtm, TRAIT_CATEGORY.rtm, [0]),
  {
    id: TRAIT_ID.uri,
    category: TRAIT_CATEGORY.genericCertificate,
    value: uri,
    description: 'Where it is',
    descriptionUri: 'https://pomelo.example',
  },
  textTrait(TRAIT_CATEGORY.componentPartNumber, 'KM-16G-3200'),
  textTrait(TRAIT_CATEGORY.componentLocation, 'DIMM A1'),
  { id: TRAIT_ID.ia5String, category: TRAIT_CATEGORY.componentLocation, value: ia5('slot 1') },
  { id: TRAIT_ID.pemCertificate, category: TRAIT_CATEGORY.pemCertificate, value: derString('-----BEGIN CERTIFICATE-----\n') },
  { id: TRAIT_ID.publicKey, category: TRAIT_CATEGORY.publicKey, value: ANCHOR_KEY },
  { id: TRAIT_ID.geoLocation, category: TRAIT_CATEGORY.geoLocation, value: location },
  {
    id: TRAIT_ID.countryOfOrigin,
    category: TRAIT_CATEGORY.countryOfOrigin,
    value: derSequence(location, derBoolean(false, contextPrimitive(0))),
  },
  {
    id: TRAIT_ID.countryOfOrigin,
    category: TRAIT_CATEGORY.countryOfOrigin,
    value: derSequence(derSequence(printable('TW')), derValue(contextConstructed(0), derBoolean(false))),
  },
];

const signatureOf = { hashAlgorithm: SHA384, hashOverSignatureValue: new Uint8Array(48).fill(0xcd) };

/** A base of specification 2.1 with traits of every syntax and every list. */
export const TRAIT_BASE: PlatformCertificateDescription = {
  authority: SAMPLE_AUTHORITY,
  specVersion: '2.1',
  holder: EK,
  serialNumber: 21n,
  platform: PLATFORM,
  components: [{ ...MODULE, moreTraits: EVERY_TRAIT }, NETWORK_CARD, FIRMWARE],
  properties: [{ name: 'AMT', value: 'false' }],
  cryptographicAnchors: [
    certificateTrait(TRAIT_CATEGORY.ekCertificate, { ...signatureOf, issuerSerial: EK }),
    { id: TRAIT_ID.publicKey, category: TRAIT_CATEGORY.publicKey, value: ANCHOR_KEY },
  ],
  platformOwnership: [textTrait(TRAIT_CATEGORY.platformOwnership, 'Lime Bank')],
  manufacturingAssertions: [textTrait(TRAIT_CATEGORY.componentLocation, 'Line 4')],
  securityAssertions: [flagsTrait(TRAIT_ID.rtm, TRAIT_CATEGORY.rtm, [0, 5])],
  configUriTraits: [{ id: TRAIT_ID.uri, category: TRAIT_CATEGORY.platformOwnership, value: uri }],
};

const IDENTIFIED: PlatformCertificateDescription = {
  ...TRAIT_BASE,
  componentForm: 'identifier',
  components: [MODULE, MODULE, NETWORK_CARD],
};

const TRAIT_DELTA: PlatformCertificateDescription = {
  authority: SAMPLE_AUTHORITY,
  specVersion: '2.1',
  kind: 'delta',
  holder: EK,
  serialNumber: 22n,
  platform: PLATFORM,
  previous: [{ kind: 'base', ...signatureOf, issuerSerial: { issuer: 'Pomelo Platform CA', serialNumber: 21n } }],
  components: [{ ...MODULE, serial: 'KM000009', status: 'added' }],
};

/** The key that the samples in the public-key form are bound to. */
export const TRAIT_KEY = { subject: 'Pomelo IDevID 1', publicKeyInfo: makeKey('ec-p256', 'idevid').publicKeyInfo };
const text = (category: string, value: string) => encodeTrait(textTrait(category, value));
const C = TRAIT_CATEGORY;

/** Components that break the rules for traits, one rule each. */
function brokenRules(): Uint8Array {
  const components = [
    derSequence(text(C.componentModel, 'M1'), text(C.componentModel, 'M2'), text(C.componentSerial, '')),
    derSequence(encodeTrait(identifierTrait({ manufacturer: 'Lime', model: 'L1' })), text(C.componentSerial, 'S1')),
    derSequence(
      encodeTrait({ id: TRAIT_ID.oid, category: C.componentManufacturer, value: derOid('2.999.1') }),
      encodeTrait({ id: TRAIT_ID.componentClass, category: C.componentClass, value: derOctets(Uint8Array.of(1, 2)) }),
      encodeTrait({ id: '2.999.19', category: '2.999.20', registry: TRAIT_REGISTRY_NONE, value: derString('later') }),
      encodeTrait({ id: TRAIT_ID.rtm, category: C.rtm, value: derBits(Uint8Array.of(0x02)) }),
      encodeTrait({ id: TRAIT_ID.fipsLevel, category: C.fipsLevel, value: derString('no level') }),
    ),
  ];
  const configuration = derSequence(derValue(contextConstructed(0), ...components));
  return makePlatformCertificate({
    ...TRAIT_BASE,
    attributes: [encodeCredentialType('base'), encodeAttribute(CONFIGURATION.v3, configuration)],
    previous: [],
    securityAssertions: [textTrait(C.componentLocation, 'here')],
    platformOwnership: [textTrait(C.componentLocation, 'nobody')],
  });
}

/** Samples of specification 2.x. */
export const TRAIT_SAMPLES: Readonly<Record<string, () => Uint8Array>> = {
  'base-2-1-every-trait': () => makePlatformCertificate(TRAIT_BASE),
  'base-2-1-every-trait-raw': () =>
    makePlatformCertificate({
      ...TRAIT_BASE,
      traitForm: 'raw',
      components: [{ ...MODULE, moreTraits: EVERY_TRAIT }],
      cryptographicAnchors: [],
    }),
  'base-2-1-identifiers': () => makePlatformCertificate(IDENTIFIED),
  'base-2-1-identifiers-raw-declared-1-1': () =>
    makePlatformCertificate({ ...IDENTIFIED, traitForm: 'raw', credentialSpecification: { major: 1, minor: 1, revision: 17 } }),
  'base-2-1-key-form': () => makePlatformCertificate({ ...TRAIT_BASE, boundKey: TRAIT_KEY, components: [MODULE] }),
  'base-2-1-nested-platform-identifier': () =>
    makePlatformCertificate({
      ...TRAIT_BASE,
      boundKey: TRAIT_KEY,
      components: [],
      extensions: [
        platformPolicies(),
        platformIdentifier(PLATFORM, 'wrapped', 'twice'),
        authorityKeyIdentifier(SAMPLE_AUTHORITY.keyIdentifier),
      ],
    }),
  'base-2-1-rules-broken': brokenRules,
  'delta-2-1': () => makePlatformCertificate(TRAIT_DELTA),
  'delta-2-1-key-form': () => makePlatformCertificate({ ...TRAIT_DELTA, boundKey: TRAIT_KEY }),
  'delta-2-1-without-previous': () => makePlatformCertificate({ ...TRAIT_DELTA, previous: [], components: [MODULE] }),
  'rebase-2-1': () =>
    makePlatformCertificate({ ...TRAIT_BASE, kind: 'rebase', previous: TRAIT_DELTA.previous ?? [], components: [MODULE] }),
};

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { CLASS_REGISTRY } from '#lib/component/class-registry.ts';
import { encodeHbom } from '#lib/cyclonedx/encode.ts';
import { HBOM_VERSIONS } from '#lib/cyclonedx/hbom.ts';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { readDer } from '#lib/encoding/der.ts';
import { parsePlatformCertificate } from '#lib/platform-cert/parse.ts';
import type { IssuerSerial, UriReference } from '#lib/platform-cert/trait-types.ts';
import type { BoundKey, PlatformCertificate, TbbSecurityAssertions } from '#lib/platform-cert/types.ts';
import { FULL_BASE } from '#lib/testing/platform-certificate-samples.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { keyDigest } from '#lib/x509/key.ts';
import { encodeName, readName } from '#lib/x509/name.ts';
import { certificateContentOf, hbomOfCertificate } from './certificate-hbom.ts';
import type { CertificateContent, CertifiedContent } from './certificate-properties.ts';

// Each run writes and validates a whole BOM, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

const CERTIFICATE = parsePlatformCertificate(makePlatformCertificate(FULL_BASE));

/** What real certificates hold: empty texts, blanks, control characters, colons, names of our own properties, and more than a version may have. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    ' ',
    '0',
    'CPU',
    '1.0       ',
    '00010300:41000C20',
    'a:b:',
    ':',
    'assay:tcg:property:x',
    'cdx:device:serialNumber',
    '\u0000',
    'x'.repeat(1025),
  ),
);
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const anyBytes = fc.uint8Array({ maxLength: 8 });
const anyOid = fc.constantFrom('2.16.840.1.101.3.4.2.1', '1.3.14.3.2.26', '1.2.3');
const anyStatus = orNull(fc.constantFrom('added' as const, 'modified' as const, 'removed' as const));
const anyIssuerSerial: fc.Arbitrary<IssuerSerial> = fc.record({
  issuer: fc.string({ maxLength: 8 }).map((value) => readName(readDer(encodeName([{ oid: '2.5.4.3', value }])))),
  serialNumber: fc.bigInt({ min: -(2n ** 159n), max: 2n ** 159n }),
});
const anyUri: fc.Arbitrary<UriReference> = fc.record({
  uri: fc.oneof(anyText, fc.webUrl()),
  hashAlgorithm: orNull(anyOid),
  hashValue: orNull(anyBytes),
});
const anyComponent: fc.Arbitrary<CertifiedContent> = fc.record({
  class: orNull(
    fc.record({
      registry: fc.constantFrom(...Object.values(CLASS_REGISTRY), '1.2.3'),
      value: fc.constantFrom('00060004', '00130003', '00000000', '02010802', 'FFFFFFFF', 'CPU', 'abcdef01', ''),
    }),
  ),
  manufacturer: anyText,
  model: anyText,
  serial: orNull(anyText),
  revision: orNull(anyText),
  manufacturerId: orNull(anyOid),
  fieldReplaceable: orNull(fc.boolean()),
  addresses: fc.array(
    fc.record({
      kind: fc.constantFrom('ethernet-mac', 'wlan-mac', 'bluetooth-mac', '1.2.3.4'),
      value: fc.oneof(anyText, fc.constant('00005E005301')),
    }),
    { maxLength: 3 },
  ),
  status: anyStatus,
  platformCertificate: orNull(
    fc.record({ hashAlgorithm: orNull(anyOid), hashOverSignatureValue: orNull(anyBytes), issuerSerial: orNull(anyIssuerSerial) }),
  ),
  platformCertificateUri: orNull(anyUri),
  // Traits are octets of a real certificate: the samples prove them.
  traits: fc.constant([]),
});
const anyCount = fc.nat();
const anyAssertions: fc.Arbitrary<TbbSecurityAssertions> = fc.record({
  version: anyCount,
  commonCriteria: orNull(
    fc.record({
      version: anyText,
      assuranceLevel: anyCount,
      evaluationStatus: fc.constantFrom('designedToMeet', 'evaluationCompleted', '7'),
      plus: fc.boolean(),
      strengthOfFunction: orNull(fc.constantFrom('basic', 'medium', 'high', '9')),
      profileOid: orNull(anyOid),
      profileUri: orNull(anyUri),
      targetOid: orNull(anyOid),
      targetUri: orNull(anyUri),
    }),
  ),
  fipsLevel: orNull(fc.record({ version: anyText, level: anyCount, plus: fc.boolean() })),
  rtmType: orNull(fc.constantFrom('static', 'hybrid', '6')),
  iso9000Certified: fc.boolean(),
  iso9000Uri: orNull(anyText),
});
const KEYS = (['ec-p256', 'ec-p384'] as const).map((kind) => makeKey(kind, 'bound').publicKeyInfo);
const anyBoundKey: fc.Arbitrary<BoundKey> = fc
  .record({
    subject: anyIssuerSerial.map(({ issuer }) => issuer),
    // One that can't be read has no digest, and is kept all the same.
    subjectPublicKeyInfo: fc.oneof(fc.constantFrom(...KEYS), anyBytes),
    keyUsage: orNull(fc.subarray(['digitalSignature', 'keyAgreement'])),
    extendedKeyUsage: orNull(fc.subarray(['2.23.133.8.1', '1.2.3'])),
  })
  .map((key) => ({ ...key, keyDigest: keyDigest(key.subjectPublicKeyInfo) }));
const anyContent: fc.Arbitrary<CertificateContent> = fc.record({
  kind: fc.constantFrom('platform-certificate' as const, 'delta-platform-certificate' as const, 'rebase-platform-certificate' as const),
  specVersion: fc.constantFrom('1.0', '1.1', '2.1'),
  platform: fc.record({
    manufacturer: orNull(anyText),
    model: orNull(anyText),
    version: orNull(anyText),
    serial: orNull(anyText),
    manufacturerId: orNull(anyOid),
  }),
  holder: orNull(anyIssuerSerial),
  boundKey: orNull(anyBoundKey),
  components: fc.array(anyComponent, { maxLength: 5 }),
  componentsUri: orNull(anyUri),
  properties: fc.array(fc.record({ name: anyText, value: anyText, status: anyStatus }), { maxLength: 4 }),
  propertiesUri: orNull(anyUri),
  platformConfigUri: orNull(anyUri),
  tbbSecurityAssertions: orNull(anyAssertions),
  traits: fc.constant(CERTIFICATE.traits),
});

test('whatever a certificate says is the same after it was an HBOM, which fits its schema', () => {
  fc.assert(
    fc.property(anyContent, fc.constantFrom(...HBOM_VERSIONS), (content, version) => {
      const certificate: PlatformCertificate = {
        ...CERTIFICATE,
        ...content,
        components: content.components.map((component) => ({ ...component, offset: 0 })),
      };
      const bom = parseCycloneDx(encodeHbom(hbomOfCertificate(certificate), version));
      expect(certificateContentOf(bom)).toEqual(content);
      expect(bom.problems.filter(({ code }) => code === 'schema' || code === 'duplicate-bom-ref')).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

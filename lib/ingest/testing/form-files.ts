import { TAG } from '#lib/encoding/der.ts';
import { derInteger, derSequence, derString } from '#lib/encoding/der-write.ts';
import { digestOf } from '#lib/encoding/digest.ts';
import { TRAIT_CATEGORY, TRAIT_ID } from '#lib/platform-cert/trait-oids.ts';
import type { TestTrait } from '#lib/testing/platform-certificate-configuration.ts';
import { readPlatformSample } from '#lib/testing/platform-certificate-reading.ts';
import { certificateTrait } from '#lib/testing/platform-certificate-traits.ts';
import { makePlatformCertificate, type PlatformCertificateDescription } from '#lib/testing/platform-certificates.ts';
import type { SampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { certificateIdentityFor, memoryModule, type SampleDevice } from '#lib/testing/sample-device.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';

/** What the forms of one device's certificates are made of. */
export interface FormSource {
  readonly device: SampleDevice;
  readonly authorities: SampleAuthorities;
  /** Its EK certificate and its base, an attribute certificate. */
  readonly ek: Uint8Array;
  readonly base: Uint8Array;
}

/** A reference by the digest of the signature alone. */
export const byDigest = (signatureValue: Uint8Array) => ({
  hashAlgorithm: '2.16.840.1.101.3.4.2.2',
  hashOverSignatureValue: digestOf('sha384', signatureValue),
});

/** A level of FIPS 140-2 among the security assertions. */
export const fipsTrait = (level: number): TestTrait => ({
  id: TRAIT_ID.fipsLevel,
  category: TRAIT_CATEGORY.fipsLevel,
  value: derSequence(derString('140-2', TAG.ia5String), derInteger(level, TAG.enumerated)),
});

/** The public-key form of a device's certificates, a delta of it, and a rebase of its base; digests alone lead from one to the other. */
export function formFiles({ device, authorities, ek, base }: FormSource): Readonly<Record<string, Uint8Array>> {
  const { holder } = certificateIdentityFor(device, authorities, 0);
  const { signatureValue } = parseCertificate(ek);
  const boundKey = { subject: 'Edge IDevID', publicKeyInfo: makeKey('ec-p256', 'idevid').publicKeyInfo };
  const make = (order: number, over: Partial<PlatformCertificateDescription>): Uint8Array =>
    makePlatformCertificate({
      ...certificateIdentityFor(device, authorities, 70 + order),
      authority: authorities.vendor,
      specVersion: '2.1',
      platform: device.platform,
      components: device.components,
      properties: [{ name: 'Assembly site', value: 'Line 4' }],
      ...over,
    });
  const keyForm = make(0, {
    boundKey,
    cryptographicAnchors: [certificateTrait(TRAIT_CATEGORY.ekCertificate, byDigest(signatureValue))],
    securityAssertions: [fipsTrait(2)],
  });
  const previous = (der: Uint8Array) => [{ kind: 'base' as const, ...byDigest(readPlatformSample(der).signatureValue) }];
  return {
    'key-form': keyForm,
    'key-form-named': make(1, {
      boundKey,
      cryptographicAnchors: [certificateTrait(TRAIT_CATEGORY.ekCertificate, { issuerSerial: holder })],
      securityAssertions: [fipsTrait(3)],
    }),
    'key-delta': make(2, {
      kind: 'delta',
      boundKey,
      components: [{ ...memoryModule(`${device.platform.serial}-M5`), status: 'added' }],
      properties: [],
      previous: previous(keyForm),
    }),
    rebase: make(3, { kind: 'rebase', notBefore: '2026-02-10T00:00:00Z', previous: previous(base), securityAssertions: [fipsTrait(1)] }),
  };
}

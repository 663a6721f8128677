import { digestOf } from '#lib/encoding/digest.ts';
import type { TestTraitForm } from './platform-certificate-configuration.ts';
import type { TestBoundKey } from './platform-certificate-key-form.ts';
import { readPlatformSample } from './platform-certificate-reading.ts';
import { makePlatformCertificate, type TestComponent } from './platform-certificates.ts';
import { certificateIdentityOf, type SampleAuthorities } from './sample-authorities.ts';
import { certificateIdentityFor, type SampleDevice } from './sample-device.ts';

/** A certificate of specification 2.1 about a sample device. */
export interface LaterCertificate {
  readonly device: SampleDevice;
  readonly authorities: SampleAuthorities;
  readonly kind: 'base' | 'delta' | 'rebase';
  /** Its place in the chain, from 0; makes its serial number. */
  readonly order: number;
  readonly components: readonly TestComponent[];
  readonly notBefore?: string;
  /** The certificates before it, oldest first. */
  readonly after?: readonly { readonly kind: 'base' | 'delta' | 'rebase'; readonly der: Uint8Array }[];
  readonly traitForm?: TestTraitForm;
  readonly componentForm?: 'traits' | 'identifier';
  /** The public-key form, bound to that key; else the attribute-certificate form, held by the EK certificate. */
  readonly boundKey?: TestBoundKey;
}

const SHA384 = '2.16.840.1.101.3.4.2.2';

/** Makes it: signed by the device vendor, each reference by the digest of the signature and by name. */
export function laterCertificateOf(certificate: LaterCertificate): Uint8Array {
  const { device, authorities, kind, order, components, notBefore, after = [], ...forms } = certificate;
  const { holder, serialNumber } = certificateIdentityFor(device, authorities, order + 50);
  return makePlatformCertificate({
    ...forms,
    specVersion: '2.1',
    authority: authorities.vendor,
    kind,
    holder,
    serialNumber,
    platform: device.platform,
    components,
    ...(notBefore === undefined ? {} : { notBefore }),
    previous: after.map((each) => ({ kind: each.kind, ...referenceTo(each.der) })),
  });
}

/** A reference to a platform certificate of the attribute-certificate or the public-key form. */
function referenceTo(der: Uint8Array) {
  const { signatureValue } = readPlatformSample(der);
  return {
    hashAlgorithm: SHA384,
    hashOverSignatureValue: digestOf('sha384', signatureValue),
    issuerSerial: certificateIdentityOf(der),
  };
}

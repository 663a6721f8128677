import { type Authority, makeAuthority } from './certificate-authority.ts';
import { readPlatformSample } from './platform-certificate-reading.ts';
import type { TestIssuerSerial } from './platform-certificates.ts';

/** Who signs in the samples. `stranger` is nobody's anchor. */
export interface SampleAuthorities {
  readonly tpmVendor: Authority;
  readonly vendor: Authority;
  readonly integrator: Authority;
  readonly stranger: Authority;
}

/** The authorities of the sample fleet; always the same keys. */
export function makeSampleAuthorities(): SampleAuthorities {
  const authority = (name: string, seed: string): Authority =>
    makeAuthority({
      name: [
        { oid: '2.5.4.6', value: 'XX' },
        { oid: '2.5.4.10', value: `${name} (sample)` },
        { oid: '2.5.4.3', value: `${name} sample CA` },
      ],
      algorithm: 'ec-p256',
      seed,
    });
  return {
    tpmVendor: authority('Aster Security', 'sample-tpm-vendor'),
    vendor: authority('Kirin Systems', 'sample-vendor'),
    integrator: authority('Bay Integration', 'sample-integrator'),
    stranger: authority('Nobody', 'sample-stranger'),
  };
}

/** Issuer and serial number by which a following delta names this certificate. */
export function certificateIdentityOf(certificate: Uint8Array): TestIssuerSerial {
  const { issuer, serialNumber } = readPlatformSample(certificate);
  return { issuer: issuer.rdns.flat(), serialNumber };
}

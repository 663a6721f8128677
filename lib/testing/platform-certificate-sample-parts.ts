import { makeAuthority } from './certificate-authority.ts';
import type { TestComponent } from './platform-certificate-configuration.ts';

/** The platform of all samples. */
export const PLATFORM = {
  manufacturer: 'Pomelo Systems',
  model: 'Server 9',
  version: 'B2',
  serial: 'PS-000123',
  manufacturerId: '1.3.6.1.4.1.32473',
};
/** The TCG's component class registry. */
export const TCG_REGISTRY = '2.23.133.18.3.1';

/** The issuer of all samples. */
export const SAMPLE_AUTHORITY = makeAuthority({ name: 'Pomelo Platform CA', algorithm: 'rsa-2048', seed: 'samples' });

/** A memory module. */
export const MODULE: TestComponent = {
  class: { registry: TCG_REGISTRY, value: '00060004' },
  manufacturer: 'Kumquat Memory',
  model: 'KM-16G',
  serial: 'KM000001',
  revision: '01',
  manufacturerId: '1.3.6.1.4.1.32473.2',
  fieldReplaceable: true,
};

/** A component in which every field is used. */
export const NETWORK_CARD: TestComponent = {
  class: { registry: TCG_REGISTRY, value: '00090002' },
  manufacturer: 'Mandarin Networks',
  model: 'MN-25',
  serial: 'MN0042',
  addresses: [
    { kind: 'ethernet-mac', value: '00:00:5E:00:53:01' },
    { kind: 'bluetooth-mac', value: '00005E005302' },
  ],
  fieldReplaceable: false,
  platformCertificate: {
    hashAlgorithm: '2.16.840.1.101.3.4.2.2',
    hashOverSignatureValue: new Uint8Array(48).fill(0xab),
    issuerSerial: { issuer: 'Mandarin Component CA', serialNumber: 9n },
  },
  platformCertificateUri: { uri: 'https://mandarin.example/mn0042.cer' },
};

/** A component without a serial. */
export const FIRMWARE: TestComponent = {
  class: { registry: TCG_REGISTRY, value: '00130003' },
  manufacturer: 'Pomelo Systems',
  model: 'Firmware',
  revision: '1.2.0',
};

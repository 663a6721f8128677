import { DEVICE_KEY } from '#lib/platform-cert/oids.ts';
import { deviceNames, hardwareModule, makeAttestationKeyCertificate, permanentIdentifier } from './attestation-key-certificates.ts';
import { makeSampleAuthorities } from './sample-authorities.ts';

const { vendor: authority } = makeSampleAuthorities();
const NAMES = [
  hardwareModule('4B554D51:2f6d51db7736ecb92dcde2278031c8b1ecc387b4:4d5'),
  permanentIdentifier('ab'.repeat(32)),
  deviceNames({ tpmManufacturer: 'id:4B554D51', manufacturer: 'Kirin Systems', serial: 'KG000007' }),
];

/** Certificates of keys that attest or identify a device, by what each shows. */
export const ATTESTATION_KEY_SAMPLES: Readonly<Record<string, () => Uint8Array>> = {
  'iak-every-name': () => makeAttestationKeyCertificate({ authority, names: NAMES }),
  'ak-purpose-alone': () => makeAttestationKeyCertificate({ authority, policies: [] }),
  'iak-policies-alone': () => makeAttestationKeyCertificate({ authority, purposes: [] }),
  'idevid-verified-fixed': () =>
    makeAttestationKeyCertificate({
      authority,
      purposes: ['1.3.6.1.5.5.7.3.2'],
      policies: [DEVICE_KEY.verifiedResidency, DEVICE_KEY.verifiedFixed],
      names: NAMES,
    }),
  'ldevid-verified-among-purposes': () =>
    makeAttestationKeyCertificate({ authority, purposes: [DEVICE_KEY.verifiedFixed], policies: [], names: [hardwareModule('SN-7')] }),
  'idevid-of-other-hardware': () =>
    makeAttestationKeyCertificate({ authority, purposes: [], policies: [], names: [hardwareModule('SN-7', '1.3.6.1.4.1.32473.1')] }),
  'ak-that-is-an-authority': () => makeAttestationKeyCertificate({ authority, isAuthority: true, usage: 5 }),
  'ak-with-ek-purpose': () => makeAttestationKeyCertificate({ authority, purposes: ['2.23.133.8.1'], policies: [] }),
  'ak-that-may-not-sign': () => makeAttestationKeyCertificate({ authority, usage: 4 }),
};

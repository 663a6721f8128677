import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toHex } from '#lib/encoding/bytes.ts';
import { contextConstructed } from '#lib/encoding/der.ts';
import { derOid, derSequence, derString, derValue } from '#lib/encoding/der-write.ts';
import {
  deviceNames,
  hardwareModule,
  makeAttestationKeyCertificate,
  namesOfTpm,
  permanentIdentifier,
} from '#lib/testing/attestation-key-certificates.ts';
import { ATTESTATION_KEY_SAMPLES } from '#lib/testing/attestation-key-samples.ts';
import { makeEndorsementKeyCertificate } from '#lib/testing/endorsement-key-certificates.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { isAttestationKeyCertificate, parseAttestationKeyCertificate } from './attestation-key.ts';
import { tpmNamesCheck } from './attestation-key-names.ts';
import { parseEndorsementKeyCertificate } from './endorsement-key.ts';
import { OTHER_NAME } from './oids.ts';
import { keyPurposeCheck } from './verify-attestation-key.ts';

const FOLDER = new URL('./testdata/attestation-keys/', import.meta.url);

test.each(Object.keys(ATTESTATION_KEY_SAMPLES))('%s gives its facts', async (name) => {
  const der = new Uint8Array(readFileSync(new URL(`${name}.der`, FOLDER)));
  await expect(`${JSON.stringify(factsOf(der), null, 2)}\n`).toMatchFileSnapshot(new URL(`${name}.json`, FOLDER).pathname);
});

test('the samples are exactly those that the maker makes', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.der'));
  expect(files.toSorted()).toEqual(
    Object.keys(ATTESTATION_KEY_SAMPLES)
      .map((name) => `${name}.der`)
      .toSorted(),
  );
  for (const [name, make] of Object.entries(ATTESTATION_KEY_SAMPLES)) {
    expect(Buffer.from(make()).equals(readFileSync(new URL(`${name}.der`, FOLDER))), name).toBe(true);
  }
});

function factsOf(der: Uint8Array) {
  const certificate = parseCertificate(der);
  if (!isAttestationKeyCertificate(certificate)) return { recognized: false };
  const { kind, use, verified, hardwareModules, permanentIdentifiers, tpmManufacturer, platform, keyDigest, warnings } =
    parseAttestationKeyCertificate(certificate);
  return {
    kind,
    use,
    verified,
    hardwareModules: hardwareModules.map(({ type, serial }) => `${type} ${toHex(serial)}`),
    permanentIdentifiers,
    tpmManufacturer,
    platform,
    keyDigest,
    purpose: keyPurposeCheck(parseAttestationKeyCertificate(certificate)),
    warnings: warnings.map(({ code, path }) => `${code} ${path ?? ''}`.trim()),
  };
}

const { tpmVendor, vendor: authority } = makeSampleAuthorities();
const endorsement = makeEndorsementKeyCertificate({ authority: tpmVendor, serialNumber: 0x4d5, seed: 'ek-7' });
const parsedEndorsement = parseEndorsementKeyCertificate(parseCertificate(endorsement));
const named = (...names: readonly Uint8Array[]) =>
  tpmNamesCheck(parseAttestationKeyCertificate(parseCertificate(makeAttestationKeyCertificate({ authority, names }))), parsedEndorsement);
const [module, identifier] = namesOfTpm(endorsement);
if (module === undefined || identifier === undefined) throw new Error('the TPM has both names');
const serial = `4B554D51:${toHex(tpmVendor.keyIdentifier)}:4d5`;

test.each<[string, readonly Uint8Array[], string]>([
  ['the maker, the issuer and the serial number of the EK certificate', [module], 'pass'],
  ['the digest of the EK certificate', [identifier], 'pass'],
  ['both, and the maker', [module, identifier, deviceNames({ tpmManufacturer: 'id:4B554D51' })], 'pass'],
  ['the same in other letters, with zeros in front', [hardwareModule(serial.toUpperCase().replace(':4D5', ':04D5'))], 'pass'],
  ['another serial number', [hardwareModule(serial.replace(':4d5', ':4d6'))], 'fail'],
  ['another maker', [hardwareModule(serial.replace('4B554D51', '4B554D52'))], 'fail'],
  ['the digest of another EK certificate beside the right module', [module, permanentIdentifier('ab'.repeat(32))], 'fail'],
  ['another maker beside the right module', [module, deviceNames({ tpmManufacturer: 'id:49465800' })], 'fail'],
  ['its maker alone, which many TPMs have', [deviceNames({ tpmManufacturer: 'id:4B554D51' })], 'unknown'],
  ['an identifier by somebody else', [permanentIdentifier('ab'.repeat(32), '1.3.6.1.4.1.32473.1')], 'unknown'],
  ['a module of other hardware', [hardwareModule('4B554D52:00:1', '1.3.6.1.4.1.32473.1')], 'unknown'],
  ['a module in another form', [hardwareModule('SN-7')], 'unknown'],
  ['nothing', [], 'unknown'],
])('a certificate that names a TPM by %s', (_, names, status) => {
  expect(named(...names)).toMatchObject({ id: 'tpm-names', status });
});

test('a name that can’t be read is left out, with a warning, and names nothing', () => {
  const broken = derValue(
    contextConstructed(0),
    derOid(OTHER_NAME.hardwareModuleName),
    derValue(contextConstructed(0), derSequence(derString('x'))),
  );
  const parsed = parseAttestationKeyCertificate(parseCertificate(makeAttestationKeyCertificate({ authority, names: [broken] })));
  expect(parsed.warnings).toMatchObject([{ code: 'malformed-field', path: 'hardwareModuleName' }]);
  expect(named(broken).status).toBe('unknown');
});

import { expect, test } from 'vitest';
import { TRAIT_CATEGORY } from '#lib/platform-cert/trait-oids.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { certificateTrait } from '#lib/testing/platform-certificate-traits.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import {
  baseOf,
  certificateIdentityFor,
  endorsementKeyOf,
  inventoryOf,
  makeSampleDevice,
  type SampleDevice,
} from '#lib/testing/sample-device.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { recordStatement } from './record-statement.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const { holder } = certificateIdentityFor(device, authorities, 0);

const keyForm = (components: SampleDevice['components'] = device.components): Uint8Array =>
  makePlatformCertificate({
    holder,
    authority: authorities.vendor,
    specVersion: '2.1',
    serialNumber: 777n,
    platform: device.platform,
    components,
    properties: [{ name: 'Assembly site', value: 'Line 4' }],
    boundKey: { subject: 'Edge IDevID', publicKeyInfo: makeKey('ec-p256', 'idevid').publicKeyInfo },
    cryptographicAnchors: [certificateTrait(TRAIT_CATEGORY.ekCertificate, { issuerSerial: holder })],
  });

async function begin() {
  const store = await openTestStore();
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  const devices = async () => (await store.pool.query<{ id: string }>('SELECT id FROM device ORDER BY id')).rows.map(({ id }) => id);
  return { store, devices };
}

test('the public-key form first, then the attribute certificate of 1.1: one device under its first id, verified, with both as the source', async () => {
  const { store, devices } = await begin();
  await handIn(store, keyForm());
  await settle(store);
  const [first = ''] = await devices();
  await recordStatement(store, {
    kind: 'lifecycle',
    device: first,
    state: 'in-service',
    author: 'ann',
    at: '2026-03-01T12:00:00.000Z',
    reason: 'rack 4',
  });
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), inventoryOf(device)]) await handIn(store, bytes);
  await settle(store);
  expect(await devices()).toEqual([first]);
  const assessed = await findAssessed(store, first);
  expect(assessed?.verdict).toMatchObject({ trust: 'verified', lifecycle: 'in-service' });
  expect(assessed?.device.expected.because).toHaveLength(2);
});

test('what the two forms differ in is one finding that names it', async () => {
  const { store, devices } = await begin();
  const bytes = [endorsementKeyOf(device, authorities), baseOf(device, authorities), keyForm(device.components.slice(1))];
  for (const each of bytes) await handIn(store, each);
  await settle(store);
  const [only = '', ...others] = await devices();
  expect(others).toEqual([]);
  const assessed = await findAssessed(store, only);
  expect(assessed?.findings.filter(({ rule }) => rule === 'base-conflict')).toMatchObject([
    { detail: expect.stringContaining('Chassis C2, serial KR000007-C, which only one of them lists.') },
  ]);
});

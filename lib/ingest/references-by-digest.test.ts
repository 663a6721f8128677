import { expect, test } from 'vitest';
import { digestOf } from '#lib/encoding/digest.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { readPlatformSample } from '#lib/testing/platform-certificate-reading.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import {
  baseOf,
  baseSerial,
  certificateIdentityFor,
  endorsementKeyOf,
  makeSampleDevice,
  memoryModule,
} from '#lib/testing/sample-device.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
/** A part that has a platform certificate of its own, from another maker's line. */
const card = makeSampleDevice(20);
const cardCertificate = baseOf(card, authorities);

const digestOfSignature = (der: Uint8Array) => ({
  hashAlgorithm: '2.16.840.1.101.3.4.2.2',
  hashOverSignatureValue: digestOf('sha384', readPlatformSample(der).signatureValue),
});

const baseNaming = (der: Uint8Array): Uint8Array =>
  makePlatformCertificate({
    ...certificateIdentityFor(device, authorities, 0),
    authority: authorities.vendor,
    platform: device.platform,
    components: [...device.components, { ...memoryModule('NAMED'), platformCertificate: digestOfSignature(der) }],
  });

async function begin(): Promise<Store> {
  const store = await openTestStore();
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  return store;
}

async function referencesOf(store: Store): Promise<string | undefined> {
  const { rows } = await store.pool.query<{ id: string }>('SELECT device_id AS id FROM device_key WHERE key LIKE $1', [
    `platform-cert:%|${baseSerial(device)}`,
  ]);
  const assessed = await findAssessed(store, rows[0]?.id ?? '');
  return assessed?.device.documents.flatMap(({ checks }) => checks).find(({ id }) => id === 'references')?.status;
}

test('a certificate that another names by the digest of its signature alone is found in the store, also when it comes later', async () => {
  const store = await begin();
  await handIn(store, endorsementKeyOf(device, authorities));
  await handIn(store, baseNaming(cardCertificate));
  await settle(store);
  expect(await referencesOf(store)).toBe('unknown');
  await handIn(store, cardCertificate);
  await settle(store);
  expect(await referencesOf(store)).toBe('pass');
  const { rows } = await store.pool.query('SELECT id FROM device');
  expect(rows).toHaveLength(2);
});

test('a certificate of that signature that nobody vouches for is not the one', async () => {
  const store = await begin();
  const copied = makePlatformCertificate({
    ...certificateIdentityFor(card, authorities, 1),
    authority: { ...authorities.vendor, sign: () => readPlatformSample(cardCertificate).signatureValue },
    platform: card.platform,
    components: [],
  });
  await handIn(store, baseNaming(cardCertificate));
  await handIn(store, copied);
  await settle(store);
  expect(await referencesOf(store)).toBe('unknown');
});

test('a delta that names its predecessor by a digest alone finds it whatever it is bound to, and says why it does not continue it', async () => {
  const store = await begin();
  const delta = makePlatformCertificate({
    ...certificateIdentityFor(card, authorities, 2),
    authority: authorities.vendor,
    kind: 'delta',
    specVersion: '2.1',
    platform: device.platform,
    components: [{ ...memoryModule('MORE'), status: 'added' }],
    previous: [{ kind: 'base', ...digestOfSignature(baseOf(device, authorities)) }],
  });
  await handIn(store, delta);
  await settle(store);
  await handIn(store, endorsementKeyOf(device, authorities));
  await handIn(store, baseOf(device, authorities));
  await settle(store);
  const { items } = await listUnlinked(store);
  expect(items.map(({ reason }) => reason)).toEqual(['holder-differs']);
});

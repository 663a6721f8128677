import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(12);
const signer = makeManifestSigner('store');
const receivedAt = new Date('2026-05-01T10:30:00.000Z');
const later = new Date('2026-05-02T00:00:00.000Z');
const good = makeEventLog(SMALL_BOOT);
const changed = makeEventLog(
  SMALL_BOOT.map((event) => (event.pcr === 4 && event.measured !== undefined ? { ...event, measured: encodeUtf8('evil') } : event)),
);
const { manufacturer, model } = device.platform;
const text = new TextDecoder().decode(makeManifest({ model, files: [{ name: 'x.rimel', bytes: good }] }));
const manifest = encodeUtf8(text.replaceAll('Kirin Systems', manufacturer));

/** A device that is as it should be; its id. */
async function enrolled(): Promise<{ readonly store: Store; readonly id: string }> {
  const store = await openTestStore();
  for (const each of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, each.certificate);
  for (const bytes of [baseOf(device, authorities), endorsementKeyOf(device, authorities), inventoryOf(device)]) await handIn(store, bytes);
  await settle(store, later);
  const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM device');
  return { store, id: rows[0]?.id ?? '' };
}

const standingsOf = async (store: Store, id: string) =>
  (await findAssessed(store, id))?.device.firmware?.sources.map(({ standing }) => standing);

test('a start is compared with the manifest of its model once an anchor vouches for the signer, whatever came first', async () => {
  const { store, id } = await enrolled();
  await handIn(store, changed, { device: id, receivedAt });
  await handIn(store, signer.sign(manifest), { device: id, receivedAt });
  await handIn(store, good, { device: id, receivedAt, role: 'reference' });
  await settle(store, later);
  expect(await standingsOf(store, id)).toEqual(['not-trusted']);
  expect((await findAssessed(store, id))?.verdict.trust).toBe('verified');
  await recordAnchor(store, signer.authority.certificate);
  await settle(store, later);
  const assessed = await findAssessed(store, id);
  expect(assessed?.device.firmware?.counts).toMatchObject({ mismatch: 1 });
  expect(assessed?.findings.map(({ rule }) => rule)).toContain('unknown-boot-software');
  expect(assessed?.verdict.trust).toBe('changed-unexplained');
});

test.each([
  ['its key', signer.keyInfo.keyValue],
  ['the identifier of its key', signer.keyInfo.keyName],
])('the certificate of a signer who is named by %s alone is found when it comes later', async (_, keyInfo) => {
  const { store, id } = await enrolled();
  await recordAnchor(store, signer.authority.certificate);
  await handIn(store, good, { device: id, receivedAt });
  await handIn(store, good, { device: id, receivedAt, role: 'reference' });
  await handIn(store, signer.sign(manifest, keyInfo), { device: id, receivedAt });
  await settle(store, later);
  expect(await standingsOf(store, id)).toEqual(['not-trusted']);
  await handIn(store, signer.certificate, { receivedAt });
  await settle(store, later);
  expect(await standingsOf(store, id)).toEqual(['counts']);
});

test('an anchor that is the signer itself is found by its key', async () => {
  const { store, id } = await enrolled();
  await handIn(store, good, { device: id, receivedAt });
  await handIn(store, good, { device: id, receivedAt, role: 'reference' });
  await handIn(store, signer.sign(manifest, signer.keyInfo.keyValue), { device: id, receivedAt });
  await settle(store, later);
  await recordAnchor(store, signer.certificate);
  await settle(store, later);
  expect(await standingsOf(store, id)).toEqual(['counts']);
});

import { expect, test } from 'vitest';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { listReferences } from './list-references.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';

const authorities = makeSampleAuthorities();
const [signer, stranger] = ['known', 'stranger'].map((seed) => makeManifestSigner(seed)) as [
  ReturnType<typeof makeManifestSigner>,
  ReturnType<typeof makeManifestSigner>,
];
const now = new Date('2026-05-02T00:00:00.000Z');

test('all manifests are listed page by page, each with its models, its signer, its worth and how many devices it counts for', async () => {
  const store = await openTestStore();
  for (const each of [authorities.vendor, authorities.tpmVendor, signer.authority]) await recordAnchor(store, each.certificate);
  const devices = [makeSampleDevice(12), makeSampleDevice(15)];
  for (const device of devices) {
    for (const bytes of [baseOf(device, authorities), endorsementKeyOf(device, authorities)]) await handIn(store, bytes);
  }
  const { manufacturer, model } = makeSampleDevice(12).platform;
  await handIn(store, signer.sign(makeManifest({ manufacturer, model })));
  await handIn(store, stranger.sign(makeManifest({ manufacturer, model, firmwareVersion: '9' })));
  for (let index = 0; index < 50; index += 1) await handIn(store, makeManifest({ tagId: `other ${index}`, model: 'Y9' }));
  await settle(store, now);

  const first = await listReferences(store, { now });
  const second = await listReferences(store, { now, cursor: first.nextCursor ?? '' });
  expect(second.nextCursor).toBeNull();
  const all = [...first.items, ...second.items];
  expect([first.items.length, all.length, new Set(all.map(({ sha256 }) => sha256)).size]).toEqual([50, 52, 52]);
  const named = all.filter(({ models }) => models.includes(`${manufacturer} ${model}`));
  expect(named.map(({ manifest, trusted, signer: by, devices: count }) => [manifest?.firmware.version, trusted, by, count])).toEqual([
    ['2.4.0', true, 'CN=known reference signer', 2],
    ['9', false, 'CN=stranger reference signer', 0],
  ]);
  expect(named[0]?.open).toBeNull();
  expect(named[1]?.open).toContain('no verified signer');
  expect(all.filter(({ trusted }) => trusted)).toHaveLength(1);
});

test('without a manifest the list is empty', async () => {
  expect(await listReferences(await openTestStore(), { now })).toEqual({ items: [], nextCursor: null });
});

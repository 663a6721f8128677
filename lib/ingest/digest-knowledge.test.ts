import { expect, test } from 'vitest';
import { encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Store } from '#lib/store/open-store.ts';
import { BadCursor, encodeCursor } from '#lib/store/page.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice, type SampleDevice } from '#lib/testing/sample-device.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { eventTypeName } from '#lib/tpm/event-types.ts';
import { digestKnowledge } from './digest-knowledge.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';

const authorities = makeSampleAuthorities();
const [first, second] = [makeSampleDevice(12), makeSampleDevice(15)];
const receivedAt = new Date('2026-05-01T10:30:00.000Z');
const now = new Date('2026-05-02T00:00:00.000Z');
const signer = makeManifestSigner('models');
const support = makeEventLog(SMALL_BOOT);
const { manufacturer, model } = first.platform;
const manifest = signer.sign(makeManifest({ manufacturer, model, files: [{ name: 'x.rimel', bytes: support }] }));
/** What the support file has too, in its bank of SHA-256. */
const record = parseEventLog(support).events.find(
  ({ pcr, type }) => pcr === 4 && eventTypeName(type) === 'EV_EFI_BOOT_SERVICES_APPLICATION',
);
const shared = toHex(record?.digests.find(({ digest }) => digest.length === 32)?.digest ?? new Uint8Array());
const own = (text: string) => ({ pcr: 10, type: 'EV_IPL' as const, data: encodeUtf8(text), measured: encodeUtf8(text) });
const logOf = ({ number }: SampleDevice, text = `start ${number}`): Uint8Array => makeEventLog([...SMALL_BOOT, own(text)]);

async function enrol(store: Store): Promise<readonly string[]> {
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  for (const device of [first, second])
    for (const bytes of [baseOf(device, authorities), endorsementKeyOf(device, authorities)]) await handIn(store, bytes, { receivedAt });
  await settle(store, now);
  const { rows } = await store.pool.query<{ id: string; serial: string }>('SELECT id, serial FROM device');
  const ids = [first, second].map(({ platform }) => rows.find(({ serial }) => serial === platform.serial)?.id ?? '');
  for (const [index, device] of [first, second].entries()) await handIn(store, logOf(device), { device: ids[index] ?? '', receivedAt });
  await settle(store, now);
  return ids;
}

test('a digest leads to the manifest that vouches for a log with it, and to the devices whose starts measured it, a page at a time', async () => {
  const store = await openTestStore();
  const ids = await enrol(store);
  const asked = (digest: string, over: object = {}) => digestKnowledge(store, { digest, now, ...over });
  const before = await asked(shared);
  expect(before.sources).toEqual([]);
  expect(before.devices.items.map(({ deviceId }) => deviceId)).toEqual([...ids].sort());
  expect(before.devices.items).toMatchObject([
    { pcr: 4, firstAt: receivedAt.toISOString(), lastAt: receivedAt.toISOString(), current: true, learned: false },
    { pcr: 4 },
  ]);
  const page = await asked(shared, { limit: 1 });
  expect(page.devices.items).toHaveLength(1);
  const next = await asked(shared, { limit: 1, cursor: page.devices.nextCursor ?? '' });
  expect([...page.devices.items, ...next.devices.items].map(({ deviceId }) => deviceId)).toEqual([...ids].sort());
  expect(next.devices.nextCursor).toBeNull();
  const alone = await asked(sha256Hex(encodeUtf8(`start ${first.number}`)));
  expect(alone.devices.items).toMatchObject([{ deviceId: ids[0], serial: first.platform.serial, pcr: 10 }]);
  // The log first, then the manifest that vouches for it; and a manifest counts once somebody vouches for its signer.
  await handIn(store, support, { receivedAt, role: 'reference' });
  await settle(store, now);
  expect((await asked(shared)).sources).toEqual([]);
  await handIn(store, manifest, { receivedAt });
  await settle(store, now);
  const file = sha256Hex(support);
  expect((await asked(shared)).sources).toMatchObject([{ by: 'manifest', sha256: sha256Hex(manifest), file, trusted: false }]);
  await recordAnchor(store, signer.authority.certificate);
  await settle(store, now);
  expect((await asked(shared)).sources).toMatchObject([{ by: 'manifest', file, trusted: true, open: null }]);
  expect((await asked(file)).sources).toMatchObject([{ by: 'manifest', file: null, describes: 'x.rimel' }]);
});

test('the manifest may come before its file; the logs of devices are no source; a start that is over stays, and is told as earlier', async () => {
  const store = await openTestStore();
  const ids = await enrol(store);
  await handIn(store, manifest, { receivedAt });
  await settle(store, now);
  await handIn(store, support, { receivedAt, role: 'reference' });
  await settle(store, now);
  const asked = async (digest: string) => digestKnowledge(store, { digest, now });
  expect((await asked(shared)).sources).toHaveLength(1);
  const start = sha256Hex(encodeUtf8(`start ${first.number}`));
  expect((await asked(start)).sources).toEqual([]);
  const later = new Date('2026-05-01T12:00:00.000Z');
  await handIn(store, logOf(first, 'another start'), { device: ids[0] ?? '', receivedAt: later });
  await settle(store, now);
  expect((await asked(start)).devices.items).toMatchObject([{ deviceId: ids[0], current: false }]);
  expect((await asked(shared)).devices.items.find(({ deviceId }) => deviceId === ids[0])).toMatchObject({
    firstAt: receivedAt.toISOString(),
    lastAt: later.toISOString(),
    current: true,
  });
});

test('a digest that nothing knows gives nothing, and a cursor of another list is refused', async () => {
  const store = await openTestStore();
  const digest = 'ab'.repeat(48);
  expect(await digestKnowledge(store, { digest, now })).toEqual({ sources: [], isCut: false, devices: { items: [], nextCursor: null } });
  await expect(digestKnowledge(store, { digest, now, cursor: encodeCursor(['a', 'b', 'c']) })).rejects.toBeInstanceOf(BadCursor);
});

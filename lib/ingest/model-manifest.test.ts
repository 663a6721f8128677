import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice, type SampleDevice } from '#lib/testing/sample-device.ts';
import { exportEvidence } from './export-evidence.ts';
import { listReferences } from './list-references.ts';
import { recordStatement } from './record-statement.ts';
import { changeAnchor, recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';

const authorities = makeSampleAuthorities();
/** The first two are of one model. */
const [first, second, other] = [makeSampleDevice(12), makeSampleDevice(15), makeSampleDevice(13)];
const signer = makeManifestSigner('models');
const stranger = makeManifestSigner('nobody');
const receivedAt = new Date('2026-05-01T10:30:00.000Z');
const later = new Date('2026-05-02T00:00:00.000Z');
const good = makeEventLog(SMALL_BOOT);
const { manufacturer, model } = first.platform;
const manifest = makeManifest({ manufacturer, model, files: [{ name: 'x.rimel', bytes: good }] });
/** What no reference value is asked for makes it a file of its own. */
const bootOf = ({ number }: SampleDevice) =>
  makeEventLog([...SMALL_BOOT, { pcr: 10, type: 'EV_IPL', data: encodeUtf8(`start ${number}`), measured: encodeUtf8(`start ${number}`) }]);

/** Enrols devices with a start each. @returns their ids in the same order */
async function enrol(store: Store, devices: readonly SampleDevice[]): Promise<readonly string[]> {
  for (const each of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, each.certificate);
  for (const device of devices) {
    for (const bytes of [baseOf(device, authorities), endorsementKeyOf(device, authorities)]) await handIn(store, bytes, { receivedAt });
  }
  await settle(store, later);
  const { rows } = await store.pool.query<{ id: string; serial: string }>('SELECT id, serial FROM device');
  const ids = devices.map(({ platform }) => rows.find(({ serial }) => serial === platform.serial)?.id ?? '');
  for (const [index, device] of devices.entries()) await handIn(store, bootOf(device), { device: ids[index] ?? '', receivedAt });
  await settle(store, later);
  return ids;
}

const standingsOf = async (store: Store, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await findAssessed(store, id))?.device.firmware?.sources.map(({ standing }) => standing)));
const reasonsOf = async (store: Store) => (await listUnlinked(store, {})).items.map(({ reason }) => reason);

test('a manifest that nobody handed in for a device counts for every device of its model, and goes with their evidence', async () => {
  const store = await openTestStore();
  const ids = await enrol(store, [first, second, other]);
  await recordAnchor(store, signer.authority.certificate);
  const signed = signer.sign(manifest);
  await handIn(store, signed, { receivedAt });
  await settle(store, later);
  expect(await standingsOf(store, ids)).toEqual([['without-values'], ['without-values'], []]);
  await handIn(store, good, { receivedAt, role: 'reference' });
  await settle(store, later);
  expect(await standingsOf(store, ids)).toEqual([['counts'], ['counts'], []]);
  expect(await reasonsOf(store)).toEqual([]);
  const [id = ''] = ids;
  const served = await findAssessed(store, id);
  expect(served?.device.boots).toHaveLength(1);
  expect(served?.device.firmware?.counts).toMatchObject({ mismatch: 0, 'not-referenced': 0 });
  const exported = await exportEvidence(store, id, later);
  const names = (await buffer(exported?.stream ?? Readable.from([]))).toString('latin1');
  const holds = (file: Uint8Array): boolean => new RegExp(`artifacts/[a-z-]+/${sha256Hex(file)}`).test(names);
  expect([good, signed, bootOf(second)].map(holds)).toEqual([true, true, false]);
});

test('one that was handed in for one device, before the others were known, counts for those too, and does not say for which', async () => {
  const store = await openTestStore();
  const [known = ''] = await enrol(store, [first]);
  await recordAnchor(store, signer.authority.certificate);
  await handIn(store, good, { device: known, receivedAt, role: 'reference' });
  await handIn(store, signer.sign(manifest), { device: known, receivedAt });
  await settle(store, later);
  const [id = ''] = await enrol(store, [second]);
  expect(await standingsOf(store, [known, id])).toEqual([['counts'], ['counts']]);
  const documents = (await findAssessed(store, id))?.device.documents.filter(({ ground }) => ground === 'platform-model') ?? [];
  expect(documents.map(({ read }) => read.kind).sort()).toEqual(['reference-manifest', 'tpm-event-log']);
  expect(documents.flatMap(({ submissions }) => submissions.map(({ device }) => device))).toEqual([null, null]);
});

test("a stranger's counts for nobody, waits with its reason, and asks for no fold, until an anchor vouches for it and while one does", async () => {
  const store = await openTestStore();
  const ids = await enrol(store, [first, second]);
  await handIn(store, good, { receivedAt, role: 'reference' });
  await settle(store, later);
  await handIn(store, stranger.sign(manifest), { receivedAt });
  await settle(store, later);
  expect(await standingsOf(store, ids)).toEqual([[], []]);
  expect((await reasonsOf(store)).sort()).toEqual(['manifest-not-trusted', 'no-serial']);
  await recordAnchor(store, stranger.authority.certificate);
  await settle(store, later);
  expect(await standingsOf(store, ids)).toEqual([['counts'], ['counts']]);
  expect(await reasonsOf(store)).toEqual([]);
  await changeAnchor(store, { certificate: stranger.authority.certificate, action: 'remove' });
  await settle(store, later);
  expect(await standingsOf(store, ids)).toEqual([[], []]);
  expect((await reasonsOf(store)).sort()).toEqual(['manifest-not-trusted', 'no-serial']);
});

test.each(['signer first', 'anchor first'])(
  'each next thing to do is true until a manifest that names the key of its signer counts: %s',
  async (order) => {
    const store = await openTestStore();
    const [id = ''] = await enrol(store, [first]);
    await handIn(store, signer.sign(makeManifest({ manufacturer, model }), signer.keyInfo.keyName), { receivedAt });
    await settle(store, later);
    expect(await reasonsOf(store)).toEqual(['manifest-signer-missing']);
    const [reference] = (await listReferences(store, { now: later })).items;
    expect(reference?.open).toContain('the certificate of its signer is not at hand');
    const steps = {
      signer: () => handIn(store, signer.certificate, { receivedAt }),
      anchor: () => recordAnchor(store, signer.authority.certificate),
    };
    const reasons: (readonly string[])[] = [];
    for (const step of order === 'signer first' ? [steps.signer, steps.anchor] : [steps.anchor, steps.signer]) {
      await step();
      await settle(store, later);
      reasons.push((await reasonsOf(store)).filter((reason) => reason.startsWith('manifest')));
    }
    expect(reasons).toEqual([[order === 'signer first' ? 'manifest-not-trusted' : 'manifest-signer-missing'], []]);
    expect(await standingsOf(store, [id])).toEqual([['without-values']]);
  },
);

test('names of its manufacturer that mean the same lead a manifest to the devices, once two people said so and as long as they do', async () => {
  const store = await openTestStore();
  const ids = await enrol(store, [first]);
  await recordAnchor(store, signer.authority.certificate);
  await handIn(store, good, { receivedAt, role: 'reference' });
  await handIn(store, signer.sign(makeManifest({ manufacturer: 'Bought Systems', model, files: [{ name: 'x.rimel', bytes: good }] })), {
    receivedAt,
  });
  await settle(store, later);
  expect(await standingsOf(store, ids)).toEqual([[]]);
  const at = later.toISOString();
  const said = { kind: 'manufacturer-alias', author: 'admin', at, reason: 'bought in 2025' } as const;
  const line = { scheme: 'manufacturer', name: 'Bought Systems', means: manufacturer } as const;
  const approved = async (change: Parameters<typeof recordStatement>[1]) => {
    const { id } = await recordStatement(store, change);
    await recordStatement(store, { kind: 'approval', statement: id, author: 'olga', at, reason: 'agreed' });
    await settle(store, later);
    return id;
  };
  const alias = await approved({ ...said, change: { action: 'add', line } });
  expect(await standingsOf(store, ids)).toEqual([['counts']]);
  await approved({ ...said, change: { action: 'end', line: alias, until: null } });
  expect(await standingsOf(store, ids)).toEqual([[]]);
});

import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { TRAIT_CATEGORY } from '#lib/platform-cert/trait-oids.ts';
import { traceDocument } from '#lib/present/trace-document.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { certificateTrait } from '#lib/testing/platform-certificate-traits.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import {
  baseOf,
  baseSerial,
  certificateIdentityFor,
  endorsementKeyOf,
  makeSampleDevice,
  memoryModule,
  type SampleDevice,
} from '#lib/testing/sample-device.ts';
import { exportEvidence } from './export-evidence.ts';
import { loadEvidence } from './load-evidence.ts';
import { changeAnchor, recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';

const authorities = makeSampleAuthorities();
const NOW = new Date('2026-03-02T00:00:00.000Z');
/** The first of the 64 that a hostile certificate names are here. */
const honest = Array.from({ length: 8 }, (_, index) => makeSampleDevice(100 + index));
const sixtyFour = Array.from({ length: 64 }, (_, index) => makeSampleDevice(100 + index));
const own = makeSampleDevice(7);

const holderOf = (of: SampleDevice) => certificateIdentityFor(of, authorities, 0).holder;

/** A certificate whose parts have certificates of their own: those of other devices. */
function starOf(by: SampleDevice, { stranger = true, named = sixtyFour, maker = authorities.vendor }): Uint8Array {
  return makePlatformCertificate({
    ...certificateIdentityFor(by, authorities, 0),
    authority: stranger ? authorities.stranger : authorities.vendor,
    specVersion: '2.1',
    platform: by.platform,
    components: named.map((of) => ({
      ...memoryModule(`STAR-${of.number}`),
      platformCertificate: { issuerSerial: { issuer: maker.name, serialNumber: baseSerial(of) } },
    })),
    cryptographicAnchors: named.slice(0, 4).map((of) => certificateTrait(TRAIT_CATEGORY.ekCertificate, { issuerSerial: holderOf(of) })),
  });
}

async function begin(): Promise<Store> {
  const store = await openTestStore();
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  return store;
}

async function deviceOf(store: Store, of: SampleDevice): Promise<string> {
  const sql = 'SELECT device_id AS id FROM device_key WHERE key LIKE $1';
  const { rows } = await store.pool.query<{ id: string }>(sql, [`platform-cert:%|${baseSerial(of)}`]);
  return rows[0]?.id ?? '';
}

async function referencesOf(store: Store, of: SampleDevice): Promise<string | undefined> {
  const assessed = await findAssessed(store, await deviceOf(store, of));
  return assessed?.device.documents.flatMap(({ checks }) => checks).find(({ id }) => id === 'references')?.status;
}

test('however many certificates strangers hand in that name 64 devices each, the fold of a device loads its own files alone', {
  timeout: 300_000,
}, async () => {
  const store = await begin();
  for (const of of honest) {
    await handIn(store, endorsementKeyOf(of, authorities));
    await handIn(store, baseOf(of, authorities));
  }
  for (let order = 0; order < 4; order += 1) await handIn(store, starOf(makeSampleDevice(10 + order), {}), { submittedBy: 'mallory' });
  await settle(store, NOW);
  for (const of of honest) {
    const [key] = (await store.pool.query<{ key: string }>('SELECT key FROM device_key WHERE device_id = $1', [await deviceOf(store, of)]))
      .rows;
    const [loaded, ...others] = await loadEvidence(store.pool, { artifacts: [], keys: [key?.key ?? ''] }, { at: NOW.toISOString() });
    expect(others).toEqual([]);
    expect(loaded?.closure.artifacts).toHaveLength(2);
    expect([...(loaded?.evidence.artifacts.keys() ?? [])]).toHaveLength(2);
    expect(loaded?.evidence.named).toBeUndefined();
  }
});

test('a certificate that is named is looked for beside the device: when it comes later, and as long as somebody trusts who issued it', async () => {
  const store = await begin();
  const [card = own] = honest;
  const maker = authorities.integrator;
  await recordAnchor(store, maker.certificate);
  await handIn(store, endorsementKeyOf(card, authorities));
  await handIn(store, endorsementKeyOf(own, authorities));
  await handIn(store, starOf(own, { stranger: false, named: [card], maker }));
  await settle(store, NOW);
  expect(await referencesOf(store, own)).toBe('unknown');
  await handIn(store, baseOf(card, { ...authorities, vendor: maker }));
  await settle(store, NOW);
  expect(await referencesOf(store, own)).toBe('pass');
  const { rows } = await store.pool.query('SELECT id FROM device');
  expect(rows).toHaveLength(2);
  await changeAnchor(store, { certificate: maker.certificate, action: 'remove' });
  await settle(store, NOW);
  expect(await referencesOf(store, own)).toBe('unknown');
});

test('downloaded evidence holds what is named, and traces to the answer of the server without a device of it', async () => {
  const store = await begin();
  const [card = own] = honest;
  await handIn(store, endorsementKeyOf(card, authorities));
  await handIn(store, baseOf(card, authorities));
  await handIn(store, endorsementKeyOf(own, authorities));
  await handIn(store, starOf(own, { stranger: false, named: [card] }));
  await settle(store, NOW);
  const id = await deviceOf(store, own);
  const [served, exported] = [await findAssessed(store, id), await exportEvidence(store, id, NOW)];
  if (served === undefined || exported === undefined) throw new Error('no evidence');
  const { devices } = await traceEvidence(await buffer(exported.stream));
  expect(devices).toEqual(JSON.parse(JSON.stringify(traceDocument({ assessed: [served], unlinked: [] }))).devices);
});

import { expect, test } from 'vitest';
import type { Store } from '#lib/store/open-store.ts';
import { makeAuthority } from '#lib/testing/certificate-authority.ts';
import { tamper } from '#lib/testing/platform-certificates.ts';
import { parseHere } from './parse.ts';
import { readArtifactsInto } from './read-artifacts.ts';
import { authorities, enroll, inStore, listBy, told, trust } from './testing/enrolled.ts';
import { day } from './testing/live.ts';
import { handIn, settle } from './testing/settle.ts';

const { vendor, tpmVendor } = authorities;

async function waiting(store: Store): Promise<number> {
  const { rows } = await store.pool.query("SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'refold' AND state = 'created'");
  return rows[0].count;
}

/** How many refolds reading the list asks for. */
async function askedBy(store: Store, bytes: Uint8Array): Promise<number> {
  const before = await waiting(store);
  const { sha256 } = await handIn(store, bytes, { receivedAt: day(10) });
  await readArtifactsInto(store, [sha256], { parse: parseHere });
  return (await waiting(store)) - before;
}

test('a list asks for the devices of its issuer only where somebody has to believe it', { timeout: 60_000 }, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    await enroll(store);
    const list = listBy(vendor, { number: 1 });
    const impostor = makeAuthority({ name: vendor.name, algorithm: 'ec-p256', seed: 'impostor' });
    expect(await askedBy(store, tamper(list, list.length - 3))).toBe(0);
    expect(await askedBy(store, listBy(impostor, { number: 2 }))).toBe(0);
    expect(await askedBy(store, list)).toBe(1);
  }),
);

test('a list of an authority that comes later counts once its certificate is there', { timeout: 60_000 }, () =>
  inStore(async (store) => {
    const plant = makeAuthority({ name: 'Plant 4', algorithm: 'ec-p256', seed: 'plant', issuedBy: vendor });
    await trust(store, vendor, tpmVendor);
    const id = await enroll(store, undefined, { ...authorities, vendor: plant });
    expect(await askedBy(store, listBy(plant, { number: 1 }))).toBe(0);
    await handIn(store, plant.certificate, { receivedAt: day(11) });
    await handIn(store, listBy(vendor, { number: 1 }), { receivedAt: day(11) });
    await settle(store, day(12));
    const { assessed } = await told(store, id);
    const base = assessed.device.documents.find(({ read }) => read.kind === 'platform-certificate');
    expect(base?.checks.find(({ id: check }) => check === 'revocation')).toMatchObject({ status: 'pass' });
  }),
);

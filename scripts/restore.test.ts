import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { backUp } from '#lib/store/backup.ts';
import { listFleet } from '#lib/store/fleet.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { prepareDatabase } from '#lib/store/prepare-database.ts';
import { restore } from '#lib/store/restore.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { startPostgres } from './postgres.ts';
import { embeddedBinaries, type PostgresBinaries, serverBinaries } from './postgres-binaries.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(9);
const at = new Date('2026-03-02T00:00:00.000Z');
const server = serverBinaries();
if (server === undefined)
  console.warn('NOT RUN: restoring from the embedded to a server PostgreSQL; there is none under /usr/lib/postgresql');

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-restore-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function startedStore(binaries: PostgresBinaries): Promise<Store> {
  const running = await startPostgres({ folder: temporaryFolder(), binaries });
  await prepareDatabase(running.url, process.cwd());
  const store = openStore(running.url);
  onTestFinished(async () => {
    await store.close();
    await running.stop();
  });
  return store;
}

test('a real server is at hand where real programs are required', () => {
  expect(server !== undefined || process.env.REQUIRE_REAL !== '1').toBe(true);
});

test.skipIf(server === undefined)(
  'a backup of the embedded database is restored on a server of another version',
  { timeout: 120_000 },
  async () => {
    const from = await startedStore(embeddedBinaries());
    for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), inventoryOf(device)])
      await handIn(from, bytes);
    await settle(from, at);
    const file = join(temporaryFolder(), 'backup.zip');
    await backUp(from.databaseUrl, file, at);
    const to = await startedStore(server ?? embeddedBinaries());
    await restore(to.databaseUrl, file, { replace: false });
    const [moved] = (await listFleet(to)).items;
    expect((await listFleet(from)).items).toEqual([moved]);
    const id = moved?.id ?? '';
    expect(await findAssessed(to, id)).toEqual(await findAssessed(from, id));
    // And it goes on from there.
    await handIn(to, inventoryOf(device, device.components.slice(1)), { receivedAt: at });
    await settle(to, at);
    expect((await listFleet(to)).items[0]?.lastObservedAt).toBe(at.toISOString());
  },
);

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { readArtifactBytes } from './artifacts.ts';
import { backUp } from './backup.ts';
import type { Store } from './open-store.ts';
import { restore } from './restore.ts';
import { schemaVersion } from './table-list.ts';
import { openTestStore } from './testing/test-database.ts';
import { createUser, listUsers } from './users.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-backup-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = new Date('2026-06-01T00:00:00Z');
/** Every octet value, over two chunk rows. */
const bytes = Uint8Array.from({ length: 1024 * 1024 + 300 }, (_, index) => index % 256);
const sha256 = sha256Hex(bytes);

async function filled(): Promise<Store> {
  const store = await openTestStore();
  await store.pool.query('INSERT INTO artifact (sha256, size, created_at) VALUES ($1, $2, $3)', [sha256, bytes.length, at]);
  const chunks = [bytes.subarray(0, 1024 * 1024), bytes.subarray(1024 * 1024)];
  for (const [seq, chunk] of chunks.entries()) {
    await store.pool.query('INSERT INTO artifact_chunk (sha256, seq, bytes) VALUES ($1, $2, $3)', [sha256, seq, Buffer.from(chunk)]);
  }
  await createUser(store, { name: 'Tab\tand \\N and ü', passwordHash: 'x', role: 'auditor', mustChangePassword: false, at });
  return store;
}

test('what was backed up comes back to the byte, in another database', async () => {
  const [from, to] = [await filled(), await openTestStore()];
  const file = join(folder, 'whole.zip');
  const manifest = await backUp(from.databaseUrl, file, at);
  expect(manifest.tables.find(({ name }) => name === 'artifact_chunk')).toMatchObject({ rows: 2 });
  await restore(to.databaseUrl, file, { replace: false });
  expect(sha256Hex((await readArtifactBytes(to, sha256)) ?? new Uint8Array())).toBe(sha256);
  expect(await listUsers(to)).toEqual(await listUsers(from));
});

test('a database that holds something is left alone unless it is told to be replaced', async () => {
  const store = await filled();
  const file = join(folder, 'full.zip');
  await backUp(store.databaseUrl, file, at);
  await createUser(store, { name: 'later', passwordHash: 'x', role: 'auditor', mustChangePassword: false, at });
  await expect(restore(store.databaseUrl, file, { replace: false })).rejects.toMatchObject({ name: 'RestoreRefused' });
  expect(await listUsers(store)).toHaveLength(2);
  await restore(store.databaseUrl, file, { replace: true });
  expect(await listUsers(store)).toHaveLength(1);
});

test('a damaged, cut off or foreign file changes nothing', async () => {
  const [from, to] = [await filled(), await openTestStore()];
  const file = join(folder, 'good.zip');
  await backUp(from.databaseUrl, file, at);
  const good = readFileSync(file);
  const cases = {
    'cut.zip': good.subarray(0, good.length - 200),
    'foreign.zip': Buffer.from('this is no zip file, but long enough to be looked at as one'),
    'flipped.zip': flipped(good, Math.floor(good.length / 3)),
  };
  for (const [name, content] of Object.entries(cases)) {
    writeFileSync(join(folder, name), content);
    await expect(restore(to.databaseUrl, join(folder, name), { replace: true }), name).rejects.toThrow();
    expect(await listUsers(to), name).toEqual([]);
  }
  await expect(restore(to.databaseUrl, join(folder, 'foreign.zip'), { replace: true })).rejects.toThrow(/[^.]\. Nothing was changed\.$/);
});

test('bytes that do not have their digest are refused, though the backup is whole', async () => {
  const [from, to] = [await filled(), await openTestStore()];
  await from.pool.query('UPDATE artifact_chunk SET bytes = $1 WHERE seq = 1', [Buffer.from('other')]);
  const file = join(folder, 'lying.zip');
  await backUp(from.databaseUrl, file, at);
  await expect(restore(to.databaseUrl, file, { replace: false })).rejects.toThrow(sha256);
  expect(await listUsers(to)).toEqual([]);
});

const MANIFEST_OF_ALL = { format: 'assay-backup-1', at: at.toISOString() };

async function archive(name: string, entries: readonly (readonly [string, Buffer])[]): Promise<string> {
  const zip = new ZipFile();
  for (const [entry, content] of entries) zip.addBuffer(content, entry);
  zip.end();
  const path = join(folder, name);
  writeFileSync(path, await buffer(zip.outputStream));
  return path;
}

test('an archive that was made to harm is refused, and changes nothing', async () => {
  const to = await filled();
  const schema = await schemaVersion(to.pool);
  const list = (tables: readonly object[]): Buffer => Buffer.from(JSON.stringify({ ...MANIFEST_OF_ALL, schema, tables }));
  const table = { name: 'artifact', columns: ['sha256'], rows: 0, sha256: sha256Hex('') };
  const users = await listUsers(to);
  const cases: readonly (readonly [RegExp, string])[] = [
    [/would unpack to 104857600 bytes/, await archive('bomb.zip', [['tables/user.copy', Buffer.alloc(100 * 1024 * 1024)]])],
    [
      /at most 500/,
      await archive(
        'many.zip',
        Array.from({ length: 501 }, (_, index) => [`${index}`, Buffer.from('')] as const),
      ),
    ],
    [
      /stands twice/,
      await archive('twice.zip', [
        ['a', Buffer.from('1')],
        ['a', Buffer.from('2')],
      ]),
    ],
    [/not of a form/, await archive('no-json.zip', [['manifest.json', Buffer.from('{"format":')]])],
    [/not ours/, await archive('other.zip', [['manifest.json', list([{ ...table, name: 'pg_authid' }])]])],
    [/not ours, or one twice/, await archive('again.zip', [['manifest.json', list([table, table])]])],
    [
      /a column that artifact does not have/,
      await archive('column.zip', [['manifest.json', list([{ ...table, columns: ['sha256', 'x") FROM PROGRAM'] }])]]),
    ],
  ];
  for (const [message, path] of cases) await expect(restore(to.databaseUrl, path, { replace: true })).rejects.toThrow(message);
  const led = readFileSync(await archive('path.zip', [['aa/evil', Buffer.from('1')]]));
  writeFileSync(join(folder, 'path.zip'), Buffer.from(led.toString('latin1').replaceAll('aa/evil', '../evil'), 'latin1'));
  await expect(restore(to.databaseUrl, join(folder, 'path.zip'), { replace: true })).rejects.toThrow(/invalid relative path/);
  expect(await listUsers(to)).toEqual(users);
});

function flipped(content: Uint8Array, offset: number): Uint8Array {
  return content.map((octet, index) => (index === offset ? octet ^ 0xff : octet));
}

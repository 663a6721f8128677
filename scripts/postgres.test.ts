import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { firstClosedAncestor, startPostgres } from './postgres.ts';
import { embeddedBinaries } from './postgres-binaries.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-postgres-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

test('a database keeps what it holds over a stop, and asks for its password', async () => {
  const folder = temporaryFolder();
  const first = await startPostgres({ folder, binaries: embeddedBinaries() });
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  expect(new URL(first.url).hostname).toBe('127.0.0.1');
  await expect(ask(first.url.replace(/:[0-9a-f]{48}@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
  await first.stop();
  const second = await startPostgres({ folder, binaries: embeddedBinaries() });
  expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual({ answer: 42 });
  await second.stop();
});

test('a folder that a living process holds is refused with a sentence', async () => {
  const folder = temporaryFolder();
  const running = await startPostgres({ folder, binaries: embeddedBinaries() });
  // As if another process, the parent of this one, had written it.
  const started = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  writeFileSync(join(folder, 'lock'), `${process.ppid}\n${started}`);
  await expect(startPostgres({ folder, binaries: embeddedBinaries() })).rejects.toThrow('is in use by another Assay');
  await running.stop();
});

test('a lock that a dead process left, and a server that was killed, hold nobody up', async () => {
  const folder = temporaryFolder();
  const running = await startPostgres({ folder, binaries: embeddedBinaries() });
  await ask(running.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  process.kill(running.pid, 'SIGKILL');
  await running.ended;
  writeFileSync(join(folder, 'lock'), `${process.ppid}\nlong ago`);
  const again = await startPostgres({ folder, binaries: embeddedBinaries() });
  expect(await ask(again.url, 'SELECT answer FROM kept')).toEqual({ answer: 42 });
  await again.stop();
});

test('a closed folder is found above one that is not there yet, and what is missing is not closed', () => {
  const folder = temporaryFolder();
  const above = firstClosedAncestor(folder);
  chmodSync(folder, 0o755);
  expect(firstClosedAncestor(join(folder, '.assay', 'demo'))).toBe(above);
  chmodSync(folder, 0o700);
  expect(firstClosedAncestor(join(folder, '.assay', 'demo'))).toBe(above ?? folder);
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type PostgresBinaries, PostgresUnavailable } from './postgres-binaries.ts';
import { endOrphan, releaseLock, takeLock } from './postgres-lock.ts';

/** A PostgreSQL server of ours. */
export interface RunningPostgres {
  /** Connection string of the database `assay`, password included. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server ends, whoever ended it. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface PostgresOptions {
  /** Holds `data`, `password`, `postgres.log` and the lock. */
  readonly folder: string;
  readonly binaries: PostgresBinaries;
  /** Further server settings, such as `{ fsync: 'off' }` for tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A free one unless told otherwise. */
  readonly port?: number;
}

const USER = 'assay';
const DATABASE = 'assay';
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;

/**
 * Starts a server on 127.0.0.1 and a free port, over the data in `folder`, which is made when it isn't there.
 * @throws PostgresUnavailable when the folder is in use, or the server doesn't come up
 */
export async function startPostgres({ folder, binaries, settings = {}, port: wanted }: PostgresOptions): Promise<RunningPostgres> {
  prepareFolder(folder, binaries);
  takeLock(folder);
  try {
    await endOrphan(folder);
    const password = readPassword(folder, binaries);
    if (!existsSync(join(folder, 'data', 'PG_VERSION'))) initialize(folder, binaries);
    const port = wanted ?? (await freePort());
    const child = launch({ folder, binaries, settings: { ...DEFAULTS, ...settings }, port });
    const admin = `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`;
    await untilReady({ child, admin, folder });
    await makeDatabase(admin);
    return running({ child, folder, url: admin.replace(/postgres$/, DATABASE) });
  } catch (error) {
    releaseLock(folder);
    throw error;
  }
}

const DEFAULTS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  jit: 'off',
  timezone: 'UTC',
};

function prepareFolder(folder: string, { owner }: PostgresBinaries): void {
  mkdirSync(folder, { recursive: true });
  if (owner === null) return;
  const closed = firstClosedAncestor(folder);
  if (closed !== undefined)
    throw new PostgresUnavailable(
      `The database runs as the user "nobody", who can't enter ${closed}. Set ASSAY_DATA to a folder that everybody may enter, or start Assay as another user.`,
    );
  chownSync(folder, owner.uid, owner.gid);
}

/** The nearest folder above that other users may not enter; undefined when all of them may be entered. One that isn't there yet is made open. */
export function firstClosedAncestor(folder: string): string | undefined {
  const parent = dirname(folder);
  if (parent === folder) return undefined;
  const above = firstClosedAncestor(parent);
  if (above !== undefined) return above;
  const there = statSync(parent, { throwIfNoEntry: false });
  return there !== undefined && (there.mode & 0o001) === 0 ? parent : undefined;
}

function readPassword(folder: string, { owner }: PostgresBinaries): string {
  const path = join(folder, 'password');
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600 });
  // initdb reads it as the user that it runs as.
  if (owner !== null) chownSync(path, owner.uid, owner.gid);
  return readFileSync(path, 'utf8').trim();
}

function initialize(folder: string, { bin, owner, version }: PostgresBinaries): void {
  const data = join(folder, 'data');
  // Made beside and renamed at the end: what was interrupted is never taken for a database.
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  // Byte order everywhere, so that the same data gives the same order on every machine.
  const locale = version >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C'];
  const options = ['--encoding=UTF8', '--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${join(folder, 'password')}`];
  const result = spawnSync(join(bin, 'initdb'), ['-D', draft, ...locale, ...options], { encoding: 'utf8', cwd: folder, ...owner });
  if (result.status !== 0)
    throw new PostgresUnavailable(`The database could not be made in ${data}: ${result.error?.message ?? result.stderr.trim()}`);
  renameSync(draft, data);
}

interface Launch {
  readonly folder: string;
  readonly binaries: PostgresBinaries;
  readonly settings: Readonly<Record<string, string>>;
  readonly port: number;
}

function launch({ folder, binaries: { bin, owner }, settings, port }: Launch): ChildProcess {
  const options = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(join(folder, 'postgres.log'), 'a', 0o600);
  // A process group of its own: Ctrl-C in the terminal reaches the supervisor alone, which ends the database last.
  const child = spawn(join(bin, 'postgres'), ['-D', join(folder, 'data'), ...options], {
    cwd: folder,
    stdio: ['ignore', log, log],
    detached: true,
    ...owner,
  });
  closeSync(log);
  return child;
}

async function untilReady({ child, admin, folder }: { child: ChildProcess; admin: string; folder: string }): Promise<void> {
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    if (failure !== undefined || child.exitCode !== null) break;
    if (await answers(admin)) return;
    await sleep(25);
  }
  child.kill('SIGQUIT');
  throw new PostgresUnavailable(`The database didn't start: ${failure?.message ?? lastLines(join(folder, 'postgres.log'))}`);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function makeDatabase(admin: string): Promise<void> {
  const client = new Client({ connectionString: admin });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function running({ child, folder, url }: { child: ChildProcess; folder: string; url: string }): RunningPostgres {
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      releaseLock(folder);
      resolve();
    });
    if (child.exitCode !== null || child.signalCode !== null) resolve();
  });
  return {
    url,
    pid: child.pid ?? 0,
    ended,
    async stop() {
      // Fast shutdown: open transactions are rolled back, everything committed is kept.
      child.kill('SIGINT');
      const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address === null || typeof address === 'string' ? reject(new Error('no port')) : resolve(address.port)));
    });
  });
}

function lastLines(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').slice(-5).join(' | ') : 'it left no log';
}

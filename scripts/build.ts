import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.ts';

const SOURCES = ['app', 'components', 'lib', 'public', 'next.config.js', 'proxy.ts', 'package-lock.json', 'tsconfig.json'];
const STAMP = join(ROOT, '.next', 'assay-sources');
const isSource = (name: string): boolean => /\.(tsx?|js|css|json|svg)$/.test(name) && !/\.(test|spec)\.tsx?$/.test(name);

/** Builds the web application when its sources differ from those of the last build. */
export function buildWeb(): void {
  const digest = digestOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return;
  console.log('Building the web application (a minute or two, once) …');
  const next = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next');
  const { status, stdout, stderr } = spawnSync(process.execPath, [next, 'build'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`the web application could not be built:\n${stdout}\n${stderr}`);
  writeFileSync(STAMP, digest);
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(filesBelow).sort()) hash.update(`${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

function filesBelow(path: string): readonly string[] {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  // A route may be a folder named like a file: openapi.json.
  if (statSync(full).isFile()) return [path];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || isSource(entry.name))
    .filter((entry) => entry.name !== 'testdata')
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

if (import.meta.main) buildWeb();

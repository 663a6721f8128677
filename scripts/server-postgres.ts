import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './postgres.ts';
import { serverBinaries } from './postgres-binaries.ts';

/**
 * Runs a command against a throw-away server from the system's PostgreSQL packages:
 * node scripts/server-postgres.ts npx vitest run --project store
 */
const [program, ...args] = process.argv.slice(2);
if (program === undefined) {
  console.error('Say what to run: node scripts/server-postgres.ts COMMAND [ARGUMENT…]');
  process.exit(64);
}
const binaries = serverBinaries();
if (binaries === undefined) {
  console.error('SKIPPED: no PostgreSQL under /usr/lib/postgresql. On Debian: apt-get install postgresql.');
  process.exit(process.env.REQUIRE_REAL === '1' ? 1 : 0);
}
const folder = mkdtempSync(join(tmpdir(), 'assay-server-'));
const server = await startPostgres({ folder, binaries, settings: { fsync: 'off', max_connections: '200' } });
console.log(`Running on the system's PostgreSQL ${binaries.version}.`);
const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: server.url } });
process.exitCode = await new Promise<number>((resolve) => {
  child.once('error', (error) => {
    console.error(error.message);
    resolve(1);
  });
  child.once('exit', (code) => resolve(code ?? 1));
});
await server.stop();
rmSync(folder, { recursive: true, force: true });

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ROOT } from './root.ts';

const SCHEMA = join(ROOT, 'prisma', 'schema.prisma');
const CLIENT = join(ROOT, 'lib', 'store', 'generated', 'client.ts');
const STAMP = join(ROOT, 'lib', 'store', 'generated', '.schema-digest');

const digest = sha256Hex(readFileSync(SCHEMA));
if (!existsSync(CLIENT) || !existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== digest) generateClient();
// Written also when nothing was made: its time tells that the schema was looked at.
writeFileSync(STAMP, digest);

/** Makes the Prisma client. */
function generateClient(): void {
  console.error('Making the database client …');
  // Generating needs no schema engine; naming any program keeps Prisma from downloading one.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules', 'prisma', 'build', 'index.js'), 'generate'], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the database client could not be made: ${stderr}`);
}

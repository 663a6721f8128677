import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { firstClosedAncestor } from './postgres.ts';
import { ROOT } from './root.ts';

/**
 * Where this installation keeps its database, secrets and logs: ASSAY_DATA, else `.assay` in the project.
 * Root runs the database as another user, who must be able to get there: a project in a closed folder keeps its data in /var/lib.
 */
export function dataFolder(name = ''): string {
  const given = process.env.ASSAY_DATA;
  if (given !== undefined && given !== '') return resolve(given);
  const own = join(ROOT, '.assay', name);
  const closed = process.getuid?.() === 0 ? firstClosedAncestor(own) : undefined;
  return closed === undefined ? own : join('/var/lib/assay', `${sha256Hex(ROOT).slice(0, 12)}${name === '' ? '' : `-${name}`}`);
}

/** The secret that signs sessions: made once, kept beside the data, readable by its owner alone. */
export function sessionSecret(folder: string): string {
  const path = join(folder, 'session-secret');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(path, 'utf8').trim();
}

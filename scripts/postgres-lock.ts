import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresUnavailable } from './postgres-binaries.ts';

const STOP_WITHIN_MS = 30_000;

/** Marks the folder as this process's. @throws PostgresUnavailable when another living process holds the folder */
export function takeLock(folder: string): void {
  const path = join(folder, 'lock');
  const [pid, started] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const holder = Number(pid);
  if (holder !== process.pid && isAlive(holder) && startOf(holder) === started)
    throw new PostgresUnavailable(
      `The data in ${folder} is in use by another Assay (process ${holder}). Stop that one first, or set ASSAY_DATA to another folder. Nothing was changed.`,
    );
  rmSync(path, { force: true });
  // Exclusive: of two that start at the same moment, one fails here.
  writeFileSync(path, `${process.pid}\n${startOf(process.pid)}`, { mode: 0o600, flag: 'wx' });
}

/** When a process began: ids are used again, after a restart of the machine even for the same program. */
function startOf(pid: number): string {
  try {
    // The name in parentheses may hold anything; the start time is the 20th field after it.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
}

export function releaseLock(folder: string): void {
  rmSync(join(folder, 'lock'), { force: true });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A server whose supervisor was killed still runs: it is told to end, so that the data has one master. */
export async function endOrphan(folder: string): Promise<void> {
  const path = join(folder, 'data', 'postmaster.pid');
  if (!existsSync(path)) return;
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0]);
  if (!isAlive(pid) || !isPostgres(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid) && waited < STOP_WITHIN_MS; waited += 100) await sleep(100);
  if (isAlive(pid)) throw new PostgresUnavailable(`A database of an earlier run (process ${pid}) doesn't end. End it, and start again.`);
}

/** Process ids are used again: a number in an old file may be anybody's by now. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).stdout?.includes('postgres') ?? false;
  }
}

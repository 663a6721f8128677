import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Threads of this process, by Linux. */
const THREADS = '/proc/self/task';

/**
 * Lets other programs go before this process: its threads, those that they start from then on, and those of V8, which collect the
 * garbage of all of them. `setPriority` alone leaves V8's as they are: Linux keeps a priority for each thread.
 */
export function goLast(niceness: number): void {
  setPriority(niceness);
  if (process.platform !== 'linux') return;
  for (const thread of threadsOfProcess()) setPriorityOf(thread, niceness);
}

function threadsOfProcess(): readonly number[] {
  try {
    return readdirSync(THREADS).map(Number);
  } catch {
    // A system may hide /proc. Then this thread and what it starts go last.
    return [];
  }
}

function setPriorityOf(thread: number, niceness: number): void {
  try {
    setPriority(thread, niceness);
  } catch {
    // It ended since it was listed.
  }
}

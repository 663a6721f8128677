import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ROOT } from './root.ts';

const STOP_WITHIN_MS = 20_000;
const TOLD_LINES = 15;

/** One process that the supervisor watches. */
export interface WatchedProcess {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it ends, whoever ended it. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
  /** The end of what it printed, for the sentence that says why it died. */
  readonly lastLines: () => string;
}

export interface Launch {
  readonly name: string;
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
}

/** Starts a Node process with its output in a log file, in a group of its own: Ctrl-C reaches the supervisor alone. */
export function launch({ name, words, env, log }: Launch): WatchedProcess {
  mkdirSync(dirname(log), { recursive: true });
  const file = openSync(log, 'w', 0o600);
  const child = spawn(process.execPath, [...words], { cwd: ROOT, env, stdio: ['ignore', file, file], detached: true });
  closeSync(file);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { name, pid: child.pid ?? 0, ended, stop: () => stop(child, ended), lastLines: () => lastLines(log) };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}

function lastLines(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-TOLD_LINES).join('\n');
}

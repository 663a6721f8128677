import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** The Node that the project pins. */
export const NODE = join(ROOT, 'node_modules', '.bin', 'node');

/** A build of the web application, when its sources changed, takes most of it. */
const READY_WITHIN_MS = 400_000;

/** The whole program, started as a newcomer starts it, with data of its own. */
export interface RunningApp {
  readonly url: string;
  readonly databaseUrl: string;
  /** What the terminal shows for the first administrator. */
  readonly oneTimePassword: string;
  readonly stop: () => Promise<void>;
}

/** Starts database, worker and web server over an empty folder and a free port. */
export async function startApp(): Promise<RunningApp> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-e2e-'));
  // As root, the database runs as nobody, who must be able to enter.
  chmodSync(folder, 0o755);
  const { NODE_OPTIONS: _, DATABASE_URL: __, NEXTAUTH_URL: ___, ...env } = process.env;
  const child = spawn(NODE, [join(ROOT, 'scripts', 'start.ts')], {
    cwd: ROOT,
    env: { ...env, ASSAY_DATA: folder, HOST: '127.0.0.1', PORT: String(await freePort()), NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let isStopping = false;
  const stop = async () => {
    isStopping = true;
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const printed = await untilRunning(child, () => isStopping);
    return {
      url: matchOf(printed, /Assay is running at (\S+)/),
      oneTimePassword: matchOf(printed, /one-time password (\S+)/),
      databaseUrl: databaseUrlOf(folder),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function untilRunning(child: ChildProcess, isStopping: () => boolean): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Assay did not start in time. It printed:\n${printed}`)), READY_WITHIN_MS);
    const listen = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      if (printed.includes('Ctrl-C stops everything')) {
        clearTimeout(timer);
        resolve(printed);
      }
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      clearTimeout(timer);
      const sentence = `Assay ended with code ${code}. It printed:\n${printed}`;
      // Once it runs nobody waits for this promise any more; the stories that fail should have a reason to read.
      if (!isStopping()) console.error(sentence);
      reject(new Error(sentence));
    });
  });
}

/** As Ctrl-C does, and waits until the database has ended too. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await exit;
}

/** The embedded database listens on a port of its own choice; its folder says which. */
function databaseUrlOf(folder: string): string {
  const password = readFileSync(join(folder, 'postgres', 'password'), 'utf8').trim();
  const port = readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgresql://assay:${password}@127.0.0.1:${port}/assay`;
}

function matchOf(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`The terminal didn't show ${pattern}:\n${text}`);
  return found;
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

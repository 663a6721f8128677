import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launch, type WatchedProcess } from '#scripts/child-process.ts';
import { ROOT } from '#scripts/root.ts';

const READY_WITHIN_MS = 60_000;
/** Signs the sessions of a server that lives for one benchmark. */
export const BENCH_SECRET = 'of a throw-away server that lives for one benchmark';

/** The production web server over a database. */
export interface BenchWeb {
  readonly address: string;
  readonly process: WatchedProcess;
}

/** Undefined when there is a build of the sources as they are. What the build says goes to the error output: the other one may be JSON. */
export function buildProblem(): string | undefined {
  const { status, error } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'build.ts')], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  return status === 0 ? undefined : (error?.message ?? `the build ended with ${status}`);
}

/** Starts it, and resolves when it answers. */
export async function startWeb({
  url,
  folder,
  env = {},
}: {
  url: string;
  folder: string;
  env?: Readonly<Record<string, string>>;
}): Promise<BenchWeb> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const web = launch({
    name: 'web server',
    words: [join(ROOT, 'scripts', 'web.ts')],
    env: {
      ...process.env,
      DATABASE_URL: url,
      NODE_ENV: 'production',
      NEXTAUTH_SECRET: BENCH_SECRET,
      NEXTAUTH_URL: address,
      NEXT_TELEMETRY_DISABLED: '1',
      HOST: '127.0.0.1',
      PORT: String(port),
      ...env,
    },
    log: join(folder, 'web.log'),
  });
  await untilHealthy(address, web);
  return { address, process: web };
}

async function untilHealthy(address: string, web: WatchedProcess): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    const answer = await fetch(`${address}/healthz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await pause(200);
  }
  throw new Error(`the web server doesn't answer:\n${web.lastLines()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address === null || typeof address === 'string' ? reject(new Error('no port')) : resolve(address.port)));
    });
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '#lib/store/open-store.ts';
import { prepareDatabase } from '#lib/store/prepare-database.ts';
import { buildWeb } from './build.ts';
import { launch, type WatchedProcess } from './child-process.ts';
import { dataFolder, sessionSecret } from './data-folder.ts';
import { feedSampleFleet } from './demo.ts';
import { firstAdministrator } from './first-administrator.ts';
import { startPostgres } from './postgres.ts';
import { embeddedBinaries } from './postgres-binaries.ts';
import { refuseTakenAddress } from './refuse-taken-address.ts';
import { ROOT } from './root.ts';

const DEFAULT_PORT = 3000;
const READY_WITHIN_MS = 60_000;

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const demo = process.argv.includes('--demo');
const folder = dataFolder(demo ? 'demo' : '');
const host = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || DEFAULT_PORT);
const stops: (() => Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));
await main().catch(async (error: unknown) => {
  console.error(`assay: ${error instanceof Error ? error.message : String(error)}`);
  await end(1);
});

async function main(): Promise<void> {
  console.log(`Assay ${version}`);
  await refuseTakenAddress({ host, port });
  buildWeb();
  const databaseUrl = await database();
  if (stopping !== undefined) return;
  const applied = await prepareDatabase(databaseUrl, ROOT);
  if (applied.length > 0) console.log(`Database brought up to date: ${applied.join(', ')}`);
  const howToSignIn = await administrator(databaseUrl);
  if (demo) await feedSampleFleet(databaseUrl);
  if (stopping !== undefined) return;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  watch(startWorker(databaseUrl));
  const web = startWeb(databaseUrl, url);
  watch(web);
  await untilHealthy(url, web);
  announce(url, howToSignIn);
}

/** The server that DATABASE_URL names, else the embedded one, which stops last. */
async function database(): Promise<string> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== '') {
    console.log('Using the PostgreSQL server that DATABASE_URL names.');
    return given;
  }
  console.log(`Starting the embedded PostgreSQL, data in ${folder} …`);
  const running = await startPostgres({ folder: join(folder, 'postgres'), binaries: embeddedBinaries() });
  stops.push(running.stop);
  void running.ended.then(() => died({ name: 'database', lastLines: () => `see ${join(folder, 'postgres', 'postgres.log')}` }));
  return running.url;
}

/** @returns how to sign in, while that has to be said */
async function administrator(databaseUrl: string): Promise<string | undefined> {
  const store = openStore(databaseUrl, { connections: 1 });
  try {
    // The demo keeps its data elsewhere, where the command would not look by itself.
    const reset = `${demo ? `ASSAY_DATA='${folder}' ` : ''}npm run reset-password -- admin`;
    return await firstAdministrator(store, { at: new Date(), reset });
  } finally {
    await store.close();
  }
}

function startWorker(databaseUrl: string): WatchedProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: databaseUrl, NODE_ENV: 'production' };
  return launch({ name: 'worker', words: [join(ROOT, 'lib', 'worker', 'main.ts')], env, log: join(folder, 'logs', 'worker.log') });
}

function startWeb(databaseUrl: string, url: string): WatchedProcess {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    HOST: host,
    PORT: String(port),
    NODE_ENV: 'production',
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET ?? sessionSecret(folder),
    NEXTAUTH_URL: process.env.NEXTAUTH_URL ?? url,
  };
  return launch({ name: 'web server', words: [join(ROOT, 'scripts', 'web.ts')], env, log: join(folder, 'logs', 'web.log') });
}

function watch(process_: WatchedProcess): void {
  stops.push(process_.stop);
  void process_.ended.then(() => died(process_));
}

/** Nothing is restarted silently: whoever runs this is told, and everything stops. */
async function died({ name, lastLines }: Pick<WatchedProcess, 'name' | 'lastLines'>): Promise<void> {
  if (stopping !== undefined) return;
  console.error(`assay: the ${name} ended unexpectedly. What was acknowledged is safe in the database; start again.\n${lastLines()}`);
  await end(1);
}

async function untilHealthy(url: string, web: WatchedProcess): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until && stopping === undefined) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await pause(200);
  }
  if (stopping === undefined) throw new Error(`the web server doesn't answer at ${url}:\n${web.lastLines()}`);
}

function announce(url: string, howToSignIn: string | undefined): void {
  if (stopping !== undefined) return;
  console.log(`\nAssay is running at ${url}`);
  if (howToSignIn !== undefined) console.log(howToSignIn);
  console.log(`Logs in ${join(folder, 'logs')}. Ctrl-C stops everything.`);
}

/** Stops in the reverse order of starting, once. */
function end(code: number): Promise<void> {
  stopping ??= (async () => {
    if (code === 0) console.log('\nStopping …');
    for (const stop of stops.reverse()) await stop();
    process.exit(code);
  })();
  return stopping;
}

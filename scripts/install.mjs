// Plain JavaScript for the Node that the machine has: makes node_modules match package-lock.json, then names the pinned Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = 20;
/** The only packages whose install scripts run: `node` puts its program in place. */
const WITH_SCRIPT = ['node'];

/** Installs the packages of the lock file when node_modules is missing or older than the lock. */
export function install() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    stop(`Assay needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}.`);
  }
  if (isInstalled()) return;
  alone(() => {
    if (isInstalled()) return;
    console.error('Installing packages (npm ci) …');
    run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--ignore-scripts'], 'the packages could not be installed');
    for (const name of WITH_SCRIPT) run('npm', ['rebuild', name, '--ignore-scripts=false'], `the package ${name} could not be set up`);
  });
}

function isInstalled() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  const lock = join(ROOT, 'package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs && existsSync(pinnedNode());
}

/** Two commands that install into one folder would take each other's files away: the second waits for the first. */
function alone(work) {
  const lock = join(ROOT, '.install-lock');
  for (let waits = 0; !tookLock(lock); waits += 1) {
    if (waits === 0) console.error('Another command is installing packages; waiting for it …');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
  process.once('exit', () => rmSync(lock, { force: true }));
  work();
  rmSync(lock, { force: true });
}

/** Whether the lock is ours now. One that a command left behind when it was killed is taken away. */
function tookLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (existsSync(lock) && !isRunning(Number(readFileSync(lock, 'utf8')))) rmSync(lock, { force: true });
  return false;
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The Node that the project pins, brought by the package `node`. */
export function pinnedNode() {
  return join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
}

/** Makes the database client when there is none or the schema changed since. */
export function freshClient() {
  const made = join(ROOT, 'lib', 'store', 'generated', '.schema-digest');
  const schema = join(ROOT, 'prisma', 'schema.prisma');
  if (existsSync(made) && statSync(made).mtimeMs >= statSync(schema).mtimeMs) return;
  run(pinnedNode(), [join(ROOT, 'scripts', 'generate.ts')], 'the database client could not be made');
}

/** Runs a program of the project in the foreground; ends this process when it fails. Standard output stays free for what was asked. */
function run(program, words, failure) {
  const { status, error } = spawnSync(program, words, { cwd: ROOT, stdio: ['ignore', 2, 2], env: environment() });
  if (status !== 0) stop(`${failure}${error === undefined ? '' : ` (${error.message})`}.`);
}

/** Where Node keeps what it compiled of our sources: a command starts in less than half the time. Goes with the packages. */
const COMPILED = join(ROOT, 'node_modules', '.cache', 'compiled');

/** The environment with the project's own programs first on the PATH. */
export function environment(more = {}) {
  const path = [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':');
  return {
    ...process.env,
    PATH: path,
    NODE_COMPILE_CACHE: COMPILED,
    NEXT_TELEMETRY_DISABLED: '1',
    ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
    ...more,
  };
}

function stop(sentence) {
  console.error(`assay: ${sentence}`);
  process.exit(1);
}

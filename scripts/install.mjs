// Plain JavaScript for the Node that the machine has: makes node_modules match package-lock.json, then names the pinned Node.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
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
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  const lock = join(ROOT, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs && existsSync(pinnedNode())) return;
  console.error('Installing packages (npm ci) …');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--ignore-scripts'], 'the packages could not be installed');
  for (const name of WITH_SCRIPT) run('npm', ['rebuild', name, '--ignore-scripts=false'], `the package ${name} could not be set up`);
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

/** The environment with the project's own programs first on the PATH. */
export function environment(more = {}) {
  const path = [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':');
  return { ...process.env, PATH: path, NEXT_TELEMETRY_DISABLED: '1', ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...more };
}

function stop(sentence) {
  console.error(`assay: ${sentence}`);
  process.exit(1);
}

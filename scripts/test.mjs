// `npm test`: sets itself up, then runs everything and counts. With REQUIRE_REAL=1 a missing real program is a failure.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, install, pinnedNode, ROOT } from './install.mjs';

const REPORTS = join(ROOT, '.assay', 'reports');
const required = process.env.REQUIRE_REAL === '1';
const totals = { passed: 0, failed: 0 };
/** Where all that runs below makes its temporary folders, so that what it leaves behind is seen. */
const TEMPORARY = mkdtempSync(join(tmpdir(), 'run-'));
// As root, the databases run as nobody, who must be able to enter.
chmodSync(TEMPORARY, 0o755);

install();
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const missing = installReal();
check('Prisma client', pinnedNode(), ['scripts/generate.ts']);
check('types', 'tsc', ['--noEmit']);
check('lint', 'biome', ['check', '.']);
check('dead code', 'knip', ['--no-progress']);
vitest('unit, property, architecture, conformance, store on the embedded PostgreSQL', 'all', []);
if (missing.includes('tpm')) skip('tests with a TPM in software', 'swtpm or tpm2-tools is not installed');
if (missing.includes('postgres')) skip('store on a PostgreSQL server', 'no PostgreSQL server is installed');
else vitest('store on a PostgreSQL server', 'server', ['--project', 'store'], [pinnedNode(), 'scripts/server-postgres.ts']);
if (missing.includes('chromium')) skip('browser stories', 'no Chromium is installed');
else playwright();
nothingLeft();

console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);

/** Debian's packages for the real programs that tests use; by apt-get when this is root. Returns what is still missing. */
function installReal() {
  const wanted = [
    { name: 'chromium', packages: ['chromium'], there: () => existsSync('/usr/bin/chromium') },
    {
      name: 'postgres',
      packages: ['postgresql'],
      there: () => existsSync('/usr/lib/postgresql') && spawnSync('sh', ['-c', 'ls /usr/lib/postgresql/*/bin/initdb']).status === 0,
    },
    {
      name: 'tpm',
      packages: ['swtpm', 'swtpm-tools', 'tpm2-tools'],
      there: () => ['swtpm', 'swtpm_setup', 'certtool', 'tpm2_quote'].every((name) => existsSync(join('/usr/bin', name))),
    },
  ];
  const absent = wanted.filter(({ there }) => !there());
  if (absent.length === 0) return [];
  const packages = absent.flatMap((one) => one.packages);
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(`Not installed: ${packages.join(', ')}. As root: apt-get install -y ${packages.join(' ')}`);
    return absent.map(({ name }) => name);
  }
  console.log(`Installing ${packages.join(', ')} (apt-get) …`);
  const env = environment({ DEBIAN_FRONTEND: 'noninteractive' });
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: ['ignore', 'ignore', 'inherit'], env });
  return wanted.filter(({ there }) => !there()).map(({ name }) => name);
}

function check(name, program, words) {
  const ok = step(name, program, words) === 0;
  totals[ok ? 'passed' : 'failed'] += 1;
}

/** `under`: a program, and its first words, that runs vitest for us. */
function vitest(name, report, words, under = []) {
  const file = join(REPORTS, `vitest-${report}.json`);
  const [program, ...first] = [...under, 'vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`, ...words];
  const status = step(name, program, first);
  count(name, status, () => {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  });
}

function playwright() {
  const file = join(REPORTS, 'playwright.json');
  const status = step('browser stories', 'playwright', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  count('browser stories', status, () => {
    const { expected, unexpected, flaky } = JSON.parse(readFileSync(file, 'utf8')).stats;
    if (flaky > 0)
      console.log(
        `\n${flaky} browser ${flaky === 1 ? 'story' : 'stories'} passed at the second try only; the list above names ${flaky === 1 ? 'it' : 'them'}.`,
      );
    return { passed: expected + flaky, failed: unexpected };
  });
}

/** Adds what a runner counted. A runner that failed without a failed test (or ran none) counts as one failure. */
function count(name, status, read) {
  let counted = { passed: 0, failed: 0 };
  try {
    counted = read();
  } catch {
    console.log(`${name}: no report was written`);
  }
  const silent = counted.failed === 0 && (status !== 0 || counted.passed === 0);
  totals.passed += counted.passed;
  totals.failed += counted.failed + (silent ? 1 : 0);
}

/** Folders of ours that tests made and did not take away would fill the disk of whoever runs them often. */
function nothingLeft() {
  const left = readdirSync(TEMPORARY).filter((name) => name.startsWith('assay-'));
  rmSync(TEMPORARY, { recursive: true, force: true });
  if (left.length > 0) console.log(`\n== temporary folders: FAILED, left behind: ${left.join(', ')}`);
  totals[left.length === 0 ? 'passed' : 'failed'] += 1;
}

function skip(name, why) {
  console.log(`\n== ${name}: NOT RUN, ${why}${required ? ' (REQUIRE_REAL=1: this is a failure)' : ''}`);
  if (required) totals.failed += 1;
}

function step(name, program, words, more = {}) {
  console.log(`\n== ${name}`);
  const began = Date.now();
  const { status, error } = spawnSync(program, words, { cwd: ROOT, stdio: 'inherit', env: environment({ TMPDIR: TEMPORARY, ...more }) });
  if (error !== undefined) console.log(error.message);
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(0)} s)`);
  return status ?? 1;
}

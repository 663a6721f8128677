import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { FORMATS } from '#lib/artifact/formats.ts';
import type { FuzzReport, FuzzTask } from './fuzz-thread.ts';
import { MAX_OCTETS } from './mutate.ts';
import { slugOf } from './seeds.ts';

const HELP = `usage: npm run fuzz -- [FORMAT] [--minutes N] [--executions N] [--seed N] [--unguided] [--list]

Changes files of a format and takes them through the program, guided by which code they reach. Without FORMAT: all formats in
turn, N minutes each, or N changed files, whichever ends first. --unguided doesn't look which code they reach: several times as
many files, none of which becomes a seed. What no file may bring about is written to .assay/fuzz/FORMAT/, as short as it could be made.`;
/** Of processor time: no file of this size takes a hundredth of it. */
const HANG_MS = 20_000;
const MEBIBYTES = 2048;
const FOLDER = join(new URL('..', import.meta.url).pathname, '.assay', 'fuzz');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    executions: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    unguided: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [minutes, executions, seed] = [Number(values.minutes), Number(values.executions), Number(values.seed)];
const isGuided = !values.unguided;
const slugs = FORMATS.map(slugOf);
const wanted = positionals.length === 0 ? slugs : positionals;
const unknown = wanted.find((slug) => !slugs.includes(slug));
if (values.help) stopWith(HELP, 0);
if (values.list) stopWith(slugs.join('\n'), 0);
if (unknown !== undefined) stopWith(`There is no format "${unknown}". There are:\n${slugs.join('\n')}`, 64);
if (!(minutes > 0) || !(executions > 0) || !Number.isInteger(seed))
  stopWith('--minutes and --executions take a number above 0, --seed a whole number.', 64);

let defects = 0;
for (const slug of wanted) defects += await fuzz(slug);
process.exit(defects === 0 ? 0 : 1);

/** Runs one format until its time is over, again where a thread didn't survive its input. @returns how many defects showed */
async function fuzz(slug: string): Promise<number> {
  const folder = join(FOLDER, slug);
  mkdirSync(folder, { recursive: true });
  const until = Date.now() + minutes * 60_000;
  let found = 0;
  for (let round = 0; round === 0 || Date.now() < until; round += 1) {
    const left = Math.max(0.01, (until - Date.now()) / 60_000);
    const outcome = await runThread({
      ...{ slug, seed: seed + round, minutes: left, executions, isGuided, folder },
      current: new SharedArrayBuffer(8 + MAX_OCTETS),
    });
    if ('ended' in outcome) {
      found += 1;
      console.log(`${slug}: ${outcome.ended}; the file is ${outcome.file}`);
      continue;
    }
    found += outcome.discoveries.length;
    tell(slug, outcome);
    break;
  }
  return found;
}

interface Ended {
  readonly ended: string;
  readonly file: string;
}

function runThread(task: FuzzTask): Promise<FuzzReport | Ended> {
  const header = new Int32Array(task.current, 0, 2);
  const worker = new Worker(new URL('./fuzz-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MEBIBYTES },
  });
  return new Promise((resolve) => {
    let last = { count: 0, processor: 0 };
    const end = (ended: string, name: string): void => {
      clearInterval(timer);
      const file = join(task.folder, `${name}-${task.seed}-${header[1]}.bin`);
      writeFileSync(file, new Uint8Array(task.current, 8, Math.max(0, Math.min(header[0] ?? 0, MAX_OCTETS))));
      void worker.terminate();
      resolve({ ended, file });
    };
    const look = async (): Promise<void> => {
      const count = header[1] ?? 0;
      const { user, system } = await worker.cpuUsage();
      const processor = (user + system) / 1000;
      if (count !== last.count) last = { count, processor };
      else if (count > 0 && processor - last.processor > HANG_MS) end(`one file took more than ${HANG_MS / 1000} s`, 'hang');
    };
    // Of a thread that has ended nothing can be learnt, and it has told so.
    const timer = setInterval(() => void look().catch(() => undefined), 1000);
    worker.once('message', (report: FuzzReport) => {
      clearInterval(timer);
      resolve(report);
    });
    worker.once('error', (error) => end(`the thread ended: ${error.stack ?? error.message}`, 'ended'));
  });
}

function tell(slug: string, report: FuzzReport): void {
  const { corpus, seeds, discoveries, shares } = report;
  const reached = shares.map(([name, { ran, all }]) => `${name} ${Math.round((100 * ran) / all)}%`).join(', ');
  console.log(
    `${slug}: ${report.executions} executions from ${seeds} seeds, ${corpus} inputs kept, ${discoveries.length} defects` +
      (isGuided ? `; reached ${reached}` : ', unguided'),
  );
  for (const { kind, key, file, octets } of discoveries) console.log(`  ${kind}: ${key} (${octets} octets, ${file})`);
  const line = {
    at: new Date().toISOString(),
    format: slug,
    seed,
    minutes,
    isGuided,
    executions: report.executions,
    seeds,
    corpus,
    defects: discoveries.map(({ key }) => key),
    shares,
  };
  appendFileSync(join(FOLDER, 'statistics.jsonl'), `${JSON.stringify(line)}\n`);
}

function stopWith(message: string, code: number): never {
  (code === 0 ? console.log : console.error)(message);
  process.exit(code);
}

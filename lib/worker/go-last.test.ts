import { execFileSync } from 'node:child_process';
import { getPriority } from 'node:os';
import { expect, test } from 'vitest';

const NICER = 3;
const PROGRAM = `
  import { readdirSync, readFileSync } from 'node:fs';
  import { readFile } from 'node:fs/promises';
  import { Worker } from 'node:worker_threads';
  import { goLast } from './lib/worker/go-last.ts';
  goLast(Number(process.argv[1]));
  const worker = new Worker('setInterval(() => undefined, 1000)', { eval: true });
  await new Promise((resolve) => worker.once('online', resolve));
  await readFile('package.json');
  const threads = readdirSync('/proc/self/task').map((thread) => {
    const [, name, rest] = /\\((.*)\\) (.*)/s.exec(readFileSync('/proc/self/task/' + thread + '/stat', 'utf8'));
    return { name, niceness: Number(rest.split(' ')[16]) };
  });
  process.stdout.write(JSON.stringify(threads));
  process.exit(0);
`;

test.runIf(process.platform === 'linux')("every thread of the process goes last, those that collect V8's garbage too", () => {
  const niceness = Math.min(19, getPriority() + NICER);
  const told = execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM, '--', String(niceness)], { encoding: 'utf8' });
  // Of the program above.
  const threads: readonly { name: string; niceness: number }[] = JSON.parse(told);
  expect(threads.filter(({ name }) => name === 'V8Worker').length).toBeGreaterThan(0);
  expect(threads.length).toBeGreaterThan(5);
  expect(threads.filter((thread) => thread.niceness !== niceness)).toEqual([]);
});

import { expect, test } from 'vitest';
import { folderOf } from '../testing/folder.ts';
import { runAgent } from './run-agent.ts';

/** A machine with none of the programs. */
const bare = (words: readonly string[], signal = new AbortController().signal, warn: (line: string) => void = () => undefined) =>
  runAgent(['--no-inventory', ...words], {
    environment: { PATH: folderOf({}), ASSAY_TOKEN: 'token', ASSAY_SERVER: 'http://127.0.0.1:1' },
    print: () => undefined,
    warn,
    signal,
  });

test('a machine without tpm2-tools is told what to install', async () => {
  const warned: string[] = [];
  expect(await bare(['--once'], undefined, (line) => warned.push(line))).toBe(2);
  expect(warned).toEqual(['tpm2_getcap is not installed; on Debian: apt-get install tpm2-tools']);
});

test('rounds that fail are told and tried again, until the agent is told to stop, which is no failure', async () => {
  const stop = new AbortController();
  let rounds = 0;
  const failed = (): void => {
    rounds += 1;
    if (rounds === 2) stop.abort();
  };
  expect(await bare(['--every', '1s', '--jitter', '0s'], stop.signal, failed)).toBe(0);
  expect(rounds).toBe(2);
});

test('an agent that is told to stop before its first round does none', async () => {
  let rounds = 0;
  const stop = new AbortController();
  stop.abort();
  const failed = (): void => {
    rounds += 1;
  };
  expect(await bare(['--every', '1h'], stop.signal, failed)).toBe(0);
  expect(rounds).toBe(0);
});

import { expect, test } from 'vitest';
import { type ProgramLimits, runProgram } from './run-program.ts';

const run = (script: string, limits: Partial<ProgramLimits> = {}) =>
  runProgram({
    program: 'sh',
    words: ['-c', script],
    limits: { milliseconds: 20_000, octets: 10, ...limits },
    folder: '/',
    environment: { PATH: '/usr/bin:/bin' },
  });

test('the output is what the program printed, up to the limit', async () => {
  expect(await run('printf 0123456789')).toEqual({ kind: 'done', output: new TextEncoder().encode('0123456789') });
  expect(await run('printf 0123456789a')).toEqual({ kind: 'failed', reason: 'printed more than 10 octets' });
});

test('a program that takes too long is ended', async () => {
  expect(await run('exec sleep 60', { milliseconds: 200 })).toEqual({ kind: 'failed', reason: 'took longer than 0.2 s' });
});

test('a program that fails is told with what it said last', async () => {
  expect(await run('echo first >&2; echo "the cause" >&2; echo "ERROR: Unable to run tpm2_quote" >&2; exit 3', { octets: 1000 })).toEqual({
    kind: 'failed',
    reason: 'ended with exit code 3: the cause',
  });
  expect(await run('kill -9 $$')).toEqual({ kind: 'failed', reason: 'was ended by SIGKILL' });
});

test('a program that there is not is missing, and its words are no shell', async () => {
  const limits = { milliseconds: 20_000, octets: 100 };
  const call = { limits, folder: '/', environment: { PATH: '/usr/bin:/bin' } };
  expect(await runProgram({ ...call, program: 'assay-no-such-program', words: [] })).toEqual({ kind: 'missing' });
  const said = await runProgram({ ...call, program: 'printf', words: ['%s', '$(id); `id`'] });
  expect(said).toEqual({ kind: 'done', output: new TextEncoder().encode('$(id); `id`') });
});

test('a program has no other environment than it is given', async () => {
  expect(await run('env | grep -vE "^(PWD|SHLVL|_)=" | sort', { octets: 1000 })).toEqual({
    kind: 'done',
    output: new TextEncoder().encode('PATH=/usr/bin:/bin\n'),
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { folderOf } from '../testing/folder.ts';
import { type AgentOptions, readAgentOptions } from './options.ts';
import { AgentProblem } from './problem.ts';

const ENVIRONMENT = { ASSAY_TOKEN: 'token-1' };
const refusal = (words: readonly string[], environment: Record<string, string> = ENVIRONMENT): string => {
  try {
    readAgentOptions(words, environment);
    return 'taken';
  } catch (error) {
    if (error instanceof AgentProblem && error.exitCode === 64) return error.message;
    throw error;
  }
};
const read = (words: readonly string[], environment: Record<string, string> = ENVIRONMENT): AgentOptions => {
  const options = readAgentOptions(words, environment);
  if (options === 'help') throw new Error('help was read');
  return options;
};

test('a server and a token are enough; the schedule is once an hour, up to ten minutes later', () => {
  expect(read(['--server', 'https://assay.example/'])).toEqual({
    destination: {
      kind: 'server',
      target: { server: 'https://assay.example', token: 'token-1' },
      schedule: { everyMs: 3_600_000, jitterMs: 600_000 },
    },
    tcti: undefined,
    eventLog: undefined,
    imaLog: undefined,
    withInventory: true,
    keyHandle: '0x81010002',
    endorsementKey: undefined,
    endorsementCertificate: undefined,
    certifying: undefined,
  });
  expect(read(['--once'], { ...ENVIRONMENT, ASSAY_SERVER: 'https://a.example' }).destination).toMatchObject({ schedule: null });
});

test('a key that certifies is named by its handle; its certificate alone says nothing, and nobody enrols by a file', () => {
  const words = ['--server', 'https://a.example'];
  expect(read([...words, '--certifying-key', '0x81080001']).certifying).toEqual({ handle: '0x81080001', certificateFile: undefined });
  expect(read([...words, '--certifying-key', '0x81080001', '--certifying-certificate', 'iak.der']).certifying?.certificateFile).toBe(
    'iak.der',
  );
  expect(refusal([...words, '--certifying-certificate', 'iak.der'])).toContain('goes with --certifying-key');
  expect(refusal([...words, '--certifying-key', '0x80000000'])).toContain('is none from 0x81000000');
  expect(refusal(['--out', 'x', '--certifying-key', '0x81080001'])).toContain('goes without --out');
});

test('a token on the command line is refused, because everybody on the machine sees it', () => {
  for (const words of [['--token', 'x'], ['--token=x']])
    expect(refusal(['--server', 'https://a.example', ...words])).toContain('is seen by everybody');
});

test('the token comes from the file that is named, then from a credential of systemd, then from the environment', () => {
  const folder = folderOf({ token: 'from-credential\n', other: 'from-file\n', empty: '\n', long: 'x'.repeat(4097) });
  const environment = { ...ENVIRONMENT, CREDENTIALS_DIRECTORY: folder };
  const tokenOf = (words: readonly string[], from: Record<string, string>): unknown => {
    const { destination } = read(['--server', 'https://a.example', ...words], from);
    return destination.kind === 'server' ? destination.target.token : undefined;
  };
  expect(tokenOf(['--token-file', `${folder}/other`], environment)).toBe('from-file');
  expect(tokenOf([], environment)).toBe('from-credential');
  expect(tokenOf([], ENVIRONMENT)).toBe('token-1');
  const words = ['--server', 'https://a.example'];
  expect(refusal(words, {})).toContain('there is no token');
  expect(refusal([...words, '--token-file', `${folder}/empty`])).toContain('there is no token');
  expect(refusal([...words, '--token-file', `${folder}/long`])).toContain('more than a token');
  expect(refusal([...words, '--token-file', `${folder}/none`])).toContain("can't be read");
});

test('http is for this machine alone, unless it is allowed', () => {
  expect(refusal(['--server', 'http://assay.example'])).toContain('would cross the network');
  for (const words of [['http://127.0.0.1:3000'], ['http://localhost:3000'], ['http://assay.example', '--allow-http']])
    expect(refusal(['--server', ...words])).toBe('taken');
});

test.each([
  [[], 'say where to'],
  [['--server', 'ftp://a.example'], 'is no http or https address'],
  [['--server', 'https://a.example', '--key-handle', '0x80000001'], 'is none from'],
  [['--server', 'https://a.example', '--key-handle', '0x81800000'], 'is none from'],
  [['--server', 'https://a.example', '--endorsement-key', 'dsa'], 'takes one of rsa-2048'],
  [['--server', 'https://a.example', '--every', '0s'], '--every 0s is no time'],
  [['--server', 'https://a.example', '--every', 'hourly'], '--every hourly is no time'],
  [['--server', 'https://a.example', '--jitter', '31d'], '--jitter 31d is no time'],
  [['--server', 'https://a.example', '--once', '--every', '1h'], '--once goes without'],
  [['--server', 'https://a.example', '--nonce', 'aa'], 'go with --out'],
  [['--out', 'x', '--server', 'https://a.example'], 'sends nothing'],
  [['--out', 'x', '--nonce', 'ab'.repeat(15)], '16 to 64 octets'],
  [['--out', 'x', '--nonce', 'ab'.repeat(65)], '16 to 64 octets'],
  [['--unknown'], 'Unknown option'],
])('%j is refused', (words, why) => {
  expect(refusal(words)).toContain(why);
});

test('help is given without a server', () => {
  expect(readAgentOptions(['--help'], {})).toBe('help');
});

test('the unit of systemd starts the agent with words that it takes', () => {
  const unit = readFileSync(new URL('../../../scripts/systemd/assay-agent.service', import.meta.url), 'utf8');
  const [, words = ''] = /^ExecStart=\/usr\/local\/bin\/assay-agent (.+)$/m.exec(unit) ?? [];
  const environment = { ASSAY_SERVER: 'https://assay.example', CREDENTIALS_DIRECTORY: folderOf({ token: 'x' }) };
  expect(read(words.split(' '), environment).destination).toMatchObject({ schedule: { everyMs: 3_600_000, jitterMs: 600_000 } });
});

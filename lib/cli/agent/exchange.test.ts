import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AttestationServer, startAttestationServer } from '../testing/attestation-server.ts';
import { askChallenge, checkedSelection, handIn } from './exchange.ts';
import { AgentProblem } from './problem.ts';

const CHALLENGE = { id: 'c-1', nonce: 'ab'.repeat(32), selection: 'sha256:0,7+sha1:0' };
let server: AttestationServer;
const target = () => ({ server: server.url, token: 'secret-token' });
const problem = async (work: Promise<unknown>): Promise<{ readonly exitCode: number; readonly message: string }> =>
  work.then(
    () => ({ exitCode: 0, message: '' }),
    (error: unknown) =>
      error instanceof AgentProblem ? { exitCode: error.exitCode, message: error.message } : { exitCode: -1, message: String(error) },
  );

beforeAll(async () => {
  server = await startAttestationServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.instead.length = 0;
});

test('a challenge is taken in its form alone', async () => {
  server.instead.push({ status: 201, body: CHALLENGE });
  expect(await askChallenge(target(), '000b')).toEqual({ ...CHALLENGE, nonce: new Uint8Array(32).fill(0xab) });
});

test.each([
  ['a nonce of 15 octets', { nonce: 'ab'.repeat(15) }, 'no nonce'],
  ['a nonce of 65 octets', { nonce: 'ab'.repeat(65) }, 'no nonce'],
  ['a nonce that is no text', { nonce: 7 }, 'no nonce'],
  ['a selection that is an option', { selection: '--help' }, 'no selection'],
  ['a selection of no bank', { selection: 'sha256:' }, 'is no selection of PCRs'],
  ['a path in place of an id', { id: '../x' }, 'no id'],
])('%s is refused', async (_, change, why) => {
  server.instead.push({ status: 201, body: { ...CHALLENGE, ...change } });
  const { exitCode, message } = await problem(askChallenge(target(), '000b'));
  expect({ exitCode, message }).toEqual({ exitCode: 77, message: expect.stringContaining(why) });
});

test('a key that the server does not know is no failure', async () => {
  server.instead.push({ status: 404, body: { detail: 'unknown' } });
  expect(await askChallenge(target(), '000b')).toBeNull();
});

test('a server that has something against the question is not asked to enrol', async () => {
  server.instead.push({ status: 409, body: { detail: 'Too many questions are open.' } });
  expect(await problem(askChallenge(target(), '000b'))).toMatchObject({
    exitCode: 77,
    message: expect.stringContaining('Too many questions'),
  });
});

test('a server that is busy is asked again with the same key, and its answer counts', async () => {
  const seen = server.seen.length;
  server.instead.push({ status: 503, body: {} }, { status: 201, body: { id: 's-1' } });
  const challenge = { ...CHALLENGE, nonce: new Uint8Array(32) };
  expect(await handIn(target(), { challenge, bundle: '{}' })).toBe('s-1');
  const [first, second] = server.seen.slice(seen);
  expect(first?.path).toBe('/api/v1/artifacts?challenge=c-1&fileName=evidence.json');
  expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
});

test('a server that says when it wants to be asked again is not asked sooner', async () => {
  server.instead.push({ status: 429, body: {}, headers: { 'retry-after': '1' } }, { status: 201, body: CHALLENGE });
  const began = performance.now();
  expect(await askChallenge(target(), '000b')).toMatchObject({ id: 'c-1' });
  expect(performance.now() - began).toBeGreaterThanOrEqual(990);
});

test('no request waits longer than a challenge allows: the round ends, and tells how long the server asks for', async () => {
  const seen = server.seen.length;
  server.instead.push({ status: 503, body: {}, headers: { 'retry-after': '31' } });
  const failure = await askChallenge(target(), '000b').catch((error: unknown) => error);
  expect(failure).toMatchObject({ exitCode: 69, retryAfterMs: 31_000 });
  expect(server.seen.length - seen).toBe(1);
});

test('what a server asks for beside a refusal is nothing to wait for', async () => {
  server.instead.push({ status: 403, body: {}, headers: { 'retry-after': '5' } });
  expect(await askChallenge(target(), '000b').catch((error: unknown) => error)).toMatchObject({ exitCode: 77, retryAfterMs: 0 });
});

test('a refusal is told in the words of the server', async () => {
  server.instead.push({ status: 401, body: { detail: 'This token is unknown.', fix: 'Ask for another.' } });
  expect(await problem(askChallenge(target(), '000b'))).toEqual({
    exitCode: 77,
    message: `${server.url} answers 401: This token is unknown. Ask for another.`,
  });
});

test('an answer that leads elsewhere is not followed', async () => {
  const elsewhere = await startAttestationServer();
  const away = { status: 307, body: {}, headers: { location: `${elsewhere.url}/api/v1/attestation/challenges` } };
  server.instead.push(away, away, away);
  const { exitCode } = await problem(askChallenge(target(), '000b'));
  expect({ exitCode, sent: elsewhere.seen.length }).toEqual({ exitCode: 69, sent: 0 });
  await elsewhere.close();
});

test('an answer of more than 64 KiB is not read to its end', async () => {
  const body = { ...CHALLENGE, more: 'x'.repeat(64 * 1024) };
  server.instead.push({ status: 201, body }, { status: 201, body }, { status: 201, body });
  expect(await problem(askChallenge(target(), '000b'))).toMatchObject({ exitCode: 77, message: expect.stringContaining('65536 octets') });
});

test('a server that is not there is told with the reason', async () => {
  const { exitCode, message } = await problem(askChallenge({ server: 'http://127.0.0.1:1', token: 'x' }, '000b'));
  expect({ exitCode, message }).toEqual({ exitCode: 69, message: expect.stringContaining("can't be reached") });
});

test('a selection may name several banks', () => {
  expect(checkedSelection('sha256:0,1+sha384:7')).toBe('sha256:0,1+sha384:7');
  expect(() => checkedSelection('sha256:0,1+')).toThrow(AgentProblem);
});

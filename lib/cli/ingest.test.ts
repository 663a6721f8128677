import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Options } from './command.ts';
import { ingest } from './ingest.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-ingest-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const [name, content] of [
  ['a-inventory.json', '{}'],
  ['one/base.crt', 'one'],
  ['two/base.CRT', 'two'],
  ['zone.pem', 'three'],
] as const) {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** A server that takes files in, each slowly; tells in which order they came and were answered. */
async function receiver(): Promise<{ readonly url: string; readonly log: string[]; readonly close: () => Promise<void> }> {
  const log: string[] = [];
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '', 'http://x').searchParams.get('fileName') ?? '';
    log.push(`asked ${name}`);
    request.resume();
    setTimeout(() => {
      log.push(`answered ${name}`);
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `id of ${name}` }));
    }, 50);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(close);
  const address = server.address();
  return { url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`, log, close };
}

const optionsFor = (server: string): Options => ({
  json: false,
  trust: undefined,
  policy: undefined,
  aliases: undefined,
  at: '2026-06-01T00:00:00.000Z',
  atGiven: false,
  server,
  token: 't',
  parallel: 4,
  role: undefined,
  device: undefined,
  again: true,
  wait: false,
  side: undefined,
  version: undefined,
});

test('certificates are handed in before everything else, which waits for them', async () => {
  const { url, log } = await receiver();
  await ingest.run([folder], optionsFor(url));
  const asked = log.indexOf('asked a-inventory.json');
  expect(log).toHaveLength(8);
  for (const name of ['base.crt', 'base.CRT', 'zone.pem']) {
    expect(log.indexOf(`answered ${name}`)).toBeGreaterThan(-1);
    expect(log.indexOf(`answered ${name}`)).toBeLessThan(asked);
  }
});

test('files are named by the path as given, and the last lines say where to look, an integrator too', async () => {
  const { url } = await receiver();
  const { json, lines } = await ingest.run([folder], optionsFor(url));
  expect(json).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ file: join(folder, 'one', 'base.crt'), submission: 'id of base.crt' }),
      expect.objectContaining({ file: join(folder, 'two', 'base.CRT') }),
    ]),
  );
  expect(lines.at(-2)).toContain(`${url}/api/v1/submissions/SUBMISSION`);
  expect(lines.at(-2)).toContain('--json');
  expect(lines.at(-1)).toBe(`What belongs to no device yet is listed at ${url}/unlinked for operators, auditors and administrators.`);
});

test('a name that is not there stops the run before anything is handed in', async () => {
  const { url, log } = await receiver();
  await expect(ingest.run([folder, join(folder, 'nowhere')], optionsFor(url))).rejects.toMatchObject({
    exitCode: 2,
    message: `${join(folder, 'nowhere')} is no file or folder; nothing was handed in`,
  });
  expect(log).toEqual([]);
});

test('a server that is not there is told with its address and the reason', { timeout: 120_000 }, async () => {
  const { url, close } = await receiver();
  await close();
  await expect(ingest.run([join(folder, 'zone.pem')], optionsFor(url))).rejects.toThrow(
    `${url} can't be reached: nothing listens there (ECONNREFUSED)`,
  );
});

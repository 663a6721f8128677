import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { MAX_ARTIFACT_BYTES } from '#lib/artifact/read.ts';
import type { Options } from '#lib/cli/command.ts';
import { ingest } from '#lib/cli/ingest.ts';
import { settle } from '#lib/ingest/testing/settle.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { tamper } from '#lib/testing/platform-certificates.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const authorities = makeSampleAuthorities();
const DEVICES = 12;
/** `nobody` on every Unix. */
const ANOTHER_ACCOUNT = 65_534;

function folderOf(files: Readonly<Record<string, Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-many-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

const honest = (): Record<string, Uint8Array> =>
  Object.fromEntries(
    Array.from({ length: DEVICES }, (_, number) => makeSampleDevice(number + 1)).flatMap((device) => [
      [`${device.number}/ek.cer`, endorsementKeyOf(device, authorities)],
      [`${device.number}/base.cer`, baseOf(device, authorities)],
      [`${device.number}/inventory.json`, inventoryOf(device)],
    ]),
  );

/** The API behind a real socket, with a worker that reads and folds what comes in. */
async function serve(store: Store, asked: string[] = []): Promise<string> {
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${(request.url ?? '').split('?')[0]}`);
    void answer(store, request).then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let isOpen = true;
  const working = (async () => {
    // A minute ahead: what comes in while it folds has been received by then.
    for (; isOpen; await pause(20)) await settle(store, new Date(Date.now() + 60_000));
  })();
  onTestFinished(async () => {
    isOpen = false;
    await working;
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

async function answer(store: Store, request: IncomingMessage): Promise<{ readonly status: number; readonly body: string }> {
  const bytes = await buffer(request);
  const token = (request.headers.authorization ?? '').replace('Bearer ', '');
  const { status, body } = await callApi(store, `${request.method ?? ''} /${(request.url ?? '').slice(1)}`, {
    token,
    headers: {
      'content-type': request.headers['content-type'] ?? '',
      'idempotency-key': String(request.headers['idempotency-key'] ?? ''),
    },
    ...(bytes.length === 0 ? {} : { bytes }),
  });
  return { status, body: JSON.stringify(body) };
}

const optionsFor = (server: string, token: string): Options => ({
  ...{
    json: false,
    trust: undefined,
    policy: undefined,
    aliases: undefined,
    at: '2026-06-01T00:00:00.000Z',
    atGiven: false,
    server,
    token,
  },
  ...{ parallel: 4, role: undefined, device: undefined, again: false, wait: true, side: undefined, version: undefined },
});

/** The owner of a file may always read it where that is the administrator of the machine. */
async function asAnotherAccount<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(ANOTHER_ACCOUNT);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

test('of many files one that is broken, one that is too large and a folder that may not be read hold up none of the others', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  /** Its version number was changed. */
  const broken = tamper(baseOf(makeSampleDevice(50), authorities), 10);
  const folder = folderOf({
    ...honest(),
    'broken/base.cer': broken,
    'large/dump.json': new Uint8Array(MAX_ARTIFACT_BYTES + 1),
    'shut/in.json': new Uint8Array(1),
  });
  if (process.geteuid?.() === 0) for (const path of [folder, join(folder, 'shut')]) chownSync(path, ANOTHER_ACCOUNT, ANOTHER_ACCOUNT);
  chmodSync(join(folder, 'shut'), 0);
  const server = await serve(store);
  const { lines, exitCode } = await asAnotherAccount(() => ingest.run([folder], optionsFor(server, token)));
  chmodSync(join(folder, 'shut'), 0o700);
  expect(exitCode).toBe(2);
  expect(lines).toHaveLength(7);
  expect(lines).toEqual([
    expect.stringMatching(/^refused: .*shut: the folder can't be read: .*EACCES.* Make it readable/),
    expect.stringMatching(/^refused: .*dump\.json: it has 67108865 bytes; the limit is 67108864\. It is beyond the limit\. Split it/),
    expect.stringMatching(
      /^unreadable: .*broken.base\.cer: octet 8: version 0 at 8, .* \(RFC 5755 section 4\.1\)\. The value there is not one that/,
    ),
    `${DEVICES * 3 + 1} handed in, 0 handed in before, 2 refused`,
    `${DEVICES * 3} read and judged, 1 kept and unreadable`,
    expect.stringContaining('/api/v1/submissions/SUBMISSION'),
    expect.stringContaining('/unlinked'),
  ]);
  expect((await listFleet(store)).items).toHaveLength(DEVICES);
});

test('what belongs to no device yet is named after the summary, with what it is and what to do', async () => {
  const store = await openTestStore();
  const server = await serve(store);
  const options = optionsFor(server, await userWithToken(store, { name: 'olga', role: 'operator' }));
  const [device, stranger] = [makeSampleDevice(1), makeSampleDevice(2)];
  const folder = folderOf({
    'base.cer': baseOf(device, authorities),
    'ek.cer': endorsementKeyOf(device, authorities),
    'inventory.json': inventoryOf(device),
    'event-log.bin': makeEventLog(SMALL_BOOT),
    'stranger.json': inventoryOf(stranger),
  });
  const { json, lines, exitCode } = await ingest.run([folder], options);
  expect(exitCode).toBe(0);
  expect(lines.slice(1, 3)).toEqual(['5 read and judged, 0 kept and unreadable', '2 belong to no device yet:']);
  expect([...lines.slice(3, -2)].sort()).toEqual([
    `  ${join(folder, 'event-log.bin')} (event log): An event log says nothing of whose it is; hand it in for a device, or link it. ` +
      `Say whose with --again --device ID; an operator can at ${server}/unlinked, too.`,
    expect.stringMatching(
      /stranger\.json \(inventory\): .* Hand in the device’s platform certificate or EK certificate; then it links by itself\./,
    ),
  ]);
  expect(json).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ file: join(folder, 'inventory.json'), kind: 'inventory', unlinked: [] }),
      expect.objectContaining({ kind: 'tpm-event-log', unlinked: [{ reason: 'no-serial', detail: expect.any(String) }] }),
    ]),
  );
  const [{ id } = { id: '' }] = (await listFleet(store)).items;
  const said = await ingest.run([join(folder, 'event-log.bin')], { ...options, again: true, device: id });
  expect(said.lines.slice(0, 2)).toEqual(['1 handed in, 0 handed in before, 0 refused', '1 read and judged, 0 kept and unreadable']);
  expect(said.lines).toHaveLength(4);
});

test('what is fine ends with 0, and what this token handed in before is neither sent nor waited for again', async () => {
  const store = await openTestStore();
  const options = optionsFor(await serve(store), await userWithToken(store, { name: 'olga', role: 'operator' }));
  const folder = folderOf(honest());
  expect(await ingest.run([folder], options)).toMatchObject({ exitCode: 0 });
  const { lines, exitCode } = await ingest.run([folder], options);
  expect(exitCode).toBe(0);
  expect(lines[0]).toBe(`0 handed in, ${DEVICES * 3} handed in before, 0 refused`);
});

test('files are looked up many in one request, and equal ones of a folder are sent once', async () => {
  const store = await openTestStore();
  const asked: string[] = [];
  const server = await serve(store, asked);
  const options = { ...optionsFor(server, await userWithToken(store, { name: 'olga', role: 'operator' })), wait: false, parallel: 1 };
  const folder = folderOf({ ...honest(), 'again/inventory.json': inventoryOf(makeSampleDevice(1)) });
  const { json, lines } = await ingest.run([folder], options);
  const count = (line: string): number => asked.filter((each) => each === line).length;
  expect(count('POST /api/v1/artifacts')).toBe(DEVICES * 3);
  // One for the certificates, one for the rest.
  expect(count('POST /api/v1/submissions/lookups')).toBe(2);
  expect(asked).toHaveLength(DEVICES * 3 + 2);
  expect(json).toEqual(expect.arrayContaining([expect.objectContaining({ outcome: 'skipped', submission: expect.any(String) })]));
  expect(lines[0]).toBe(`${DEVICES * 3} handed in, 1 handed in before, 0 refused`);
});

test('what the server refuses is named with what to do', async () => {
  const store = await openTestStore();
  const options = optionsFor(await serve(store), await userWithToken(store, { name: 'olga', role: 'operator' }));
  const folder = folderOf({
    'empty.json': new Uint8Array(),
    'huge.cer': Uint8Array.from({ length: 2 * 1024 * 1024 }, (_, at) => (at === 0 ? 0x30 : 0)),
  });
  const { lines, exitCode } = await ingest.run([folder], options);
  expect(exitCode).toBe(2);
  expect(lines[0]).toMatch(/huge\.cer: 413 .*limit of 1048576 bytes.* Send a smaller body, or split it\./);
  expect(lines[1]).toMatch(/empty\.json: 400 The body holds no bytes\. Nothing was kept\. Send the bytes/);
});

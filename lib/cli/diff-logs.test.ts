import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { makeEventLog, makeSha1Event, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { UsageError } from './command.ts';
import { diff } from './diff.ts';
import { folderOf, options } from './testing/folder.ts';

const SHA384 = 0x000c;
const changed = SMALL_BOOT.map((event) =>
  event.pcr === 4 && event.measured !== undefined ? { ...event, measured: encodeUtf8('x') } : event,
);

const run = (a: Uint8Array, b: Uint8Array) => {
  const folder = folderOf({ 'a.bin': a, 'b.bin': b });
  return diff.run([join(folder, 'a.bin'), join(folder, 'b.bin')], options);
};

test('diff of two event logs tells in words what the second boot measured otherwise', async () => {
  const { lines, json, exitCode } = await run(makeEventLog(SMALL_BOOT), makeEventLog(changed));
  expect(lines).toEqual([
    '1 of the records differ, 15 the same, by their digests in sha256',
    'PCR 4 EV_EFI_BOOT_SERVICES_APPLICATION: boot loader or application: another file digest at a place that is not told',
  ]);
  expect(json).toMatchObject({ same: 15, counts: { 'content-changed': 1 }, changes: [{ kind: 'event', change: 'content-changed' }] });
  expect(exitCode).toBe(1);
});

test('two equal boots differ in nothing', async () => {
  const { json, exitCode } = await run(makeEventLog(SMALL_BOOT), makeEventLog(SMALL_BOOT));
  expect(json).toMatchObject({ same: 16, changes: [] });
  expect(exitCode).toBe(0);
});

test('logs without a bank in common are not compared', async () => {
  const old = makeSha1Event({ pcr: 0, type: 'EV_SEPARATOR', data: new Uint8Array(4) });
  await expect(run(old, makeEventLog(SMALL_BOOT, [SHA384]))).rejects.toThrow(UsageError);
});

test('a log is not compared with another kind of file, and what can be compared is said', async () => {
  const compared = run(makeEventLog(SMALL_BOOT), encodeUtf8('{}'));
  await expect(compared).rejects.toThrow(
    /a\.bin lists no components; two event logs are compared, or any two of certificate, BOM and inventory$/,
  );
});

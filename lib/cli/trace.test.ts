import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import type { Options } from './command.ts';
import { trace } from './trace.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(3);
const base = baseOf(device, authorities);
const options: Options = {
  json: false,
  trust: undefined,
  at: '2026-06-01T00:00:00.000Z',
  atGiven: true,
  server: undefined,
  token: undefined,
  parallel: 1,
  role: undefined,
  device: undefined,
  again: false,
  side: undefined,
  version: undefined,
};

function folderOf(files: Readonly<Record<string, Uint8Array | string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-trace-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const listing = (...files: readonly string[]): string =>
  JSON.stringify({ submissions: files.map((file) => ({ file, receivedAt: '2026-05-01T00:00:00Z' })) });

test('evidence that was changed after it was exported is refused by name, and untouched evidence is not', async () => {
  const file = `artifacts/${sha256Hex(base)}.der`;
  const whole = await trace.run([folderOf({ 'assay.json': listing(file), [file]: base })], options);
  expect(whole.lines.join('\n')).toContain('judged at');
  const swapped = folderOf({ 'assay.json': listing(file), [file]: inventoryOf(device) });
  await expect(trace.run([swapped], options)).rejects.toMatchObject({
    exitCode: 2,
    message: `${file} was changed after it was exported: its content does not have the SHA-256 of its name`,
  });
});

test('an anchor that came with the evidence and was changed is refused, unless other anchors are named', async () => {
  const file = `artifacts/${sha256Hex(base)}.der`;
  const anchor = `trust/${sha256Hex(authorities.vendor.certificate)}.der`;
  const folder = folderOf({ 'assay.json': listing(file), [file]: base, [anchor]: authorities.stranger.certificate });
  await expect(trace.run([folder], options)).rejects.toThrow(`${anchor} was changed`);
  const other = folderOf({ 'vendor.cer': authorities.vendor.certificate });
  await expect(trace.run([folder], { ...options, trust: other })).resolves.toBeDefined();
});

test('names that are no digest, and folders without a list, promise nothing about content', async () => {
  await expect(trace.run([folderOf({ 'assay.json': listing('base.cer'), 'base.cer': base })], options)).resolves.toBeDefined();
  await expect(trace.run([folderOf({ [`${'a'.repeat(64)}.cer`]: base })], options)).resolves.toBeDefined();
});

test('an empty folder, anchors alone, a zip and a missing folder are each told as what they are', async () => {
  const folder = folderOf({ 'evidence.ZIP': 'PK' });
  for (const [path, message] of [
    [folderOf({}), 'there is nothing to judge in'],
    [folderOf({ 'trust/ca.cer': authorities.vendor.certificate }), 'there is nothing to judge in'],
    [join(folder, 'evidence.ZIP'), 'has to be unpacked first'],
    [join(folder, 'nowhere'), 'is no file or folder'],
  ] as const) {
    await expect(trace.run([path], options), path).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  }
});

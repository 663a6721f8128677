import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadArtifact } from '#lib/artifact/types.ts';
import { answerTo } from '#lib/cli/answer.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(1);
const ek = endorsementKeyOf(device, authorities);
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
/** Processor time for one file: far above what any takes, far below what a quadratic one would. */
const MAX_READ_MS = 2000;

function readInTime(bytes: Uint8Array, about: string): ReadArtifact {
  const before = process.cpuUsage();
  const read = readArtifact(bytes);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000, `${about}: processor time`).toBeLessThan(MAX_READ_MS);
  expect(read.documents.length, about).toBeGreaterThan(0);
  for (const { document, error } of read.documents) expect(error === null, about).toBe(document !== undefined);
  return read;
}

/** Control characters but the line break, and characters that turn or hide text. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const nested = (levels: number, open: string, close: string): Uint8Array => text(open.repeat(levels) + close.repeat(levels));

test.each([
  ['JSON of 100,000 levels', nested(100_000, '[', ']'), 'unknown'],
  ['JSON objects of 100,000 levels', nested(100_000, '{"COMPONENTS":', '}'), 'inventory'],
  [
    'a BOM whose parts hold parts 100,000 levels deep',
    text(`{"bomFormat":"CycloneDX","specVersion":"1.6","components":${'[{"components":'.repeat(100_000)}`),
    'cyclonedx-bom',
  ],
  ['DER of 100,000 levels', Buffer.from('3080'.repeat(100_000), 'hex'), 'unknown'],
  ['10 MB of zeros', new Uint8Array(10 * 1024 * 1024), 'unknown'],
  ['10 MB of brackets', text('['.repeat(10 * 1024 * 1024)), 'unknown'],
  ['10 MB of PEM headers', text('-----BEGIN CERTIFICATE-----\n'.repeat(400_000)), 'unknown'],
  ['10 MB in one string', text(`{"COMPONENTS":"${'a'.repeat(10 * 1024 * 1024)}`), 'inventory'],
  ['a lone carriage return', text('\r'), 'unknown'],
  ['a NUL', text('\u0000'), 'unknown'],
  ['nothing', new Uint8Array(), 'unknown'],
  ['UTF-16', Buffer.from('\ufeff{"bomFormat":"CycloneDX","specVersion":"1.6","version":1}', 'utf16le'), 'unknown'],
] as const)('%s is refused in words', (name, bytes, kind) => {
  const { documents } = readInTime(bytes, name);
  expect(documents).toMatchObject([{ kind, document: undefined, error: { message: expect.stringMatching(/\w+ \w+/) } }]);
});

const NASTY = 'Evil\u202etxt.exe\u0007\u001b[31m\u009b31m\u2028\u200b\u2066';

test('the command line prints no control characters, whatever files and their names hold', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-hostile-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const nasty = { ...device, platform: { ...device.platform, model: NASTY } };
  const parts = nasty.components.map((part) => ({
    ...part,
    manufacturer: NASTY,
    serial: part.serial === null ? null : `${part.serial}${NASTY}`,
  }));
  const base = baseOf({ ...nasty, components: parts }, authorities);
  const files = {
    [`ek${NASTY}.cer`]: ek,
    'base.cer': base,
    'swapped.json': inventoryOf(nasty, parts.slice(1)),
    'broken.json': text(`{"${NASTY}": `),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const paths = Object.keys(files).map((name) => join(folder, name));
  const [, second = '', third = ''] = paths;
  for (const words of [
    ['inspect', ...paths],
    ['verify', ...paths],
    ['diff', second, third],
    ['trace', folder],
    ['inspect', join(folder, NASTY)],
  ]) {
    for (const more of [[], ['--json']]) {
      const { stdout, stderr } = await answerTo([...words, ...more], {});
      expect(`${stdout}${stderr}`.length, words[0]).toBeGreaterThan(20);
      expect(`${stdout}${stderr}`, `${words[0]} ${more.join('')}`).not.toMatch(UNSEEN);
    }
  }
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { diff } from './diff.ts';
import { folderOf, options } from './testing/folder.ts';
import { trace } from './trace.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const [MAKER, OTHERWISE] = ['Tamba Memory', 'Tamba Semiconductor'];
const renamed = device.components.map((part) => (part.manufacturer === MAKER ? { ...part, manufacturer: OTHERWISE } : part));
const line = { scheme: 'manufacturer', name: OTHERWISE, means: MAKER };

const evidence = () =>
  folderOf({
    'ek.cer': endorsementKeyOf(device, authorities),
    'base.cer': baseOf(device, authorities),
    'inventory.json': inventoryOf(device, renamed),
    'trust/vendor.cer': authorities.vendor.certificate,
    'trust/tpm.cer': authorities.tpmVendor.certificate,
  });
const aliasFile = (content: unknown) => join(folderOf({ 'aliases.json': JSON.stringify(content) }), 'aliases.json');

test('diff goes by the aliases of a file, as long as they had not ended', async () => {
  const folder = evidence();
  const files = [join(folder, 'base.cer'), join(folder, 'inventory.json')];
  const changed = async (aliases: string | undefined) => (await diff.run(files, { ...options, aliases })).lines.join('\n');
  expect(await changed(undefined)).toContain(OTHERWISE);
  expect(await changed(aliasFile({ lines: [{ line }], version: 'beside' }))).not.toContain(OTHERWISE);
  expect(await changed(aliasFile({ lines: [{ line, end: { until: '2026-05-01T00:00:00Z' } }] }))).toContain(OTHERWISE);
  expect(await changed(aliasFile({ lines: [{ line, end: { until: '2026-07-01T00:00:00Z' } }] }))).not.toContain(OTHERWISE);
});

test('trace goes by them too, over the table that came with the evidence', async () => {
  const folder = evidence();
  const traced = async (aliases: string | undefined) => JSON.stringify((await trace.run([folder], { ...options, aliases })).json);
  expect(await traced(undefined)).toContain('manufacturer-changed');
  expect(await traced(aliasFile({ lines: [{ line }] }))).not.toContain('manufacturer-changed');
});

test('a file that does not say what it should is refused by the place where', async () => {
  const folder = evidence();
  const files = [join(folder, 'base.cer'), join(folder, 'inventory.json')];
  for (const [content, message] of [
    [{ lines: [{ line: { ...line, means: OTHERWISE } }] }, 'lines.0.line: these names are equal already'],
    [{ lines: [{ line: { ...line, scheme: 'model' } }] }, 'lines.0.line.scheme: '],
    [[], 'aliases.json'],
  ] as const) {
    const asked = { ...options, aliases: aliasFile(content) };
    const refusal = { exitCode: 2, message: expect.stringContaining(message) };
    await expect(diff.run(files, asked)).rejects.toMatchObject(refusal);
    await expect(trace.run([folder], asked)).rejects.toMatchObject(refusal);
  }
});

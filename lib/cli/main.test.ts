import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice, memoryModule } from '#lib/testing/sample-device.ts';

// Each run of the command line is a process of its own, a second or more on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'assay-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const put = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const base = put('base.cer', baseOf(device, authorities));
const ek = put('ek.cer', endorsementKeyOf(device, authorities));
const inventory = put('inventory.json', inventoryOf(device));
const upgraded = put('upgraded.json', inventoryOf(device, [...device.components, memoryModule('M-EXTRA')]));
const broken = put('broken.cer', baseOf(device, authorities).subarray(0, 300));

function assay(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['lib/cli/main.ts', ...words], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('no command, an unknown command, a missing argument and a bad time end with 64 and the usage', () => {
  for (const words of [
    [],
    ['explode', base],
    ['inspect'],
    ['verify', base, '--at', 'yesterday'],
    ['diff', base],
    ['inspect', base, '--nonsense'],
  ]) {
    const { status, stderr } = assay(...words);
    expect(status, words.join(' ')).toBe(64);
    expect(stderr).toContain('usage:');
  }
});

test('a file that is not there ends with 2 and its name', () => {
  const { status, stderr } = assay('inspect', join(folder, 'nowhere.cer'));
  expect(status).toBe(2);
  expect(stderr).toContain('nowhere.cer');
});

test('a truncated certificate is explained with its offset, and the rest of the batch goes on', () => {
  const { status, stdout } = assay('inspect', broken, base, '--json');
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject([
    { error: { code: 'truncated', offset: expect.any(Number) } },
    { kind: 'platform-certificate', error: null },
  ]);
});

test('without anchors nothing is trusted, and nothing has failed', () => {
  const { status, stdout } = assay('verify', base, ek, '--json');
  expect(status).toBe(1);
  const [first] = JSON.parse(stdout);
  expect(first).toMatchObject({ trusted: false });
  expect(first.checks.filter(({ status: answer }: { status: string }) => answer === 'fail')).toEqual([]);
});

test('diff of a thing with itself is empty, and an added module is one change', () => {
  expect(assay('diff', inventory, inventory).status).toBe(0);
  const { status, stdout } = assay('diff', base, upgraded, '--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ changes: [{ kind: 'component-added', after: { serial: 'M-EXTRA' } }] });
});

test('control characters of a file do not reach the terminal', () => {
  const hostile = put(
    'hostile.json',
    JSON.stringify({
      PLATFORM: { PLATFORMMANUFACTURERSTR: 'A\u001b[31m\u202eB', PLATFORMMODEL: 'M' },
      COMPONENTS: [{ MANUFACTURER: 'x', MODEL: '\u001b]0;title\u0007' }],
    }),
  );
  const { stdout } = assay('inspect', hostile);
  const harmful = [...stdout].filter((character) => (character < ' ' && character !== '\n') || character === '\u202e');
  expect(stdout).toContain('inventory');
  expect(harmful).toEqual([]);
});

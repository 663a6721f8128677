import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PLAIN_BASE, SAMPLE_AUTHORITY } from '#lib/testing/platform-certificate-samples.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice, memoryModule } from '#lib/testing/sample-device.ts';
import { answerTo } from './answer.ts';

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
const trust = join(folder, 'trust');
mkdirSync(trust);
put('trust/vendor.cer', authorities.vendor.certificate);
const broken = put('broken.cer', baseOf(device, authorities).subarray(0, 300));

async function assay(...words: readonly string[]) {
  const { exitCode, stdout, stderr } = await answerTo(words, {});
  return { status: exitCode, stdout, stderr };
}

/** A process of its own, as a terminal starts it. */
function processOf(environment: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const env = { ...process.env, ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['lib/cli/main.ts', ...words], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

test('no command, an unknown command, a missing argument and a bad time end with 64 and the usage', async () => {
  for (const words of [
    [],
    ['explode', base],
    ['inspect'],
    ['verify', base, '--at', 'yesterday'],
    ['diff', base],
    ['inspect', base, '--nonsense'],
  ]) {
    const { status, stderr } = await assay(...words);
    expect(status, words.join(' ')).toBe(64);
    expect(stderr).toContain('usage:');
  }
});

test('help is printed where it was asked for, and is no error', async () => {
  expect(processOf({}, 'help')).toEqual({ status: 0, stdout: expect.stringContaining('usage:'), stderr: '' });
  for (const words of [['help'], ['--help'], ['trace', '-h']]) {
    const { status, stdout, stderr } = await assay(...words);
    expect([status, stderr], words.join(' ')).toEqual([0, '']);
    expect(stdout).toContain('usage:');
  }
});

test('an option that is not understood is named in a sentence of ours', async () => {
  expect((await assay('inspect', base, '--nonsense')).stderr).toContain('assay: there is no option --nonsense; ');
  expect((await assay('verify', base, '--trust')).stderr).toContain('assay: --trust needs a value\n');
  expect((await assay('verify', base, '--at', '--json')).stderr).toContain('assay: --at needs a value\n');
  expect((await assay('inspect', base, '--json=yes')).stderr).toContain('assay: --json takes no value\n');
});

test('an address that is set and empty counts as not set', async () => {
  const { exitCode, stderr } = await answerTo(['ingest', base], { ASSAY_SERVER: '', ASSAY_TOKEN: 't' });
  expect(exitCode).toBe(64);
  expect(stderr).toContain('ingest needs --server URL');
});

test('a file that is not there ends with 2 and its name', () => {
  const { status, stderr } = processOf({}, 'inspect', join(folder, 'no where.cer'));
  expect(status).toBe(2);
  expect(stderr).toContain('no where.cer is no file or folder');
});

test('a truncated certificate is explained with its offset, and the rest of the batch goes on', async () => {
  const { status, stdout } = await assay('inspect', broken, base, '--json');
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject([
    { error: { code: 'truncated', offset: expect.any(Number) } },
    { kind: 'platform-certificate', error: null },
  ]);
});

test('without anchors nothing is trusted, and nothing has failed', async () => {
  const { status, stdout } = await assay('verify', base, ek, '--json');
  expect(status).toBe(1);
  const [first] = JSON.parse(stdout);
  expect(first).toMatchObject({ trusted: false });
  expect(first.checks.filter(({ status: answer }: { status: string }) => answer === 'fail')).toEqual([]);
});

test('verify tells whether the certificates that one names are among the files, by what an anchor vouches for', async () => {
  const issuerSerial = { issuer: 'Pomelo Platform CA', serialNumber: 9n };
  const naming = { manufacturer: 'Mandarin', model: 'MN-25', serial: 'MN0042', platformCertificate: { issuerSerial } };
  const whole = put('names-a-card.cer', makePlatformCertificate({ ...PLAIN_BASE, components: [naming] }));
  const card = put('card.cer', makePlatformCertificate({ ...PLAIN_BASE, serialNumber: 9n }));
  mkdirSync(join(folder, 'trust-samples'));
  put('trust-samples/authority.cer', SAMPLE_AUTHORITY.certificate);
  const trusting = ['--trust', join(folder, 'trust-samples'), '--at', '2026-01-01T00:00:00Z', '--json'];
  const referencesOf = async (...words: readonly string[]) =>
    JSON.parse((await assay('verify', ...words)).stdout).map(({ checks }: { checks: readonly { id: string; status: string }[] }) =>
      checks.flatMap(({ id, status }) => (id === 'references' ? [status] : [])),
    );
  expect(await referencesOf(whole, card, ...trusting)).toEqual([['pass'], []]);
  expect(await referencesOf(whole, ...trusting)).toEqual([['unknown']]);
  expect(await referencesOf(whole, card, '--json')).toEqual([['unknown'], []]);
});

test('a report is never trusted, and being self-asserted is no failure', async () => {
  const { status, stdout } = await assay('verify', inventory, '--trust', trust);
  expect(stdout).toContain('inventory.json: inventory: self-asserted: nobody signed it; reported, not verified');
  expect(status).toBe(0);
  const json = await assay('verify', inventory, '--trust', trust, '--json');
  expect(json.status).toBe(0);
  expect(JSON.parse(json.stdout)).toMatchObject([{ trusted: false }]);
});

test('where a JSON text ends too early is said once', async () => {
  const { stdout } = await assay('inspect', put('cut.json', '{"a": {'));
  expect(stdout.match(/octet 7/g)).toHaveLength(1);
  expect(stdout).not.toContain('byte');
});

test('diff of a thing with itself is empty, and an added module is one change', async () => {
  expect((await assay('diff', inventory, inventory)).status).toBe(0);
  const { status, stdout } = await assay('diff', base, upgraded, '--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ changes: [{ kind: 'component-added', after: { serial: 'M-EXTRA' } }] });
});

test('diff counts first, tells an assembly once, and takes a quantity for so many parts', async () => {
  const part = (name: string, more: object = {}) => ({ type: 'device', name, ...more });
  const bomOf = (components: readonly object[]) =>
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { component: part('Box') }, components });
  const quantity = (value: string) => ({ properties: [{ name: 'cdx:device:quantity', value }] });
  const riser = part('Riser', { components: [part('Card A'), part('Card B')] });
  const before = put('before.cdx.json', bomOf([riser, part('Bolt', quantity('4'))]));
  const after = put('after.cdx.json', bomOf([part('Bolt', quantity('3'))]));
  const { status, stdout } = await assay('diff', before, after);
  expect(status).toBe(1);
  expect(stdout.split('\n')).toEqual(['4 changed, 3 the same: 4 removed', 'removed: Riser, with 2 parts inside it', 'removed: Bolt', '']);
  expect(JSON.parse((await assay('diff', before, after, '--json')).stdout)).toMatchObject({
    counts: { removed: 4 },
    changes: [{ change: 'removed', before: { model: 'Riser', inside: null } }, { before: { model: 'Card A', inside: 'Riser' } }, {}, {}],
  });
});

test('diff tells interfaces apart by their addresses, and takes a system for the platform that the other file names', async () => {
  const listing = (mac: string, more: readonly object[] = []) =>
    JSON.stringify({
      PLATFORM: { PLATFORMMANUFACTURERSTR: 'Pomelo', PLATFORMMODEL: 'Rack 2', PLATFORMSERIAL: 'P-100' },
      COMPONENTS: [{ MANUFACTURER: 'Lumen', MODEL: 'LN-2', ADDRESSES: [{ ETHERNETMAC: mac }] }, ...more],
    });
  const COMPONENTCLASS = { COMPONENTCLASSREGISTRY: '2.23.133.18.3.3', COMPONENTCLASSVALUE: '00010000' };
  const system = { COMPONENTCLASS, MANUFACTURER: 'Pomelo', MODEL: 'Rack 2', SERIAL: 'P-100' };
  const [a, b] = [put('a.json', listing('B4:96:91:00:00:01', [system])), put('b.json', listing('B4:96:91:00:00:02'))];
  const { stdout } = await assay('diff', a, b);
  expect(stdout.split('\n')).toEqual([
    '1 changed, 1 the same: 1 replaced',
    'replaced: Lumen LN-2 address B4:96:91:00:00:01 → Lumen LN-2 address B4:96:91:00:00:02',
    '',
  ]);
});

test('control characters of a file do not reach the terminal', async () => {
  const hostile = put(
    'hostile.json',
    JSON.stringify({
      PLATFORM: { PLATFORMMANUFACTURERSTR: 'A\u001b[31m\u202eB', PLATFORMMODEL: 'M' },
      COMPONENTS: [{ MANUFACTURER: 'x', MODEL: '\u001b]0;title\u0007' }],
    }),
  );
  const { stdout } = await assay('inspect', hostile);
  const harmful = [...stdout].filter((character) => (character < ' ' && character !== '\n') || character === '\u202e');
  expect(stdout).toContain('inventory');
  expect(harmful).toEqual([]);
});

test('an HBOM is made of a certificate, an inventory and a folder, and reads back as the same units', async () => {
  for (const [input, wanted] of [
    [base, base],
    [inventory, inventory],
  ] as const) {
    const { status, stdout } = await assay('hbom', input, '--version', '1.7');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.7' });
    expect((await assay('diff', wanted, put('written.cdx.json', stdout))).status).toBe(0);
    expect((await assay('hbom', input, '--version', '1.7')).stdout).toBe(stdout);
  }
  const evidence = join(folder, 'evidence');
  mkdirSync(join(evidence, 'trust'), { recursive: true });
  for (const [name, bytes] of [
    ['base.cer', baseOf(device, authorities)],
    ['ek.cer', endorsementKeyOf(device, authorities)],
    ['upgraded.json', inventoryOf(device, [...device.components, memoryModule('M-EXTRA')])],
    ['trust/vendor.cer', authorities.vendor.certificate],
    ['trust/tpm.cer', authorities.tpmVendor.certificate],
  ] as const)
    put(`evidence/${name}`, bytes);
  const expected = await assay('hbom', evidence);
  expect(expected.status).toBe(0);
  expect((await assay('diff', base, put('expected.cdx.json', expected.stdout))).status).toBe(0);
  const observed = await assay('hbom', evidence, '--side', 'observed');
  expect((await assay('diff', upgraded, put('observed.cdx.json', observed.stdout))).status).toBe(0);
});

test('an HBOM that cannot be written says why, and what to ask for', async () => {
  const refusal = async (...words: readonly string[]) => {
    const { status, stderr } = await assay('hbom', ...words);
    return [status, stderr];
  };
  expect(await refusal(base, '--version', '1.4')).toEqual([64, expect.stringContaining('--version 1.4 is not written; choose 1.6 or 1.7')]);
  expect(await refusal(base, '--side', 'observed')).toEqual([64, expect.stringContaining('ask a folder of evidence')]);
  expect(await refusal(ek)).toEqual([2, expect.stringContaining('lists no components')]);
  const bom = put('a.cdx.json', (await assay('hbom', base)).stdout);
  expect(await refusal(bom)).toEqual([2, expect.stringContaining('is a CycloneDX BOM already')]);
  const unseen = join(folder, 'unseen');
  mkdirSync(unseen);
  put('unseen/base.cer', baseOf(device, authorities));
  expect(await refusal(unseen, '--side', 'observed')).toEqual([2, expect.stringContaining('nothing was observed on')]);
  expect(await refusal(unseen, '--device', 'nobody')).toEqual([2, expect.stringContaining('there is no device nobody')]);
});

test('agent has options of its own, and says in its own words what is missing', () => {
  const { status, stderr } = processOf({ ASSAY_SERVER: '' }, 'agent', '--once');
  expect({ status, stderr }).toEqual({ status: 64, stderr: 'assay-agent: say where to: --server URL (or ASSAY_SERVER), or --out FILE\n' });
});

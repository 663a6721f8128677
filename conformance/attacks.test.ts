import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MAX_ARTIFACT_BYTES, readArtifact } from '#lib/artifact/read.ts';
import { readInput } from '#lib/cli/files.ts';
import { MAX_PEM_BLOCKS } from '#lib/encoding/pem.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(1);
const base = Buffer.from(baseOf(device, authorities));
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const hex = (digits: string): Uint8Array => Buffer.from(digits, 'hex');
const inventory = Buffer.from(inventoryOf(device)).toString('utf8');
const bom = (members: string): Uint8Array => text(`{"bomFormat":"CycloneDX","specVersion":"1.6",${members}}`);

/** The head of a certificate with another length in it. */
const baseWith = (length: string): Uint8Array => Buffer.concat([base.subarray(0, 1), hex(length), base.subarray(4)]);

const entities = Array.from({ length: 12 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`).join('');
const xml = (prolog: string, content = ''): Uint8Array =>
  text(`<?xml version="1.0"?>${prolog}<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">${content}</bom>`);

test.each<readonly [name: string, bytes: Uint8Array, refusal: { code: string; offset?: number; path?: unknown }]>([
  ['a length of 4 GB', baseWith('84ffffffff'), { code: 'truncated', offset: 1 }],
  ['a length of 16 EB', baseWith('88ffffffffffffffff'), { code: 'bad-length', offset: 1 }],
  ['an indefinite length', baseWith('80'), { code: 'bad-length', offset: 1 }],
  ['DER of 100,000 levels, lengths and all', nestedDer(100_000), { code: 'missing-field', offset: expect.any(Number) }],
  ['JSON of 100,000 levels', text('['.repeat(100_000)), { code: 'too-deep', offset: 64 }],
  [
    'a member that stands twice',
    text(inventory.replace('{', '{"PLATFORM":{},')),
    { code: 'duplicate-key', path: expect.stringContaining('PLATFORM') },
  ],
  ['a number of 999,999 digits of power', bom('"version":1e999999'), { code: 'bad-value', offset: expect.any(Number), path: 'version' }],
  ['entities that grow to a terabyte', xml(`<!DOCTYPE bom [<!ENTITY e0 "a">${entities}]>`, '&e12;'), { code: 'xml-doctype', offset: 21 }],
  [
    'an entity that names a file',
    xml('<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '&x;'),
    { code: 'xml-doctype', offset: 21 },
  ],
  ['a document type from elsewhere', xml('<!DOCTYPE bom SYSTEM "http://127.0.0.1/a.dtd">'), { code: 'xml-doctype', offset: 21 }],
  ['XML of 100,000 levels', xml('', `${'<components><component type="library">'.repeat(50_000)}`), { code: 'too-deep' }],
  ['a zip archive', Buffer.concat([hex('504b0304'), Buffer.alloc(100)]), { code: 'unknown-format', offset: 0 }],
  ['a gzip file', Buffer.concat([hex('1f8b0800'), Buffer.alloc(100)]), { code: 'unknown-format', offset: 0 }],
])('%s is refused where it begins', (_, bytes, refusal) => {
  const [{ error } = { error: null }, ...others] = readArtifact(bytes).documents;
  expect(error).toMatchObject(refusal);
  expect(others).toEqual([]);
});

test('a length that is longer than it needs to be is read and told, and not taken for another document', () => {
  const [{ document, warnings } = { document: undefined, warnings: [] }] = readArtifact(
    baseWith(`8400${base.subarray(2, 4).toString('hex').padStart(6, '0')}`),
  ).documents;
  expect(document?.kind).toBe('platform-certificate');
  expect(warnings).toContainEqual(expect.objectContaining({ code: 'non-minimal-length', offset: 1 }));
});

test('a zip archive is named, so that whoever handed it in knows to unpack it', () => {
  const [document] = readArtifact(Buffer.concat([hex('504b0304'), Buffer.alloc(100)])).documents;
  expect(document?.error?.message).toContain('this is a zip archive, which Assay does not unpack');
});

test('one octet over the limit of a file is refused before any of it is read', () => {
  const before = process.cpuUsage();
  const [document] = readArtifact(new Uint8Array(MAX_ARTIFACT_BYTES + 1)).documents;
  expect(document?.error).toMatchObject({ code: 'too-large', offset: MAX_ARTIFACT_BYTES });
  // The digest alone.
  expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
});

test('the command line refuses 300 MB of zeros without reading them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-zeros-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const zeros = join(folder, 'zeros.der');
  writeFileSync(zeros, '');
  truncateSync(zeros, 300 * 1024 * 1024);
  const before = process.memoryUsage().rss;
  await expect(readInput(zeros)).rejects.toThrow(/has 314572800 bytes; the limit is 67108864/);
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
});

const pem = (der: Uint8Array): string => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;

test('100,000 PEM blocks are refused at the first that is too many', () => {
  const block = pem(hex('3003020101'));
  const documents = readArtifact(text(block.repeat(100_000))).documents;
  expect(documents).toMatchObject([{ error: { code: 'too-many', offset: block.length * MAX_PEM_BLOCKS } }]);
});

test('in a bundle with a bad block every other block is read', () => {
  const [ek, good] = [pem(endorsementKeyOf(device, authorities)), pem(base)];
  const bad = good.replace('MI', '**');
  const documents = readArtifact(text(ek + bad + good + pem(hex('3003020101')) + pem(authorities.vendor.certificate))).documents;
  expect(documents.map(({ error, kind }) => error?.code ?? kind)).toEqual([
    'endorsement-key-certificate',
    'bad-base64',
    'platform-certificate',
    'bad-tag',
    'certificate',
  ]);
  expect(documents[1]).toMatchObject({ offset: ek.length, error: { offset: ek.length + '-----BEGIN CERTIFICATE-----\n'.length } });
});

function nestedDer(levels: number): Uint8Array {
  const headers: Buffer[] = [];
  for (let length = 0; headers.length < levels; length += headers.at(-1)?.length ?? 0) {
    headers.push(length < 0x80 ? Buffer.from([0x30, length]) : Buffer.from(`3084${length.toString(16).padStart(8, '0')}`, 'hex'));
  }
  return Buffer.concat(headers.toReversed());
}

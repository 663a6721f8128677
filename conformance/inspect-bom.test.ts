import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inspect } from '#lib/cli/inspect.ts';
import { signObject } from '#lib/testing/signed-boms.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { bomAsXml } from '#lib/testing/xml-boms.ts';
import { documentedSchemas } from './documented-schemas.ts';
import { testOptions } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SERIAL = '3e671687-395b-41f5-a30f-a58921a69b79';
const matches = documentedSchemas().get('inspect');
const encode = (bom: object): Uint8Array => new TextEncoder().encode(JSON.stringify(bom));

async function inspected(name: string, bytes: Uint8Array): Promise<unknown> {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  const { json } = await inspect.run([file], testOptions());
  const document: unknown = JSON.parse(JSON.stringify(json));
  expect(matches?.(document), JSON.stringify(matches?.errors)).toBe(true);
  return document;
}

const reference = (url: string) => ({ externalReferences: [{ type: 'bom', url }] });
const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: `urn:uuid:${SERIAL.replace('3e', '4e')}`,
  version: 1,
  metadata: { component: { type: 'device', name: 'Server', ...reference(`urn:cdx:${SERIAL}`) } },
  components: [{ type: 'firmware', name: 'UEFI', ...reference(`urn:cdx:${SERIAL}/2#edk2%2Fcore`) }],
};
const link = { serialNumber: `urn:uuid:${SERIAL}`, sha256: null };
const bomLinks = [
  { ...link, from: null, url: `urn:cdx:${SERIAL}`, version: null, ref: null },
  { ...link, from: 'components[0]', url: `urn:cdx:${SERIAL}/2#edk2%2Fcore`, version: 2, ref: 'edk2/core' },
];

test('a BOM in JSON and in XML tells to which BOMs its parts point', async () => {
  expect(await inspected('bom.json', encode(bom))).toMatchObject([{ document: { bomLinks, signatures: [] } }]);
  expect(await inspected('bom.xml', bomAsXml(encode(bom)))).toMatchObject([{ document: { bomLinks } }]);
});

test('a signed BOM tells what the mathematics of each signature say, and what it leaves out', async () => {
  const signer = { privateKey: makeKey('ec-p256', 'signer').privateKey, core: { excludes: ['components'] } };
  const signed = signObject(bom, { ...signer, core: { ...signer.core, keyId: 'k' } });
  expect(await inspected('signed.json', encode(signed))).toMatchObject([
    {
      document: {
        signatures: [{ path: '', form: 'jsf', algorithm: 'ES256', status: 'unsupported', excludes: ['components'], weak: null }],
      },
    },
  ]);
});

test('a BOM that points nowhere says so', async () => {
  expect(await inspected('plain.json', encode({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 }))).toMatchObject([
    { document: { bomLinks: [] } },
  ]);
});

test('the components of a BOM are told one by one, nested ones among them, and counted beyond the first ten thousand', async () => {
  const inner = { type: 'firmware', name: 'UEFI', version: '1.2', hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }] };
  const nested = {
    ...bom,
    components: [{ type: 'device', name: 'Board', 'bom-ref': 'b', purl: 'pkg:generic/board', components: [inner] }],
  };
  expect(await inspected('nested.json', encode(nested))).toMatchObject([
    {
      document: {
        components: 2,
        componentList: [
          { type: 'device', model: 'Board', bomRef: 'b', purl: 'pkg:generic/board', path: 'components[0]', quantity: 1 },
          { type: 'firmware', model: 'UEFI', revision: '1.2', path: 'components[0].components[0]', hashes: { 'sha-256': 'ab'.repeat(32) } },
        ],
      },
    },
  ]);
  const many = { ...bom, components: Array.from({ length: 10_001 }, (_, index) => ({ type: 'library', name: `part ${index}` })) };
  const [told] = JSON.parse(JSON.stringify(await inspected('many.json', encode(many))));
  expect([told.document.components, told.document.componentList.length]).toEqual([10_001, 10_000]);
});

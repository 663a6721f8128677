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

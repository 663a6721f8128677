import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseCycloneDx } from './parse.ts';

const SERIAL = '3e671687-395b-41f5-a30f-a58921a69b79';
const linksOf = (bom: object) =>
  parseCycloneDx(encodeUtf8(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...bom }))).links;
const reference = (url: string, more: object = {}) => ({ externalReferences: [{ type: 'bom', url, ...more }] });

test('firmware inside a device points to the BOM of its contents by BOM-Link and by digest', () => {
  const hash = { alg: 'SHA-256', content: 'AB'.repeat(32) };
  const firmware = {
    type: 'firmware',
    name: 'UEFI',
    ...reference(`urn:cdx:${SERIAL.toUpperCase()}/2#pkg%3Ageneric%2Fedk2`, { hashes: [hash] }),
  };
  expect(linksOf({ components: [{ type: 'device', name: 'Board', components: [firmware] }] })).toEqual([
    {
      from: 'components[0].components[0]',
      url: `urn:cdx:${SERIAL.toUpperCase()}/2#pkg%3Ageneric%2Fedk2`,
      serialNumber: `urn:uuid:${SERIAL}`,
      version: 2,
      ref: 'pkg:generic/edk2',
      sha256: 'ab'.repeat(32),
    },
  ]);
});

test('the subject points by its own references and by those of the whole BOM', () => {
  const links = linksOf({
    metadata: { component: { type: 'device', name: 'S', ...reference('https://bom.example/a.json') } },
    ...reference(`urn:cdx:${SERIAL}`),
  });
  expect(links).toMatchObject([
    { from: null, serialNumber: null, url: 'https://bom.example/a.json' },
    { from: null, serialNumber: `urn:uuid:${SERIAL}`, version: null, ref: null },
  ]);
});

test.each(['urn:cdx:nothing/1', `urn:cdx:${SERIAL}/0`, `urn:cdx:${SERIAL}/1/2`, `xurn:cdx:${SERIAL}/1`])(
  '%s is an address and no BOM-Link',
  (url) => {
    expect(linksOf(reference(url))).toMatchObject([{ url, serialNumber: null }]);
  },
);

test('references of other types, broken escapes, short digests and a thousand links do no harm', () => {
  expect(linksOf({ externalReferences: [{ type: 'website', url: 'https://a.example' }, { type: 'bom' }, 7] })).toEqual([]);
  const odd = linksOf(reference(`urn:cdx:${SERIAL}/1#%E0%A4%A`, { hashes: [{ alg: 'SHA-256', content: 'ab' }] }));
  expect(odd).toMatchObject([{ ref: '%E0%A4%A', sha256: null }]);
  const many = Array.from({ length: 3000 }, (_, index) => ({ type: 'firmware', name: `f${index}`, ...reference(`urn:cdx:${SERIAL}/1`) }));
  expect(linksOf({ components: many })).toHaveLength(1000);
});

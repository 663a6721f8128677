import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { makeIntelDpd, makeIntelDpdXml } from '#lib/testing/vendor-inventories.ts';
import { identifyInventoryBytes, parseInventory } from './parse.ts';

const refusalOf = (bytes: Uint8Array): string | undefined => {
  try {
    parseInventory(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
};
const SAMPLE = makeIntelDpdXml();
const text = Buffer.from(SAMPLE).toString();

test('the XML and the JSON form of one file are the same inventory', () => {
  expect(identifyInventoryBytes(SAMPLE)).toBe('intel-dpd');
  const [xml, json] = [parseInventory(SAMPLE), parseInventory(makeIntelDpd())];
  expect(xml.digest).toBe(json.digest);
  expect(xml.components.map(({ slot, from }) => [slot, from])).toEqual(json.components.map(({ slot, from }) => [slot, from]));
  const { platform, properties, reportedAt, collector } = json;
  expect(xml).toMatchObject({ platform, properties, reportedAt, collector });
  expect(xml.measurements.map(({ name, digest }) => `${name} ${digest}`)).toEqual(
    json.measurements.map(({ name, digest }) => `${name} ${digest}`),
  );
});

test('a part is found again by its place', () => {
  expect(parseInventory(SAMPLE).components.map(({ path }) => path)).toContain('TYPE17MemoryDevices.TYPE17MemoryDevice[1]');
});

test('a document type is refused, with its entities', () => {
  const doctype = text.replace('<PlatformData>', '<!DOCTYPE PlatformData [<!ENTITY a "b">]>\n<PlatformData>');
  expect(refusalOf(encodeUtf8(doctype))).toBe('xml-doctype');
});

test('a signature in the file is told as not evaluated', () => {
  const signed = text.replace(
    '</PlatformData>',
    '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature></PlatformData>',
  );
  expect(parseInventory(encodeUtf8(signed)).warnings.map(({ code }) => code)).toContain('signature-not-evaluated');
});

test('every truncation is refused, and is of this format once its mark is there', () => {
  const mark = text.indexOf('<SystemSN>') + '<SystemSN>'.length;
  const end = text.indexOf('</PlatformData>') + '</PlatformData>'.length;
  for (let length = mark; length < end; length += 1) {
    const cut = SAMPLE.subarray(0, length);
    expect(identifyInventoryBytes(cut)).toBe('intel-dpd');
    expect(refusalOf(cut)).toMatch(/^(?:truncated|bad-xml)$/);
  }
});

test.each([
  ['too deep', `<a><SystemSN>1</SystemSN>${'<b>'.repeat(65)}${'</b>'.repeat(65)}</a>`, 'too-deep'],
  ['of another kind', '<a><SystemSN>1</SystemSN></a>', 'unknown-format'],
  ['not well-formed', '<a><SystemSN>1</Other></a>', 'bad-xml'],
  ['with a list as header', '<a><Header><SystemSN>1</SystemSN></Header><Header/><PCRs/></a>', 'unknown-format'],
])('XML that is %s is refused', (_, xml, code) => {
  expect(refusalOf(encodeUtf8(xml))).toBe(code);
});

test('XML of something else is no inventory', () => {
  expect(identifyInventoryBytes(encodeUtf8('<bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>'))).toBeUndefined();
  expect(identifyInventoryBytes(encodeUtf8('say <SystemSN>'))).toBeUndefined();
});

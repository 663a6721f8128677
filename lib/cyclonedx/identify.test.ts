import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { identifyCycloneDx } from './identify.ts';

const NAMESPACE = 'http://cyclonedx.org/schema/bom';

test.each([
  ['the usual head', '{"bomFormat":"CycloneDX","specVersion":"1.6"}', '1.6'],
  [
    'members in another order, behind a byte order mark',
    '\ufeff\n{"components":[{"a":"}"}],"specVersion":"1.5","bomFormat":"CycloneDX"}',
    '1.5',
  ],
  ['no version', '{"bomFormat":"CycloneDX","components":[]}', null],
  ['a schema instead of the format', `{"$schema":"${NAMESPACE}-1.6.schema.json","components":[]}`, null],
  ['a wrong format with a version', '{"bomFormat":"cyclonedx","specVersion":"1.4"}', '1.4'],
  ['version 2.0', '{"specFormat":"CycloneDX","specVersion":"2.0"}', '2.0'],
  ['the end missing', '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"na', '1.6'],
])('JSON with %s is a BOM', (_, text, specVersion) => {
  expect(identifyCycloneDx(encodeUtf8(text))).toEqual({ form: 'json', specVersion });
});

test.each([
  ['a statement with a BOM inside', '{"predicate":{"bomFormat":"CycloneDX","specVersion":"1.6"}}'],
  ['a BOM in a list', '[{"bomFormat":"CycloneDX","specVersion":"1.6"}]'],
  ['the word as a value', '{"name":"bomFormat","specVersion":"1.6","x":"specFormat"}'],
  ['the word inside an escaped text', '{"a":"\\"bomFormat\\":\\"CycloneDX\\""}'],
  ['a text', '"bomFormat"'],
  ['nothing', ''],
  ['an unfinished name', '{"bomFormat'],
])('%s is no BOM', (_, text) => {
  expect(identifyCycloneDx(encodeUtf8(text))).toBeUndefined();
});

test.each([
  ['a default namespace', `<?xml version="1.0"?>\n<!-- a > b --><bom version="1" xmlns="${NAMESPACE}/1.6">`, '1.6'],
  ['a prefix', `<c:bom xmlns:c='${NAMESPACE}/1.4' version="1"/>`, '1.4'],
  ['a document type', `<!DOCTYPE bom [<!ENTITY x "y">]><bom xmlns="${NAMESPACE}/1.0">`, '1.0'],
  ['a namespace that no version has', `<bom xmlns="${NAMESPACE}/12">`, '12'],
])('XML with %s is a BOM', (_, text, specVersion) => {
  expect(identifyCycloneDx(encodeUtf8(text))).toEqual({ form: 'xml', specVersion });
});

test('XML in UTF-16 is a BOM', () => {
  const text = Buffer.from(`\ufeff<bom xmlns="${NAMESPACE}/1.5">`, 'utf16le');
  expect(identifyCycloneDx(text)).toEqual({ form: 'xml', specVersion: '1.5' });
});

test.each([
  ['another namespace', '<bom xmlns="http://example.org/bom">'],
  ['another root', `<sbom xmlns="${NAMESPACE}/1.5"><bom/></sbom>`],
  ['an unbound prefix', `<c:bom xmlns="${NAMESPACE}/1.4">`],
  ['only a comment', `<!-- <bom xmlns="${NAMESPACE}/1.4"> -->`],
  ['an unfinished comment', '<!-- '],
])('XML with %s is no BOM', (_, text) => {
  expect(identifyCycloneDx(encodeUtf8(text))).toBeUndefined();
});

test.each([
  ['its version first', 'SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n', '2.3'],
  ['a comment first', '# made by hand\n\n#\r\nSPDXVersion:SPDX-2.2\r\n', '2.2'],
  ['another tag first', '\ufeffDataLicense: CC0-1.0\nSPDXVersion: SPDX-1.2', '1.2'],
])('SPDX in tag-value form is told with %s', (_, text, specVersion) => {
  expect(identifyCycloneDx(encodeUtf8(text))).toEqual({ form: 'spdx-tag-value', specVersion });
});

test.each([
  'a text that says\nSPDXVersion: SPDX-2.3\n',
  'Name: x\n  SPDXVersion: SPDX-2.3\n',
  'SPDXVersion: 2.3\n',
  '# SPDXVersion: SPDX-2.3\n',
])('a text that only speaks of SPDX is none', (text) => {
  expect(identifyCycloneDx(encodeUtf8(text))).toBeUndefined();
});

test('protobuf is told by its first fields', () => {
  expect(identifyCycloneDx(encodeUtf8('\n\u00031.6\u0010\u0001'))).toEqual({ form: 'protobuf', specVersion: '1.6' });
  expect(identifyCycloneDx(encodeUtf8('\n\u00031.6x'))).toBeUndefined();
});

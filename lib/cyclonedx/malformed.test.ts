import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError, type ParseErrorCode } from '#lib/encoding/parse-error.ts';
import { makeHbom, type SamplePart } from '#lib/testing/boms.ts';
import { beginSpending } from '#lib/testing/processor-time.ts';
import { describeCycloneDx } from './describe.ts';
import { parseCycloneDx } from './parse.ts';

const SERIAL_NUMBER = 'urn:uuid:00000000-0000-4000-8000-000000000001';
const HEAD = '"bomFormat":"CycloneDX","specVersion":"1.6"';

function sampleOf(count: number): Uint8Array {
  const components = Array.from(
    { length: count },
    (_, index): SamplePart => ({ model: 'DIMM', manufacturer: 'Memco', serial: `M-${index}` }),
  );
  return makeHbom({ subject: { model: 'Server' }, components, serialNumber: SERIAL_NUMBER, timestamp: '2026-01-01T00:00:00Z' });
}

function failureOf(bytes: Uint8Array): ParseErrorCode | 'read' {
  try {
    parseCycloneDx(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
}

test('a BOM that is cut anywhere is refused as truncated', () => {
  // The last octet is a line end.
  const bytes = sampleOf(2).slice(0, -1);
  for (let length = 1; length < bytes.length; length += 1) expect(failureOf(bytes.subarray(0, length))).toBe('truncated');
  expect(failureOf(bytes)).toBe('read');
});

test('a large BOM that is cut at 500 places is refused as truncated', () => {
  const bytes = sampleOf(300).slice(0, -1);
  let state = 20260101;
  for (let round = 0; round < 500; round += 1) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    expect(failureOf(bytes.subarray(0, 1 + (state % (bytes.length - 1))))).toBe('truncated');
  }
});

test.each([2_000, 100_000])('%i levels of components are refused as too deep', (levels) => {
  const bytes = encodeUtf8(`{${HEAD},"components":[${'{"type":"device","name":"a","components":['.repeat(levels)}`);
  expect(failureOf(bytes)).toBe('too-deep');
});

test('30 levels of components are read, 32 are too deep', () => {
  const nested = (levels: number): Uint8Array =>
    encodeUtf8(`{${HEAD},"components":[${'{"type":"device","name":"a","components":['.repeat(levels)}${']}'.repeat(levels)}]}`);
  expect(parseCycloneDx(nested(30)).components).toHaveLength(30);
  expect(failureOf(nested(32))).toBe('too-deep');
});

test.each<[string, string, ParseErrorCode]>([
  ['a member that stands twice', `{${HEAD},"version":1,"version":2}`, 'duplicate-key'],
  ['a name that stands twice in a component', `{${HEAD},"components":[{"name":"a","name":"b"}]}`, 'duplicate-key'],
  ['something behind the end', `{${HEAD}}{}`, 'trailing-data'],
  ['no JSON', `{${HEAD},oops}`, 'bad-json'],
])('%s is refused', (_, text, code) => {
  expect(failureOf(encodeUtf8(text))).toBe(code);
});

test('octets that are no UTF-8 are refused', () => {
  expect(failureOf(Uint8Array.from([...encodeUtf8(`{${HEAD},"x":"`), 0xff, 0x22, 0x7d]))).toBe('bad-utf8');
});

test.each([
  ['components that are no list', '"components":{"a":1}'],
  ['components that are no objects', '"components":[1,null,"a",[{}]]'],
  ['metadata that is a text', '"metadata":"x"'],
  [
    'wrong types everywhere',
    '"version":"1","serialNumber":{},"metadata":{"component":[],"tools":5},"dependencies":{},"compositions":[null]',
  ],
  ['a component of wrong types', '"components":[{"type":[],"name":{},"hashes":"x","properties":[{"name":1},null,"x"],"swid":1,"purl":[]}]'],
  [
    'names of the language',
    '"components":[{"type":"constructor","name":"__proto__","__proto__":{"a":1},"hashes":[{"alg":"__proto__","content":"x"}]}]',
  ],
])('%s is read, and said to be wrong', (_, members) => {
  const bom = parseCycloneDx(encodeUtf8(`{${HEAD},${members}}`));
  expect(bom.schemaValid).toBe(false);
  expect(bom.problems.length).toBeGreaterThan(0);
});

test('20,000 tiny equal components are answered within seconds', () => {
  failureOf(sampleOf(1));
  const bytes = encodeUtf8(`{${HEAD},"components":[${Array(20_000).fill('{"type":"library","name":"a"}').join()}]}`);
  const spent = beginSpending();
  const bom = parseCycloneDx(bytes);
  // About 0.4 s on an idle machine; comparing all pairs takes 8.5 s.
  expect(spent()).toBeLessThan(4_000);
  expect(bom).toMatchObject({ schemaValid: false, problems: [{ path: 'components' }] });
});

test('texts of a megabyte are read, and no sentence repeats them', () => {
  const huge = 'x'.repeat(1_000_000);
  const component = {
    type: huge,
    name: huge,
    purl: huge,
    cpe: huge,
    'bom-ref': huge,
    version: huge,
    hashes: [{ alg: 'MD5', content: huge }],
  };
  const email = { name: 'a', email: `${huge}@` };
  const text = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [component], metadata: { authors: [email] } });
  const spent = beginSpending();
  const bom = parseCycloneDx(encodeUtf8(text));
  expect(spent()).toBeLessThan(5_000);
  expect(bom.components[0]?.model).toHaveLength(1_000_000);
  for (const { detail, path } of bom.problems) expect(`${detail}${path}`.length).toBeLessThan(400);
});

test('control and bidirectional characters are kept in the document and made visible in the line for a person', () => {
  const name = 'DIMM\u202Egnp.exe\u0007';
  const bytes = makeHbom({ subject: { model: name }, components: [], serialNumber: SERIAL_NUMBER, timestamp: '2026-01-01T00:00:00Z' });
  const bom = parseCycloneDx(bytes);
  expect(bom.subject?.model).toBe(name);
  expect(describeCycloneDx(bom)).toBe('CycloneDX 1.6 HBOM of DIMM\\u{202E}gnp.exe\\u{0007}: 0 components');
});

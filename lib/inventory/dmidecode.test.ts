import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { makeDmidecode, SERVER_STRUCTURES, type StructureSample } from '#lib/testing/printed-tables.ts';
import { identifyInventoryBytes, parseInventory } from './parse.ts';
import { verifyInventory } from './verify.ts';

const END: StructureSample = { handle: '0x007F', type: 127, title: 'End Of Table' };
const part = (type: number, fields: StructureSample['fields']): StructureSample => ({
  handle: '0x0100',
  type,
  title: 'T',
  ...(fields === undefined ? {} : { fields }),
});
const only = (structure: StructureSample) => parseInventory(makeDmidecode([structure, END]));
const first = (structure: StructureSample) => only(structure).components[0];
const codes = (text: string) => parseInventory(encodeUtf8(text)).warnings.map(({ code }) => code);
const refusal = (bytes: Uint8Array): ParseError | undefined => {
  try {
    parseInventory(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
};

test('every part has the class of its structure in the SMBIOS registry', () => {
  const classes = parseInventory(makeDmidecode()).components.map(({ class: own, category }) => `${own?.value} ${category}`);
  expect(classes).toEqual([
    '00000109 firmware',
    '0002000A board',
    '00030097 chassis',
    '00040003 processor',
    '0011001A memory',
    '002B0000 security-module',
  ]);
});

test('fields are those of the registry: codes where it wants codes', () => {
  const { components } = parseInventory(makeDmidecode());
  expect(components.map(({ model, revision }) => [model, revision])).toEqual([
    ['1.2.3', '0511'],
    ['0PM10', 'A00'],
    ['97', 'Not Specified'],
    ['B3', 'Pomelo Core 9 @ 2.00GHz'],
    ['HMA81', null],
    ['0200', '1.257'],
  ]);
  expect(components.map(({ fieldReplaceable }) => fieldReplaceable)).toEqual([null, true, null, true, null, null]);
});

test.each([
  ['STM ', '53544D20'],
  ['STM', '53544D20'],
  ['IFX', '49465800'],
  ['NTC', '4E544300'],
  ['INTC', '494E5443'],
])('the vendor %o of a TPM has the octets of its identifier', (vendor, octets) => {
  expect(first(part(43, { 'Vendor ID': vendor, 'Specification Version': '2.0' }))?.manufacturer).toBe(octets);
});

test('a word that no table knows stays as it is printed', () => {
  expect(first(part(4, { Manufacturer: 'A', Family: 'Quantum 9', Type: 'Central Processor' }))?.model).toBe('Quantum 9');
  expect(first(part(3, { Manufacturer: 'A', Type: 'Floating Chassis' }))).toMatchObject({
    class: { value: '00030000' },
    model: 'Floating Chassis',
  });
});

test('empty sockets and slots are no parts', () => {
  expect(only(part(17, { Size: 'No Module Installed', Manufacturer: 'NO DIMM', Locator: 'A1' })).components).toEqual([]);
  expect(only(part(4, { Status: 'Unpopulated', Manufacturer: 'Intel' })).components).toEqual([]);
  expect(only(part(39, { Status: 'Not Present', Manufacturer: 'DELL' })).components).toEqual([]);
});

test('what the tool prints for a broken value is no value', () => {
  const inventory = only(part(17, { Size: '16 GB', Manufacturer: '<BAD INDEX>', 'Part Number': 'X', 'Serial Number': '<BAD INDEX>' }));
  expect(inventory.components[0]).toMatchObject({ manufacturer: '', serial: null, model: 'X' });
  expect(inventory.warnings.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'broken-value Handle 0x0100.Manufacturer',
    'broken-value Handle 0x0100.Serial Number',
  ]);
});

test('the raw row is what was printed, with its line', () => {
  expect(first(part(17, { Size: '16 GB', Manufacturer: 'Hynix ' }))?.raw).toEqual({
    Handle: 'Handle 0x0100',
    Line: 6,
    Title: 'T',
    Size: '16 GB',
    Manufacturer: 'Hynix ',
  });
});

test('a table with a bad checksum is refused, although the tool exits with 0', () => {
  const error = refusal(encodeUtf8('# dmidecode 3.4\nScanning /dev/mem for entry point.\n# No SMBIOS nor DMI entry point found, sorry.\n'));
  expect(error).toMatchObject({ code: 'missing-field', path: 'line 3' });
  expect(error?.message).toContain('bad checksum');
});

test('fewer structures than announced are an incomplete table, and its check is open', () => {
  const inventory = parseInventory(makeDmidecode(SERVER_STRUCTURES(), 12));
  expect(inventory).toMatchObject({ isWhole: false, warnings: [{ code: 'implausible-date' }, { code: 'incomplete-table' }].reverse() });
  expect(verifyInventory(inventory)[0]).toMatchObject({ id: 'structure', status: 'unknown' });
  expect(verifyInventory(parseInventory(makeDmidecode()))[0]).toMatchObject({ id: 'structure', status: 'pass' });
});

test.each([
  'Wrong DMI structures length: 652 bytes announced, only 326 bytes available.',
  'Invalid entry length (0). DMI table is broken! Stop.',
  '\t<TRUNCATED>',
])('an output with the line %j is an incomplete table', (line) => {
  const text = Buffer.from(makeDmidecode()).toString().replace('Handle 0x0003', `${line}\n\nHandle 0x0003`);
  expect(codes(text)).toContain('incomplete-table');
  expect(parseInventory(encodeUtf8(text)).isWhole).toBe(false);
});

test('an output cut at any length is refused, or read as incomplete, and is never whole', () => {
  const text = Buffer.from(makeDmidecode()).toString();
  const end = text.indexOf(', DMI type 127, 26 bytes') + ', DMI type 127, 26 bytes'.length;
  for (let length = 15; length < end; length += 1) {
    const cut = encodeUtf8(text.slice(0, length));
    expect(identifyInventoryBytes(cut)).toBe('dmidecode');
    expect(parseInventory(cut).isWhole).toBe(false);
  }
});

test('any changed octet is read or refused, never a crash', () => {
  const sample = makeDmidecode();
  for (let at = 0; at < sample.length; at += 1) {
    for (const octet of [0x00, 0x09, 0x0a, 0x3a, 0xff]) {
      const changed = Uint8Array.from(sample);
      changed[at] = octet;
      refusal(changed);
    }
  }
});

test('two fields that differ in case only are refused with their place', () => {
  expect(refusal(makeDmidecode([part(17, { Size: '1', SIZE: '2' }), END]))).toMatchObject({
    code: 'duplicate-key',
    path: 'Handle 0x0100.SIZE',
  });
});

test('structures, lines and texts are read to the limit and refused just above it', () => {
  const parts = (count: number) => makeDmidecode([...Array.from({ length: count - 1 }, () => part(200, {})), END]);
  expect(refusal(parts(20_000))).toBeUndefined();
  expect(refusal(parts(20_001))?.code).toBe('too-many');
  const text = (length: number) => makeDmidecode([part(17, { Size: 'x'.repeat(length - 7) }), END]);
  expect(refusal(text(4096))).toBeUndefined();
  expect(refusal(text(4097))).toMatchObject({ code: 'too-large', path: 'line 8' });
  expect(refusal(encodeUtf8(`# dmidecode 3.4\n${'\n'.repeat(499_998)}`))).toBeUndefined();
  expect(refusal(encodeUtf8(`# dmidecode 3.4\n${'\n'.repeat(500_000)}`))?.code).toBe('too-many');
});

test.each([
  ['the tool, behind a byte order mark', '\uFEFF# dmidecode 3.2\n', 'dmidecode'],
  ['structures without a head', 'Handle 0x0002, DMI type 2, 15 bytes\nBase Board Information\n', 'dmidecode'],
  ['a sentence about it', 'run # dmidecode 3.2 as root', undefined],
  ['a comment', '# dmidecode', undefined],
])('%s is told by its content', (_, text, format) => {
  expect(identifyInventoryBytes(encodeUtf8(text))).toBe(format);
});

test('a field named like a member of every object is one of the row', () => {
  expect(first(part(17, { Size: '1', Manufacturer: 'A', __proto__: 'x', constructor: 'y' }))?.manufacturer).toBe('A');
});

import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { makeInventory } from '#lib/testing/inventories.ts';
import { describeInventory } from './describe.ts';
import { identifyInventoryBytes, parseInventory } from './parse.ts';
import type { Inventory } from './types.ts';
import { REQUIRED_CHECKS, verifyInventory } from './verify.ts';

const TCG = '2.23.133.18.3.1';

function parse(value: unknown): Inventory {
  return parseInventory(encodeUtf8(JSON.stringify(value)));
}

/** The first component of a file with the given rows, and all warnings. */
function first(rows: unknown) {
  const { components, warnings } = parse({ PLATFORM: { PLATFORMMODEL: 'X1' }, COMPONENTS: rows });
  const [component] = components;
  if (component === undefined) throw new Error('no component was read');
  return { ...component, codes: warnings.map(({ code }) => code) };
}

function codeOf(value: unknown): string {
  try {
    parse(value);
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
  return 'read';
}

test('what the maker writes is read back', () => {
  const sample = {
    platform: { manufacturer: 'Acme', model: 'X1', version: '2', serial: 'P1' },
    components: [
      {
        class: { registry: TCG, value: '00090002' },
        manufacturer: 'Acme ',
        model: 'Not Specified',
        serial: '00000000',
        revision: '1',
        manufacturerId: '1.3.6.1.4.1.343',
        fieldReplaceable: true,
        addresses: [{ kind: 'wlan-mac', value: '02-00-00-00-00-01' }],
        status: 'added',
      },
    ],
    properties: [{ name: 'uname -r', value: '6.1' }],
  } as const;
  const inventory = parseInventory(makeInventory(sample));
  expect(inventory).toMatchObject({ kind: 'inventory', format: 'paccor', mappingVersion: 4, platform: sample.platform });
  expect(inventory.warnings.map(({ code }) => code)).toEqual(['delta-input']);
  expect(inventory.components[0]).toMatchObject({ ...sample.components[0], category: 'network', slot: null, path: 'COMPONENTS[0]' });
  expect(inventory.properties).toEqual([{ ...sample.properties[0], status: null }]);
});

test('keys are read in any case, and paths keep the spelling of the file', () => {
  const inventory = parse({
    platform: { platformManufacturerStr: 'Acme', PlatformModel: 'X1' },
    Components: [{ componentClass: { componentClassRegistry: TCG, componentClassValue: '000a0002' }, manufacturer: 'A', Model: 'B' }],
  });
  expect(inventory.platform).toEqual({ manufacturer: 'Acme', model: 'X1', version: null, serial: null });
  expect(inventory.components[0]).toMatchObject({ class: { value: '000A0002' }, category: 'power', path: 'Components[0]' });
});

test('two spellings of one key are ambiguous and refused', () => {
  expect(codeOf({ PLATFORM: { PLATFORMMODEL: 'A', PlatformModel: 'B' } })).toBe('duplicate-key');
});

test('short names and the list of configuration 1.0 are read', () => {
  const inventory = parse({
    PLATFORM: { manufacturer: 'Acme', model: 'X1', version: '1', serial: 'S' },
    componentIdentifiers: [{ MANUFACTURER: 'A', MODEL: 'BIOS' }],
  });
  expect(inventory.platform.serial).toBe('S');
  expect(inventory.components[0]).toMatchObject({ class: null, category: 'firmware' });
});

test('one object counts as a list of one', () => {
  const inventory = parse({
    PLATFORM: { PLATFORMMODEL: 'X1' },
    COMPONENTS: { MANUFACTURER: 'A', MODEL: 'B', ADDRESSES: { ETHERNETMAC: '020000000001' } },
    PROPERTIES: { NAME: 'caption', VALUE: 'Old' },
  });
  expect(inventory.components[0]?.addresses).toEqual([{ kind: 'ethernet-mac', value: '020000000001' }]);
  expect(inventory.properties).toEqual([{ name: 'caption', value: 'Old', status: null }]);
});

test('addresses are read by name and by type', () => {
  const { addresses } = first([
    {
      ADDRESSES: [
        { WLANMAC: '1', BLUETOOTHMAC: '2' },
        { addressType: '2.23.133.17.1', addressValue: '3' },
        { addressType: '1.2.3', addressValue: '4' },
      ],
    },
  ]);
  expect(addresses).toEqual([
    { kind: 'wlan-mac', value: '1' },
    { kind: 'bluetooth-mac', value: '2' },
    { kind: 'ethernet-mac', value: '3' },
    { kind: '1.2.3', value: '4' },
  ]);
});

test.each([
  ['true', true, []],
  ['FALSE', false, []],
  [true, true, []],
  [null, null, []],
  ['maybe', null, ['odd-boolean']],
])('FIELDREPLACEABLE %j is %j', (written, read, codes) => {
  expect(first([{ MODEL: 'B', FIELDREPLACEABLE: written }])).toMatchObject({ fieldReplaceable: read, codes });
});

test.each([
  [{ COMPONENTCLASSREGISTRY: TCG, COMPONENTCLASSVALUE: '0x00060004' }, '00060004', 'memory', []],
  [{ COMPONENTCLASSREGISTRY: TCG, COMPONENTCLASSVALUE: 'AAYABA==' }, '00060004', 'memory', []],
  [{ COMPONENTCLASSREGISTRY: TCG, COMPONENTCLASSVALUE: '0.0.0.10' }, '0.0.0.10', 'other', ['odd-class']],
  ['00060004', '00060004', 'memory', ['registry-missing']],
  [{ COMPONENTCLASSVALUE: '00060004' }, '00060004', 'memory', ['registry-missing']],
])('the class %j is read as %s', (written, value, category, codes) => {
  expect(first([{ COMPONENTCLASS: written }])).toMatchObject({ class: { registry: TCG, value }, category, codes });
});

test('what is not read is kept in the raw object and listed', () => {
  const row = { MODEL: 'B', LOCATION: 'A1', TRAITS: [{ traitCategory: '1.2' }] };
  const component = first([row]);
  expect(component.raw).toEqual(row);
  expect(component.codes).toEqual(['traits-not-read', 'unread-key']);
  expect(parse({ PLATFORM: { PLATFORMMODEL: 'X1' }, COMPONENTS: [], FOO: 1 }).warnings).toMatchObject([
    { code: 'unread-key', path: 'FOO' },
  ]);
});

test('a number where a text is due is read with a warning, an object is not', () => {
  expect(first([{ SERIAL: 123 }])).toMatchObject({ serial: '123', codes: ['not-a-string'] });
  expect(first([{ SERIAL: { a: 1 } }])).toMatchObject({ serial: null, codes: ['unread-value'] });
});

test('a status that nobody knows is not read', () => {
  expect(first([{ STATUS: 'Removed' }])).toMatchObject({ status: 'removed', codes: ['delta-input'] });
  expect(first([{ STATUS: 'gone' }])).toMatchObject({ status: null, codes: ['odd-status'] });
});

test('rows and texts are read to the limit and refused just above it', () => {
  const rows = (count: number) => ({ PLATFORM: { PLATFORMMODEL: 'X1' }, COMPONENTS: Array.from({ length: count }, () => ({})) });
  expect(codeOf(rows(20_000))).toBe('read');
  expect(codeOf(rows(20_001))).toBe('too-many');
  expect(first([{ MODEL: 'x'.repeat(4096) }]).codes).toEqual(['long-text']);
  expect(codeOf({ PLATFORM: { PLATFORMMODEL: 'x'.repeat(4097) } })).toBe('too-large');
});

test('warnings are limited', () => {
  const { warnings } = parse({ PLATFORM: { PLATFORMMODEL: 'X1' }, COMPONENTS: Array.from({ length: 3000 }, () => ({ ODD: 1 })) });
  expect(warnings).toHaveLength(1001);
  expect(warnings.at(-1)?.code).toBe('more-warnings');
});

test.each([
  ['dell-scv', { 'Dell Platform Certificate Profile Version': '1.0' }],
  ['dell-scv', { PlatformConfiguration: { ComponentDetails: [] } }],
  ['intel-dpd', { Header: { SystemSN: '1' }, PCRs: {} }],
  ['seagate', { header: { Classid: '0x00070005' }, drive_info: {} }],
  ['hp', { UefiVariables: [], TcgEvents: [] }],
  ['hp', { type: 'HPINC', data: { Events: {} } }],
  ['lshw', [{ id: 'host', class: 'system', children: [] }]],
  ['lshw', { id: 'host', class: 'system' }],
  ['fwupd', { Devices: [{ DeviceId: 'a' }] }],
])('%s is told by its content, also when it is nearly empty: %j', (format, value) => {
  expect(identifyInventoryBytes(encodeUtf8(JSON.stringify(value)))).toBe(format);
  expect(parse(value)).toMatchObject({ format, components: [] });
});

test.each([
  [{ bomFormat: 'CycloneDX', components: [{ name: 'a' }], platform: { model: 'x' } }],
  [{ platform: { model: 'x' } }],
  [{ components: [{ name: 'a' }] }],
  [[]],
  ['PLATFORM'],
])('%j is no inventory', (value) => {
  expect(identifyInventoryBytes(encodeUtf8(JSON.stringify(value)))).toBeUndefined();
  expect(codeOf(value)).toBe('unknown-format');
});

test('an inventory is never more than self-asserted', () => {
  const inventory = parseInventory(makeInventory({ components: [{ manufacturer: 'A', model: 'B' }], platform: { model: 'X1' } }));
  expect(verifyInventory(inventory).map(({ id, status }) => `${id} ${status}`)).toEqual(['structure pass', 'origin unknown']);
  expect(REQUIRED_CHECKS).toEqual(['structure']);
});

test('an inventory without components, or with a nameless one, has no sound structure', () => {
  const status = (rows: readonly unknown[]) => verifyInventory(parse({ PLATFORM: { PLATFORMMODEL: 'X1' }, COMPONENTS: rows }))[0]?.status;
  expect(status([])).toBe('fail');
  expect(status([{ MODEL: 'B' }, { REVISION: '1' }])).toBe('fail');
  expect(status([[{ traitId: '1.2' }]])).toBe('unknown');
});

test('it is described in one line, with hostile characters made visible', () => {
  const bytes = makeInventory({ platform: { manufacturer: 'Acme\u202E', model: 'X1', serial: 'P1' }, components: [{ model: 'B' }] });
  expect(describeInventory(parseInventory(bytes))).toBe('paccor inventory of Acme\\u{202E} X1, serial P1: 1 component');
});
test.each([
  ['dell-bios', 'dell-bios'],
  ['hex', 'hex'],
  ['unknown', undefined],
  ['plain', undefined],
  [undefined, undefined],
])('fwupd says how a version counts: %s', (VersionFormat, versionScheme) => {
  const row = { DeviceId: 'a', Name: 'System Firmware', Vendor: 'Pomelo', Plugin: 'uefi_capsule', Version: '0x10700', VersionFormat };
  const [firmware] = parse({ Devices: [row] }).components;
  expect(firmware).toMatchObject({ revision: '0x10700', category: 'firmware' });
  expect(firmware?.versionScheme).toBe(versionScheme);
});

test('a list of which every row has a status, or that removes a part, is the input of a delta, and says so', () => {
  const of = (...statuses: readonly (string | undefined)[]) => {
    const rows = statuses.map((STATUS, index) => ({ MANUFACTURER: 'A', MODEL: `M${index}`, STATUS }));
    return parse({ PLATFORM: { PLATFORMMODEL: 'X1' }, COMPONENTS: rows }).warnings.map(({ code }) => code);
  };
  expect(of('modified', 'added')).toContain('delta-input');
  expect(of('removed', undefined)).toContain('delta-input');
  expect(of('added', undefined)).not.toContain('delta-input');
  expect(of(undefined)).not.toContain('delta-input');
});

import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import type { ParseErrorCode } from '#lib/encoding/parse-error.ts';
import { makeHbom, type SampleBom, type SamplePart } from '#lib/testing/boms.ts';
import { parseCycloneDx } from './parse.ts';
import type { CycloneDxBom } from './types.ts';

const DIMM: SamplePart = {
  model: 'M393A4K40DB3',
  manufacturer: 'Samsung',
  serial: 'S-0001',
  revision: 'r1 ',
  slot: 'DIMM A1',
  class: { registry: '2.23.133.18.3.1', value: '00060004' },
  manufacturerId: '1.3.6.1.4.1.236',
  fieldReplaceable: true,
};
const NIC: SamplePart = {
  model: 'X710',
  manufacturer: 'Intel',
  addresses: [
    { kind: 'ethernet-mac', value: '3C:FD:FE:00:00:01' },
    { kind: 'bluetooth-mac', value: '3C:FD:FE:00:00:02' },
  ],
  properties: { 'cdx:device:function': 'Ethernet controller' },
};
const FIRMWARE: SamplePart = { type: 'firmware', model: 'UEFI', revision: '2.1', hashes: { 'sha-256': 'AB'.repeat(32) } };
const SAMPLE: SampleBom = {
  subject: { model: 'Server One', manufacturer: 'Northwind', serial: 'NW-1', revision: 'A' },
  components: [DIMM, NIC, { model: 'Board', manufacturer: 'Northwind', parts: [FIRMWARE] }],
  serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  timestamp: '2026-01-02T03:04:05Z',
};

function parseObject(bom: object): CycloneDxBom {
  return parseCycloneDx(encodeUtf8(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...bom })));
}

function digestOf(change: Partial<SampleBom>): string {
  return parseCycloneDx(makeHbom({ ...SAMPLE, ...change })).digest;
}

test('a certified part survives the way into an HBOM and back, field by field', () => {
  const [dimm, nic] = parseCycloneDx(makeHbom(SAMPLE)).components;
  const { model, manufacturer, serial, revision, slot, manufacturerId, fieldReplaceable } = DIMM;
  expect(dimm).toMatchObject({ model, manufacturer, serial, revision, slot, manufacturerId, fieldReplaceable, class: DIMM.class });
  expect(dimm).toMatchObject({ category: 'memory', type: 'device', path: 'components[0]', bomRef: 'part-1', status: null });
  expect(nic).toMatchObject({ addresses: NIC.addresses, category: 'network', class: null, serial: null, fieldReplaceable: null });
});

test('parts inside parts follow their parent, with their path', () => {
  const components = parseCycloneDx(makeHbom(SAMPLE)).components;
  expect(components.map(({ path }) => path)).toEqual(['components[0]', 'components[1]', 'components[2]', 'components[2].components[0]']);
  expect(components[3]).toMatchObject({ category: 'firmware', revision: '2.1', hashes: { 'sha-256': 'ab'.repeat(32) } });
});

test('what the environment provides is told, with the range of its versions, and a changed range is another set', () => {
  const of = (versionRange: string, isExternal = true) =>
    parseObject({
      specVersion: '1.7',
      components: [
        { type: 'firmware', name: 'Boot loader', versionRange, isExternal },
        { type: 'device', name: 'Board' },
      ],
    });
  const bom = of('vers:generic/>=1|<2');
  expect(bom.problems).toEqual([]);
  expect(bom.components).toMatchObject([{ isExternal: true, revision: 'vers:generic/>=1|<2' }, { model: 'Board' }]);
  expect(bom.components[1]).not.toHaveProperty('isExternal');
  expect(bom.warnings.map(({ code }) => code)).toContain('external-component');
  expect(new Set([bom, of('vers:generic/>=1|<3'), of('vers:generic/>=1|<2', false)].map(({ digest }) => digest)).size).toBe(3);
});

test('parts that stand inside the subject are parts as well', () => {
  const bom = parseObject({ metadata: { component: { type: 'device', name: 'S', components: [{ type: 'device', name: 'hidden' }] } } });
  expect(bom.components).toMatchObject([{ model: 'hidden', path: 'metadata.component.components[0]' }]);
});

test('the subject is the platform that the BOM is about', () => {
  expect(parseCycloneDx(makeHbom(SAMPLE)).subject).toEqual({
    manufacturer: 'Northwind',
    model: 'Server One',
    version: 'A',
    serial: 'NW-1',
    type: 'device',
    bomRef: 'subject',
    properties: [{ name: 'cdx:device:serialNumber', value: 'NW-1' }],
  });
});

test('who made the BOM is not taken for who made the device', () => {
  const component = { type: 'device', name: 'S' };
  expect(parseObject({ metadata: { component, manufacturer: { name: 'Scanner Inc' } } }).subject?.manufacturer).toBeNull();
  expect(parseObject({ metadata: { component, manufacture: { name: 'Northwind' } } }).subject?.manufacturer).toBe('Northwind');
});

test.each([
  [{ manufacturer: { name: 'M' }, supplier: { name: 'S' }, publisher: 'P' }, 'M'],
  [{ supplier: { name: 'S' }, publisher: 'P' }, 'S'],
  [{ publisher: 'P' }, 'P'],
  [{ group: 'G' }, ''],
])('the manufacturer of %o is %s', (members, manufacturer) => {
  expect(parseObject({ components: [{ type: 'device', name: 'x', ...members }] }).components[0]?.manufacturer).toBe(manufacturer);
});

test('order, references, timestamp and serial number of the BOM do not change the digest', () => {
  const components = [{ ...NIC, bomRef: 'other' }, ...SAMPLE.components.filter((part) => part !== NIC)].reverse();
  const serialNumber = 'urn:uuid:00000000-0000-4000-8000-000000000002';
  expect(digestOf({ components, serialNumber, timestamp: '2027-01-01T00:00:00Z' })).toBe(digestOf({}));
});

test.each<[string, Partial<SamplePart>]>([
  ['serial number', { serial: 'S-0002' }],
  ['slot', { slot: 'DIMM A2' }],
  ['quantity', { quantity: 2 }],
  ['package URL', { purl: 'pkg:generic/x@1' }],
  ['group', { group: 'com.samsung' }],
])('another %s of one part changes the digest', (_, change) => {
  expect(digestOf({ components: [{ ...DIMM, ...change }] })).not.toBe(digestOf({ components: [DIMM] }));
});

test('a quantity without serial numbers stays one component', () => {
  const components = [{ model: 'SATA connector', manufacturer: '3M', quantity: 8 }];
  expect(parseCycloneDx(makeHbom({ ...SAMPLE, components })).components).toMatchObject([{ quantity: 8, model: 'SATA connector' }]);
});

test('a BOM is complete only when it says so for the subject and for every device with parts', () => {
  const compositions = (assemblies: string[], aggregate = 'complete') => ({
    metadata: { component: { type: 'device', name: 'S', 'bom-ref': 's' } },
    components: [{ type: 'device', name: 'b', 'bom-ref': 'b', components: [{ type: 'device', name: 'c' }] }],
    compositions: [{ aggregate, assemblies }],
  });
  expect(parseObject(compositions(['s', 'b'])).completeness).toBe('complete');
  expect(parseObject(compositions(['s'])).completeness).toBe('unknown');
  expect(parseObject(compositions(['b'])).completeness).toBe('unknown');
  expect(parseObject(compositions(['s'], 'incomplete_third_party_only')).completeness).toBe('incomplete');
  expect(parseObject({}).completeness).toBe('unknown');
});

test('tools are read from the list of 1.4 and from the components of 1.5', () => {
  expect(parseObject({ specVersion: '1.4', metadata: { tools: [{ vendor: 'v', name: 'scan', version: '1' }] } }).tools).toEqual([
    { name: 'scan', version: '1' },
  ]);
  expect(parseObject({ metadata: { tools: { components: [{ type: 'application', name: 'scan' }] } } }).tools).toEqual([
    { name: 'scan', version: null },
  ]);
});

test('a BOM that its schema refuses is read all the same, and every error is told', () => {
  const components = [
    { type: 'hardware', name: 'M8', version: 2, manufacturer: 'u-blox' },
    { type: 'device', name: 'X', surprise: 1 },
  ];
  const bom = parseObject({ specVersion: '1.4', components });
  expect(bom.schemaValid).toBe(false);
  expect(bom.components).toMatchObject([{ manufacturer: 'u-blox', revision: '2' }, { model: 'X' }]);
  const paths = bom.problems.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['components[0].type', 'components[0].version', 'components[0]', 'components[1]']));
  expect(bom.warnings.map(({ code }) => code)).toEqual(['read-as-text', 'organization-as-text', 'unknown-type', 'no-serial-number']);
});

test('a wrong bomFormat is a problem and no refusal', () => {
  const bom = parseObject({ bomFormat: 'AnotherFormat' });
  expect(bom).toMatchObject({ schemaValid: false, problems: [{ code: 'schema', path: 'bomFormat' }] });
});

test.each<[string, string, ParseErrorCode]>([
  ['version 1.1', '{"bomFormat":"CycloneDX","specVersion":"1.1"}', 'unsupported-version'],
  ['version 1.8', '{"bomFormat":"CycloneDX","specVersion":"1.8"}', 'unsupported-version'],
  ['version 2.0', '{"specFormat":"CycloneDX","specVersion":"2.0"}', 'unsupported-version'],
  ['no version', '{"bomFormat":"CycloneDX"}', 'unsupported-version'],
  [
    'XML of a version that is still to come',
    '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/2.0"/>',
    'unsupported-version',
  ],
  ['protobuf', '\n\u00031.6\u0010\u0001', 'unsupported-version'],
  ['SPDX in tag-value form', 'SPDXVersion: SPDX-2.3\n', 'unsupported-version'],
  ['other JSON', '{"name":"x"}', 'unknown-format'],
  ['a JSON list', '[{"bomFormat":"CycloneDX","specVersion":"1.6"}]', 'bad-value'],
  ['nothing', '', 'empty-file'],
])('%s is refused with its reason', (_, text, code) => {
  expect(() => parseCycloneDx(encodeUtf8(text))).toThrow(expect.objectContaining({ code }));
});

import { describe, expect, test } from 'vitest';
import { parseInventory } from './parse.ts';

const SMBIOS = '2.23.133.18.3.3';
const category = (n: number): string => `2.23.133.19.2.${n}`;
const PLATFORM = { PLATFORMMANUFACTURERSTR: 'Pomelo', PLATFORMMODEL: 'Server 9', PLATFORMVERSION: '1', PLATFORMSERIAL: 'P-1' };
const MODULE = {
  class: { registry: SMBIOS, value: '0011001A' },
  manufacturer: 'Kumquat',
  model: 'KM-16G',
  serial: 'KM1',
  revision: '01',
  fieldReplaceable: true,
  category: 'memory',
};
const TRAITS = [
  { traitRegistry: SMBIOS, COMPONENTCLASS: '0011001A' },
  { traitCategory: category(8), traitRegistry: SMBIOS, utf8: 'Kumquat' },
  { traitCategory: category(9), traitRegistry: SMBIOS, UTF8: 'KM-16G' },
  { traitId: '2.23.133.19.1.18', traitCategory: category(10), traitRegistry: SMBIOS, traitValue: 'KM1' },
  { TRAITCATEGORY: category(13), TRAITREGISTRY: SMBIOS, UTF8STRING: '01' },
  { traitCategory: category(14), traitRegistry: SMBIOS, bool: 'true' },
];
const IDENTIFIER = {
  COMPONENTCLASS: { COMPONENTCLASSREGISTRY: SMBIOS, COMPONENTCLASSVALUE: '0011001A' },
  MANUFACTURER: 'Kumquat',
  MODEL: 'KM-16G',
  SERIAL: 'KM1',
  REVISION: '01',
  FIELDREPLACEABLE: 'true',
};
/** A member around each value, and base64 for octets, as newer writers have them. */
const WRAPPED = {
  componentIdentifierV11: {
    traitId: { oid: '2.23.133.19.1.5' },
    traitCategory: { oid: category(26) },
    traitRegistry: { oid: '2.23.133.19.3.1' },
    description: { string: 'SMBIOS' },
    traitValue: {
      componentClass: { componentClassRegistry: { oid: SMBIOS }, componentClassValue: { base64: 'ABEAGg==' } },
      componentManufacturer: { string: 'Kumquat' },
      componentModel: { string: 'KM-16G' },
      componentSerial: { string: 'KM1' },
      componentRevision: { string: '01' },
      fieldReplaceable: { bool: true },
    },
  },
};

const read = (components: readonly unknown[], platform: object = PLATFORM) =>
  parseInventory(new TextEncoder().encode(JSON.stringify({ PLATFORM: platform, COMPONENTS: components })));

describe('a component', () => {
  test.each<[string, unknown]>([
    ['a list of traits', TRAITS],
    ['traits in a member', { TRAITS }],
    ['members, and traits for the rest', { MANUFACTURER: 'Kumquat', MODEL: 'KM-16G', TRAITS: [TRAITS[0], ...TRAITS.slice(3)] }],
    ['one identifier of 1.1 among traits', { TRAITS: [{ COMPONENTIDENTIFIERV11: IDENTIFIER }] }],
    ['one identifier of 1.1 as the value of a trait', [{ traitCategory: category(26), traitValue: IDENTIFIER }]],
    ['one identifier of 1.1 as a member', { COMPONENTIDENTIFIERV11: IDENTIFIER }],
    ['one identifier of 1.1 with a member around each value', WRAPPED],
  ])('given as %s is the same part, and its row is kept', (_, component) => {
    const { components, warnings } = read([component]);
    expect(components).toMatchObject([{ ...MODULE, raw: component }]);
    expect(warnings).toEqual([]);
  });

  test('says where each field stands', () => {
    const [component] = read([{ MODEL: 'KM-16G', TRAITS }]).components;
    expect(component?.from).toMatchObject({ model: 'MODEL', manufacturer: 'TRAITS[1].utf8', serial: 'TRAITS[3].traitValue' });
  });

  test('of which two traits say one thing keeps the first, and what has no place is counted', () => {
    const { components, warnings } = read([
      [...TRAITS, { traitCategory: category(10), utf8: 'KM2' }, { traitCategory: category(40), countryOfOrigin: {} }],
    ]);
    expect(components).toMatchObject([{ serial: 'KM1' }]);
    expect(warnings.map(({ code, path }) => [code, path])).toEqual([
      ['duplicate-trait', 'COMPONENTS[0]'],
      ['traits-not-read', 'COMPONENTS[0]'],
    ]);
  });

  test('has its addresses, place and status from traits', () => {
    const traits = [
      ...TRAITS,
      { traitCategory: category(29), networkMAC: { ETHERNETMAC: '00005E005301' } },
      { networkMAC: { addressType: '2.23.133.17.3', addressValue: '00005E005302' } },
      { traitCategory: category(12), utf8: 'DIMM A1' },
      { STATUS: 'removed' },
    ];
    expect(read([traits]).components).toMatchObject([
      {
        addresses: [
          { kind: 'ethernet-mac', value: '00005E005301' },
          { kind: 'bluetooth-mac', value: '00005E005302' },
        ],
        slot: 'DIMM A1',
        status: 'removed',
      },
    ]);
  });

  test('that is no object, and more traits than are read, are refused with their place', () => {
    expect(() => read(['text'])).toThrowError(expect.objectContaining({ code: 'bad-value', path: 'COMPONENTS[0]' }));
    expect(() => read([{ TRAITS: Array.from({ length: 257 }, () => ({})) }])).toThrowError(
      expect.objectContaining({ code: 'too-many', path: 'COMPONENTS[0].TRAITS' }),
    );
  });
});

test('a platform that traits name is the platform', () => {
  const values = ['Pomelo', 'Server 9', '1', 'P-1'];
  const traits = values.map((utf8, index) => ({ traitCategory: category(index + 1), traitRegistry: SMBIOS, utf8 }));
  expect(read([], { TRAITS: traits }).platform).toEqual({ manufacturer: 'Pomelo', model: 'Server 9', version: '1', serial: 'P-1' });
});

test.each([{ PLATFORM: {}, COMPONENTS: [TRAITS] }, { COMPONENTS: [{ TRAITS }] }, { COMPONENTS: [{ COMPONENTIDENTIFIERV11: IDENTIFIER }] }])(
  'a file is told by its traits alone, whatever its platform',
  (file) => {
    expect(parseInventory(new TextEncoder().encode(JSON.stringify(file)))).toMatchObject({ format: 'paccor', components: [MODULE] });
  },
);

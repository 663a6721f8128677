import { expect, test } from 'vitest';
import { makeUnit } from '#lib/testing/units.ts';
import { CLASS_REGISTRY } from './class-registry.ts';
import { diffUnits } from './diff.ts';
import { matchUnits } from './match.ts';

const tcg = (value: string) => ({ registry: CLASS_REGISTRY.tcg, value });
const smbios = (value: string) => ({ registry: CLASS_REGISTRY.smbios, value });
const CERTIFIED = [
  makeUnit({ category: 'chassis', class: tcg('00020016'), manufacturer: 'Pomelo', model: '23', serial: 'P-1' }),
  makeUnit({ category: 'processor', class: tcg('00010002'), manufacturer: 'Intel', model: '179', revision: 'Core 9 @ 2.00GHz' }),
  makeUnit({ category: 'firmware', class: tcg('00130003'), manufacturer: 'Pomelo', model: 'Not Specified', revision: '1.2.3' }),
];
const SEEN = [
  makeUnit({ category: 'chassis', class: smbios('00030017'), manufacturer: 'Pomelo', model: '17', serial: 'P-1' }),
  makeUnit({ category: 'processor', class: smbios('00040003'), manufacturer: 'Intel', model: 'B3', revision: 'Core 9 @ 2.00GHz' }),
  makeUnit({ category: 'firmware', class: smbios('00000109'), manufacturer: 'Pomelo', model: '1.2.3', revision: '0511' }),
];
const kinds = (before: typeof SEEN, after: typeof SEEN) => diffUnits({ before, after }).map(({ kind }) => kind);

test('codes of the SMBIOS registry are no models beside another registry, and the equality names the rule', () => {
  expect(kinds(CERTIFIED, SEEN).filter((kind) => !['same', 'attribute-only'].includes(kind))).toEqual([]);
  for (const { equalBy } of matchUnits({ expected: CERTIFIED, observed: SEEN }).pairs) expect(equalBy).toContain('registry-differs');
});

test('another version of the firmware is a change, wherever it stands', () => {
  const later = SEEN.map((unit) => (unit.category === 'firmware' ? { ...unit, model: '1.3.0' } : unit));
  expect(kinds(CERTIFIED, later)).toContain('firmware-changed');
});

test('another serial or another processor stays another part', () => {
  const swapped = SEEN.map((unit) => (unit.category === 'chassis' ? { ...unit, serial: 'P-2' } : unit));
  expect(kinds(CERTIFIED, swapped)).toContain('component-replaced');
  const slower = SEEN.map((unit) => (unit.category === 'processor' ? { ...unit, revision: 'Core 3 @ 1.00GHz' } : unit));
  expect(kinds(CERTIFIED, slower).filter((kind) => kind !== 'same')).not.toEqual([]);
});

test('two tables of the SMBIOS registry are compared with their codes', () => {
  const other = SEEN.map((unit) => (unit.category === 'processor' ? { ...unit, model: 'CD' } : unit));
  expect(kinds(SEEN, SEEN)).toEqual(['same', 'same', 'same']);
  expect(kinds(SEEN, other)).toContain('component-removed');
});

test.each([
  [
    'by its name, as lshw has it',
    makeUnit({ category: 'processor', manufacturer: 'Intel', model: 'Core 9 @ 2.00GHz', revision: '6.85.7' }),
  ],
  [
    'by its identifier',
    makeUnit({
      category: 'processor',
      class: tcg('00010002'),
      manufacturer: 'Intel',
      model: '54060500FFFBEBBF',
      revision: 'Core 9 @ 2.00GHz',
    }),
  ],
])('a processor %s is the one that the SMBIOS registry codes', (_, unit) => {
  const [certified] = SEEN.filter(({ category }) => category === 'processor');
  if (certified === undefined) throw new Error('no processor');
  expect(['same', 'attribute-only']).toContain(diffUnits({ before: [certified], after: [unit] })[0]?.kind);
  expect(kinds([certified], [{ ...unit, model: 'Core 3', revision: 'Core 3' }])).not.toContain('same');
});

test('a TPM is one whether its maker is named or coded; another maker, and a second TPM, are none', () => {
  const coded = (manufacturer: string) =>
    makeUnit({ category: 'security-module', class: smbios('002B0000'), manufacturer, model: '0200', revision: '73.20' });
  const named = (manufacturer: string, over = {}) =>
    makeUnit({
      category: 'security-module',
      class: tcg('00040009'),
      manufacturer,
      model: 'Trusted Platform Module',
      revision: '73.20.44A01A1C',
      ...over,
    });
  for (const maker of ['STM ', 'id:53544D20']) expect(kinds([named(maker)], [coded('53544D20')])).toEqual(['attribute-only']);
  expect(kinds([named('STM')], [coded('49465800')])).toEqual(['component-removed', 'component-added']);
  expect(kinds([named('STM')], [coded('53544D20'), coded('53544D20')])).toContain('component-added');
  expect(kinds([named('STM', { serial: 'A' })], [coded('53544D20')])).toEqual(['serial-unconfirmed']);
  expect(kinds([named('STM')], [named('STM', { model: 'Another' })])).not.toContain('attribute-only');
});

test('a processor that a certificate of the TCG registry tells by its family is the one that lshw names', () => {
  const processor = (over: Partial<(typeof CERTIFIED)[number]>) => makeUnit({ category: 'processor', manufacturer: 'Intel', ...over });
  const certified = processor({ class: tcg('00010002'), model: '179', revision: 'Core 9 @ 2.00GHz' });
  const seen = processor({ model: 'Core 9 @ 2.00GHz', revision: '6.85.7' });
  expect(['same', 'attribute-only']).toContain(diffUnits({ before: [certified], after: [seen] })[0]?.kind);
  expect(matchUnits({ expected: [certified], observed: [seen] }).pairs[0]?.equalBy).toContain('registry-differs');
  // Another name is another processor, and so is one that only a code tells.
  for (const other of [
    { ...seen, model: 'Core 3 @ 1.00GHz' },
    { ...seen, manufacturer: 'AMD' },
  ])
    expect(kinds([certified], [other])).not.toContain('same');
  for (const revision of [null, '', 'Not Specified', '7'])
    expect(kinds([{ ...certified, revision }], [seen]), `${revision}`).toEqual(expect.arrayContaining(['component-removed']));
  // Two certificates are compared by their codes.
  expect(kinds([certified], [{ ...certified, model: '205' }])).not.toContain('same');
});

test('a processor whose model says nothing is known by the name that stands as its version', () => {
  const seen = (revision: string) => makeUnit({ category: 'processor', manufacturer: 'Intel', model: 'To Be Filled By O.E.M.', revision });
  const [coded] = SEEN.filter(({ category }) => category === 'processor');
  const [certified] = CERTIFIED.filter(({ category }) => category === 'processor');
  if (coded === undefined || certified === undefined) throw new Error('no processor');
  for (const unit of [coded, certified]) {
    expect(kinds([unit], [seen('Core 9 @ 2.00GHz')])[0]).toMatch(/same|attribute-only/);
    expect(kinds([unit], [seen('Core 3 @ 1.00GHz')])).toEqual(['component-removed', 'component-added']);
  }
});

import { describe, expect, test } from 'vitest';
import { beginSpending } from '#lib/testing/processor-time.ts';
import { makeUnit } from '#lib/testing/units.ts';
import { CLASS_REGISTRY } from './class-registry.ts';
import { diffUnits } from './diff.ts';
import { matchUnits } from './match.ts';
import type { Unit } from './types.ts';

/** The only pair of a matching of one unit with one unit; undefined when they were not paired. */
function pairOf(expected: Partial<Unit>, observed: Partial<Unit>) {
  return matchUnits({ expected: [makeUnit(expected)], observed: [makeUnit(observed)] }).pairs[0];
}

test('manufacturer, model and serial make one unit, whatever else changed', () => {
  const pair = pairOf({ serial: 'S1', revision: '1', slot: 'A1' }, { serial: 'S1', revision: '2', slot: 'A2', category: 'other' });
  expect(pair).toMatchObject({ tier: 'same-unit', certainty: 'certain', differs: ['revision', 'slot'], serial: 'equal' });
});

test('spelling noise is bridged, and the rules are named', () => {
  const pair = pairOf({ manufacturer: 'STM ', serial: 'S1' }, { manufacturer: 'stm', serial: 'S1' });
  expect(pair).toMatchObject({ tier: 'same-unit', differs: [], equalBy: ['case', 'white-space'] });
});

test('a serial that is equal only after folding is probable', () => {
  expect(pairOf({ serial: '29AC274B' }, { serial: '29ac274b' })).toMatchObject({
    tier: 'probable',
    certainty: 'probable',
    equalBy: ['case'],
  });
  expect(pairOf({ serial: 'AB 12' }, { serial: 'AB12' })).toMatchObject({ tier: 'probable', equalBy: ['white-space'] });
});

test('a serial in one category is probable though the manufacturer is spelled otherwise', () => {
  expect(pairOf({ manufacturer: 'Intel', serial: 'S1' }, { manufacturer: 'Intel(R) Corporation', serial: 'S1' })).toMatchObject({
    tier: 'probable',
    differs: ['manufacturer'],
  });
});

test('an address is probable, however it is spelled', () => {
  const addresses = (value: string): Partial<Unit> => ({ category: 'network', addresses: [{ kind: 'ethernet-mac', value }] });
  expect(pairOf({ ...addresses('02:00:00:00:00:01'), model: '' }, { ...addresses('020000000001'), manufacturer: 'Other' })).toMatchObject({
    tier: 'probable',
    equalBy: ['separators'],
  });
});

test('a contradicting serial beats an equal address', () => {
  const addresses = [{ kind: 'ethernet-mac', value: '020000000001' }];
  expect(pairOf({ addresses, serial: 'S1' }, { addresses, serial: 'S2' })).toMatchObject({ tier: 'replaced', serial: 'differs' });
});

test('a contradicting model beats an equal serial', () => {
  expect(pairOf({ serial: 'S1', model: 'M1' }, { serial: 'S1', model: 'M2' })).toBeUndefined();
});

test('a part that is expected by its maker alone is one of that maker and kind, as many as there are', () => {
  const kindsOf = (before: readonly Partial<Unit>[], after: readonly Partial<Unit>[]) =>
    diffUnits({ before: before.map((unit) => makeUnit(unit)), after: after.map((unit) => makeUnit(unit)) }).map(({ kind }) => kind);
  const plain: Partial<Unit> = { manufacturer: 'Micron', model: 'Not Specified', serial: '00000000' };
  const full = (serial: string | null): Partial<Unit> => ({ manufacturer: 'Micron', model: '8ATF1G64HZ', serial });
  expect(kindsOf([plain, plain], [full(null), full(null)])).toEqual(['attribute-only', 'attribute-only']);
  expect(kindsOf([full(null)], [plain])).toEqual(['component-removed', 'component-added']);
  expect(kindsOf([plain], [full('S1'), full('S2')])).toEqual(['attribute-only', 'component-added']);
  expect(kindsOf([{ ...plain, serial: 'S1' }], [full(null)])).toEqual(['serial-unconfirmed']);
  expect(kindsOf([{ ...plain, serial: 'S1' }], [full('S2')])).not.toContain('attribute-only');
  expect(kindsOf([plain], [{ ...full(null), manufacturer: 'Hynix' }])).toEqual(['component-removed', 'component-added']);
  expect(kindsOf([plain], [{ ...full(null), category: 'board' }])).toEqual(['component-removed', 'component-added']);
});

test('two placeholders are no serial', () => {
  const pair = pairOf({ serial: '00000000' }, { serial: 'To Be Filled By O.E.M.' });
  expect(pair).toMatchObject({ tier: 'product', certainty: 'position', serial: 'none', equalBy: ['placeholder'], differs: [] });
});

test('one side without a serial is one-sided, in both directions', () => {
  expect(pairOf({ serial: 'S1' }, { serial: null })).toMatchObject({ tier: 'serial-one-sided', serial: 'only-expected' });
  expect(pairOf({ serial: 'Unknown' }, { serial: 'S1' })).toMatchObject({ tier: 'serial-one-sided', serial: 'only-observed' });
});

test('equal units without serials are counted, and named indistinguishable', () => {
  const dimm = makeUnit({ serial: '00000000' });
  const matching = matchUnits({ expected: [dimm, dimm], observed: [dimm, dimm, dimm] });
  expect(matching.pairs.map(({ indistinguishable }) => indistinguishable)).toEqual([true, true]);
  expect(matching).toMatchObject({ added: [dimm], removed: [] });
  expect(matchUnits({ expected: [dimm], observed: [dimm] }).pairs[0]?.indistinguishable).toBe(false);
});

test('class codes that drift don’t part a unit without serial', () => {
  const bmc = (value: string, category: Unit['category']): Partial<Unit> => ({
    class: { registry: CLASS_REGISTRY.tcg, value },
    category,
    model: 'iLO',
  });
  expect(pairOf(bmc('00060003', 'memory'), bmc('00050012', 'controller'))).toMatchObject({ tier: 'product', differs: ['class'] });
});

test('hardware never becomes firmware by its name alone', () => {
  expect(pairOf({ category: 'board' }, { category: 'firmware' })).toBeUndefined();
});

test('firmware matches by role and manufacturer when it is the only one', () => {
  const bios = (value: string, revision: string, model = 'Not Specified'): Partial<Unit> => ({
    class: { registry: CLASS_REGISTRY.tcg, value },
    category: 'firmware',
    model,
    revision,
  });
  expect(pairOf(bios('00130003', '1.5.3'), bios('00130002', '1.6.0'))).toMatchObject({ tier: 'firmware', differs: ['revision', 'class'] });
  expect(pairOf(bios('00130003', '1', 'U32'), bios('00130003', '2', 'U46'))?.tier).toBe('firmware');
  const two = [makeUnit(bios('00130003', '2')), makeUnit(bios('00130003', '3'))];
  expect(matchUnits({ expected: [makeUnit(bios('00130003', '1'))], observed: two })).toMatchObject({ pairs: [{ tier: 'replaced' }] });
});

test('firmware of different roles is not one firmware', () => {
  const firmware = (value: string): Partial<Unit> => ({ class: { registry: CLASS_REGISTRY.tcg, value }, category: 'firmware', model: '' });
  expect(pairOf({ ...firmware('00130003'), revision: '1' }, { ...firmware('00130007'), revision: '2', model: 'x' })).toBeUndefined();
});

test('another unit in the same slot has replaced the first', () => {
  const pair = pairOf({ slot: 'A1', model: 'M1', serial: 'S1' }, { slot: 'A1', model: 'M2', serial: 'S2', manufacturer: 'Other' });
  expect(pair).toMatchObject({ tier: 'replaced', certainty: 'position' });
});

test('units of unknown model but different revision are replaced, not changed', () => {
  expect(pairOf({ model: 'Not Specified', revision: 'A' }, { model: 'Not Specified', revision: 'B' })?.tier).toBe('replaced');
});

test('the slot decides between equal units without serials', () => {
  const at = (slot: string, revision: string): Unit => makeUnit({ slot, revision });
  const matching = matchUnits({ expected: [at('A1', '1'), at('A2', '1')], observed: [at('A2', '2'), at('A1', '2')] });
  expect(matching.pairs.map(({ expected, observed }) => [expected.slot, observed.slot])).toEqual([
    ['A1', 'A1'],
    ['A2', 'A2'],
  ]);
});

test('vital product data counts only where both sides can read it', () => {
  const nic = (manufacturer: string, model: string, serial: string): Unit =>
    makeUnit({ class: { registry: CLASS_REGISTRY.pcie, value: '00020000' }, category: 'network', manufacturer, model, serial });
  const full = nic('8086:8086:Intel', '1572:0001:X710', '0123456789ABCDEF:SN1');
  const bare = nic('8086:8086:', '1572:0001:', '0123456789ABCDEF:');
  expect(matchUnits({ expected: [full], observed: [bare] }).pairs[0]).toMatchObject({
    tier: 'same-unit',
    differs: [],
    equalBy: ['vpd-missing'],
  });
  const swapped = nic('8086:8086:Intel', '1572:0001:X710', '0123456789ABCDEF:SN2');
  expect(matchUnits({ expected: [full], observed: [swapped] }).pairs[0]).toMatchObject({ serial: 'differs', tier: 'replaced' });
  const serialInVpd = nic('8086:8086:Intel', '1572:0001:X710', ':SN1');
  expect(matchUnits({ expected: [serialInVpd], observed: [nic('8086:8086:', '1572:0001:', ':')] }).pairs[0]?.serial).toBe('only-expected');
});

test('two purls that differ are two things of one name', () => {
  const library = (purl: string) => ({
    ...makeUnit({ category: 'software', manufacturer: '', model: 'left-pad', revision: '1' }),
    purl,
    group: null,
  });
  expect(matchUnits({ expected: [library('pkg:npm/left-pad@1')], observed: [library('pkg:pypi/left-pad@1')] }).pairs).toEqual([]);
  expect(matchUnits({ expected: [library('pkg:npm/left-pad@1')], observed: [library('pkg:npm/left-pad@2')] }).pairs[0]).toMatchObject({
    differs: ['purl'],
  });
});

test('ten thousand units a side are matched in seconds, equal or not', () => {
  const side = (serialPrefix: string, model: string): readonly Unit[] =>
    Array.from({ length: 10_000 }, (_, index) =>
      makeUnit({
        model,
        serial: index % 2 === 0 ? `${serialPrefix}${index}` : null,
        addresses: [{ kind: 'ethernet-mac', value: '020000000001' }],
      }),
    );
  const spent = beginSpending();
  expect(matchUnits({ expected: side('A', 'M'), observed: side('A', 'M') }).pairs).toHaveLength(10_000);
  expect(matchUnits({ expected: side('A', 'M'), observed: side('B', 'M') }).pairs).toHaveLength(10_000);
  expect(matchUnits({ expected: side('A', 'M'), observed: side('B', 'N') }).pairs).toHaveLength(0);
  expect(spent()).toBeLessThan(10_000);
});

describe('addresses of two units of one product', () => {
  const card = (...values: readonly string[]): Partial<Unit> => ({
    category: 'network',
    addresses: values.map((value) => ({ kind: 'ethernet-mac', value })),
  });
  const [A, B, C] = ['B4:96:91:00:00:01', 'B4:96:91:00:00:02', 'B4:96:91:00:00:03'] as const;
  const kindsOf = (before: readonly Partial<Unit>[], after: readonly Partial<Unit>[]) =>
    diffUnits({ before: before.map((unit) => makeUnit(unit)), after: after.map((unit) => makeUnit(unit)) }).map(({ kind }) => kind);

  test('tell another unit where none is common, and the same one where one is', () => {
    expect(kindsOf([card(A)], [card(B)])).toEqual(['component-replaced']);
    expect(kindsOf([{ ...card(A), serial: 'S' }], [card(B)])).toEqual(['component-replaced']);
    expect(kindsOf([card(A, B)], [card(B, C)])).toEqual(['attribute-only']);
    expect(kindsOf([card(A), card(B)], [card(B), card(C)])).toEqual(['component-replaced', 'same']);
    expect(kindsOf([{ ...card(A), serial: 'S' }], [{ ...card(B), serial: 'S' }])).toEqual(['attribute-only']);
    expect(kindsOf([card(A)], [card()])).toEqual(['serial-unconfirmed']);
    expect(kindsOf([card()], [card(A)])).toEqual(['attribute-only']);
    expect(kindsOf([{ ...card(A), serial: 'S' }], [{ ...card(), serial: 'S' }])).toEqual(['attribute-only']);
    expect(kindsOf([card('6A:00:00:00:00:01')], [card()])).toEqual(['attribute-only']);
  });

  test('tell nothing where software made one up, or several units have it', () => {
    expect(kindsOf([card(A)], [card('6A:00:00:00:00:01')])).toEqual(['attribute-only']);
    expect(kindsOf([card(A), card(B)], [card(A), card(A)])).toEqual(['same', 'attribute-only']);
  });

  test('tell units of one product apart that have no serials', () => {
    const pairs = (...values: readonly string[]) =>
      matchUnits({ expected: values.map((value) => makeUnit(card(value))), observed: values.map((value) => makeUnit(card(value))) }).pairs;
    expect(pairs(A, B).map(({ indistinguishable }) => indistinguishable)).toEqual([false, false]);
    expect(pairs('', '').map(({ indistinguishable }) => indistinguishable)).toEqual([true, true]);
  });

  test('are serial numbers where a collector writes them as such, and PCI numbers contradict no name', () => {
    const numbered = { ...card(A), manufacturer: '168C', model: '003E', serial: 'B49691000001' };
    const named = { ...card(A), manufacturer: 'Qualcomm Atheros', model: 'QCA6174' };
    expect(kindsOf([numbered], [named])).toEqual(['attribute-only']);
    for (const serial of ['B49691FFFF000001:', 'B49691FFFE000001'])
      expect(kindsOf([{ ...numbered, manufacturer: '8086:8086:', model: '15D8:0000:', serial }], [named])).toEqual(['attribute-only']);
    expect(kindsOf([{ ...numbered, serial: 'B49691FFFF000001:VPD1' }], [named])).toEqual(['serial-unconfirmed']);
    expect(kindsOf([numbered], [{ ...named, ...card(B) }])).toEqual(['component-removed', 'component-added']);
    expect(kindsOf([numbered], [{ ...numbered, model: '0042' }])).not.toContain('attribute-only');
  });
});

import { expect, test } from 'vitest';
import { baseOf, bomOf, deltaOf, handIn, inventoryOf, STRANGER } from '#lib/testing/device-evidence.ts';
import { artifactId } from '#lib/testing/device-states.ts';
import { base, certified, day, dimm, disk, ek, only, type Part, problems, seen, told } from './testing/one-device.ts';

const bios = (revision: string): Part => ({
  class: { registry: '2.23.133.18.3.1', value: '00130003' },
  manufacturer: 'Pomelo',
  model: 'System firmware',
  serial: null,
  revision,
  category: 'firmware',
});

test('what was certified and seen is the same, and nothing else', () => {
  const device = only([...certified, seen('inventory', [dimm('B'), dimm('A')], day(2))]);
  expect(device.differences.map(({ scope, kind }) => [scope, kind])).toEqual([
    ['conformance', 'same'],
    ['conformance', 'same'],
  ]);
});

test('a part that no certificate lists is an unauthorized addition', () => {
  expect(told(only([...certified, seen('inventory', [dimm('A'), dimm('B'), dimm('X')], day(2))]), 'conformance')).toEqual([
    ['component-added', null, 'X', 'unauthorized'],
  ]);
});

test('a part that a complete source does not list is removed', () => {
  expect(told(only([...certified, seen('inventory', [dimm('A')], day(2))]), 'conformance')).toEqual([
    ['component-removed', 'B', null, 'unauthorized'],
  ]);
});

test('a swapped serial is a replacement', () => {
  expect(told(only([...certified, seen('inventory', [dimm('A'), dimm('X')], day(2))]), 'conformance')).toEqual([
    ['component-replaced', 'B', 'X', 'unauthorized'],
  ]);
});

test('what a source cannot see is not collected, and what it does not claim to list is not reported', () => {
  const withDisk = [handIn(baseOf('base', [dimm('A'), dimm('B'), disk('D')]), day(1)), handIn(ek, day(1))];
  expect(told(only([...withDisk, seen('inventory', [dimm('A'), dimm('B')], day(2))]), 'conformance')).toEqual([
    ['not-collected', 'D', null, null],
  ]);
  const partial = handIn(bomOf('bom', [dimm('A'), disk('D')], { completeness: 'incomplete' }), day(2));
  expect(told(only([...withDisk, partial]), 'conformance')).toEqual([['not-reported', 'B', null, null]]);
});

test('an expected serial that was not read is unconfirmed, and graver when the source read it before', () => {
  const blank = seen('blank', [dimm('A'), dimm('')], day(3));
  const first = only([...certified, blank]);
  expect(told(first, 'conformance')).toEqual([['serial-unconfirmed', 'B', '', 'unauthorized']]);
  expect(first.differences.find(({ kind }) => kind === 'serial-unconfirmed')?.serialReadBefore).toBe(false);
  const again = only([...certified, seen('full', [dimm('A'), dimm('B')], day(2)), blank]);
  expect(again.differences.find(({ scope, kind }) => scope === 'conformance' && kind === 'serial-unconfirmed')?.serialReadBefore).toBe(
    true,
  );
});

test('a serial that no certificate gives is pinned when it is first read, and another one later is a replacement', () => {
  const unserialed = [handIn(baseOf('base', [dimm(null)]), day(1)), handIn(ek, day(1))];
  const learned = only([...unserialed, seen('first', [dimm('A')], day(2))]);
  expect(told(learned, 'conformance')).toEqual([]);
  expect(learned.expected.units.map(({ pinnedSerial }) => pinnedSerial)).toEqual(['A']);
  const swapped = only([...unserialed, seen('first', [dimm('A')], day(2)), seen('second', [dimm('X')], day(3))]);
  expect(told(swapped, 'conformance')).toEqual([['component-replaced', null, 'X', 'unauthorized']]);
});

test('equal parts without serials are the same and said to be indistinguishable', () => {
  const twins = [handIn(baseOf('base', [dimm(null), dimm(null)]), day(1)), handIn(ek, day(1))];
  const device = only([...twins, seen('inventory', [dimm(null), dimm(null)], day(2))]);
  expect(device.differences.map(({ kind, indistinguishable }) => [kind, indistinguishable])).toEqual([
    ['same', true],
    ['same', true],
  ]);
});

test('a drifted class code alone is no difference, and is told', () => {
  const drifted = dimm('B', { class: { registry: '2.23.133.18.3.1', value: '00060001' } });
  const device = only([...certified, seen('inventory', [dimm('A'), drifted], day(2))]);
  expect(device.differences.map(({ kind }) => kind)).toEqual(['same', 'same']);
  expect(device.differences.flatMap(({ equalBy }) => equalBy)).toEqual(['class']);
});

test('the same inventory handed in again after a swap was undone: clean now, two steps in history, and the serial returned', () => {
  const good = inventoryOf('good', [dimm('A'), dimm('B')]);
  const device = only([...certified, handIn(good, day(2)), seen('bad', [dimm('A'), dimm('X')], day(3)), handIn(good, day(4))]);
  expect(told(device, 'conformance')).toEqual([]);
  expect(told(device, 'history')).toEqual([
    ['component-replaced', 'B', 'X', 'unauthorized'],
    ['component-replaced', 'X', 'B', 'unauthorized'],
  ]);
  expect(problems(device)).toEqual(['serial-returned']);
  expect(device.timeline.at(-1)?.title).toContain('the same file handed in again');
});

test('the same inventory handed in again with nothing in between says so', () => {
  const good = inventoryOf('good', [dimm('A'), dimm('B')]);
  const device = only([...certified, handIn(good, day(2)), handIn(good, day(4))]);
  expect(told(device, 'history')).toEqual([]);
  expect(device.timeline.at(-1)?.title).toBe('Inventory by paccor lists 2 parts; 2 times without a change, 2026-03-02 to 2026-03-04');
});

test('a changed firmware version is a firmware change, and a delta that says so explains it', () => {
  const withBios = baseOf('base', [dimm('A'), bios('1.0')]);
  const handed = [
    handIn(withBios, day(1)),
    handIn(ek, day(1)),
    seen('old', [dimm('A'), bios('1.0')], day(2)),
    seen('new', [dimm('A'), bios('2.0')], day(4)),
  ];
  expect(told(only(handed), 'conformance')).toEqual([['firmware-changed', null, null, 'unauthorized']]);
  const explained = only([...handed, handIn(deltaOf('delta', { of: withBios, modified: [bios('2.0')] }), day(3))]);
  expect(told(explained, 'conformance')).toEqual([]);
  expect(told(explained, 'history')).toEqual([['firmware-changed', null, null, 'authorized-by-delta']]);
});

test('without an expected state there is no conformance, and history says that nobody signed', () => {
  const stranger = [handIn(baseOf('base', [dimm('A')], { issuer: STRANGER }), day(1))];
  const device = only([...stranger, seen('1', [dimm('A')], day(2)), seen('2', [dimm('X')], day(3))]);
  expect(told(device, 'conformance')).toEqual([]);
  expect(told(device, 'history')).toEqual([['component-replaced', 'A', 'X', 'unauthorized']]);
});

test('a serial that is blanked and comes back as another is a replacement in history', () => {
  const stranger = [handIn(baseOf('base', [dimm('A')], { issuer: STRANGER }), day(1))];
  const device = only([...stranger, seen('1', [dimm('A')], day(2)), seen('2', [dimm('')], day(3)), seen('3', [dimm('X')], day(4))]);
  expect(told(device, 'history').map(([kind]) => kind)).toEqual(['serial-unconfirmed', 'component-replaced']);
});

test('asked as of a day, later observations and certificates are not there yet', () => {
  const delta = deltaOf('delta', { of: base, added: [dimm('C')], over: { notBefore: day(10) } });
  const handed = [
    ...certified,
    seen('1', [dimm('A'), dimm('B')], day(2)),
    handIn(delta, day(12)),
    seen('2', [dimm('A'), dimm('B'), dimm('C')], day(13)),
  ];
  const then = only(handed, { at: day(5) });
  expect(then.expected.units).toHaveLength(2);
  expect(then.observed?.document.sha256).toBe(artifactId('1'));
  expect(only(handed, { at: day(20) }).expected.units).toHaveLength(3);
});

test('a system that one side lists as a part is the platform that the other names, and no part that left or entered', () => {
  const system = (serial: string | null, over: Part = {}): Part => ({
    class: { registry: '2.23.133.18.3.3', value: '00010000' },
    category: 'chassis',
    manufacturer: 'POMELO',
    model: 'Rack 2',
    serial,
    ...over,
  });
  const box: Part = { class: { registry: '2.23.133.18.3.3', value: '00030017' }, category: 'chassis', model: '17', serial: 'C-1' };
  const listing = (...parts: readonly Part[]) => [handIn(baseOf('listing', parts), day(1)), handIn(ek, day(1))];
  expect(told(only([...listing(box, system('P-100')), seen('plain', [box], day(2))]), 'conformance')).toEqual([]);
  expect(told(only([...listing(box), seen('whole', [box, system('P-100')], day(2))]), 'conformance')).toEqual([]);
  const [row] = only([...listing(box, system('P-100')), seen('plain', [box], day(2))]).differences.filter(
    ({ observed }) => observed === null,
  );
  expect(row).toMatchObject({ kind: 'same', equalBy: ['platform-itself'] });
  const gone = ['component-removed', 'P-999', null, 'unauthorized'];
  expect(told(only([...listing(box, system('P-999')), seen('plain', [box], day(2))]), 'conformance')).toEqual([gone]);
  expect(told(only([...listing(box, system('P-100', { class: null })), seen('plain', [box], day(2))]), 'conformance')).toHaveLength(1);
});

test('sources of which one lists the system as a part do not disagree', () => {
  const system = {
    class: { registry: '2.23.133.18.3.3', value: '00010000' },
    category: 'chassis',
    manufacturer: 'Pomelo',
    model: 'Rack 2',
    serial: 'P-100',
  } as const;
  const box: Part = { category: 'chassis', model: '17', serial: 'C-1' };
  const other = handIn(inventoryOf('other', [box, system], { format: 'intel-dpd' }), day(3));
  expect(problems(only([...certified, seen('plain', [box], day(2)), other]))).not.toContain('sources-disagree');
});

test('a line of a BOM stands for as many units as it says, whatever fills its serial; what the environment provides is none', () => {
  const four = { ...dimm('Not Specified'), quantity: 4 };
  const loader = { ...bios('2'), isExternal: true } as const;
  const device = only([...certified, handIn(bomOf('bom', [four, loader, { ...dimm('A'), quantity: 9 }]), day(2))]);
  expect(device.observed?.units.map(({ category, serial }) => [category, serial])).toEqual([
    ...Array.from({ length: 4 }, () => ['memory', 'Not Specified']),
    ['memory', 'A'],
  ]);
});

test('an interface without a serial is known by its address: another one is another part, and a delta takes the one that it names', () => {
  const card = (value: string): Part => ({
    serial: null,
    category: 'network',
    model: 'X710',
    addresses: [{ kind: 'ethernet-mac', value }],
    class: CARD,
  });
  const [A, B, C] = ['B4:96:91:00:00:01', 'B4:96:91:00:00:02', 'B4:96:91:00:00:03'] as const;
  const cards = baseOf('cards', [card(A), card(B)]);
  const two = [handIn(cards, day(1)), handIn(ek, day(1))];
  const swapped = only([...two, seen('swapped', [card(A), card(C)], day(3))]);
  expect(swapped.differences.map(({ scope, kind }) => [scope, kind])).toEqual([
    ['conformance', 'same'],
    ['conformance', 'component-replaced'],
  ]);
  const delta = deltaOf('swap', { of: cards, removed: [card(B)], added: [card(C)] });
  const signed = only([...two, handIn(delta, day(2)), seen('swapped', [card(A), card(C)], day(3))]);
  expect(signed.expected.units.map(({ addresses }) => addresses[0]?.value)).toEqual([A, C]);
  expect(told(signed, 'conformance')).toEqual([]);
});

const CARD = { registry: '2.23.133.18.3.1', value: '00090002' };

test('the input of a delta certificate is no report of what is there', () => {
  const input = inventoryOf('input', [dimm('A', { status: 'removed' }), dimm('C', { status: 'added' })]);
  const device = only([...certified, seen('inventory', [dimm('A'), dimm('B')], day(2)), handIn(input, day(3))]);
  expect(told(device, 'conformance')).toEqual([]);
  expect(device.observed?.submission.receivedAt).toBe(day(2));
  expect(device.timeline.map(({ title }) => title)).toContainEqual(expect.stringContaining('paccor'));
});

test('a delta modifies the system firmware whose class changed with its version, and asks where two of one maker are', () => {
  const smbios = (value: string, version: string): Part => ({
    class: { registry: '2.23.133.18.3.3', value },
    category: 'firmware',
    model: version,
    serial: '',
    revision: null,
  });
  const before = baseOf('uefi', [smbios('0000810D', '1.19.0'), dimm('A')]);
  const delta = deltaOf('update', { of: before, modified: [smbios('0000810F', '1.20.0')] });
  const device = only([handIn(before, day(1)), handIn(ek, day(1)), handIn(delta, day(2))]);
  expect(problems(device)).toEqual([]);
  expect(device.expected.units.map(({ model }) => model)).toEqual(expect.arrayContaining(['1.20.0']));
  expect(device.expected.units).toHaveLength(2);
  const two = baseOf('two', [smbios('0000810D', '1.19.0'), smbios('0000810E', '7')]);
  const unclear = deltaOf('unclear', { of: two, modified: [smbios('0000810F', '1.20.0')] });
  expect(problems(only([handIn(two, day(1)), handIn(ek, day(1)), handIn(unclear, day(2))]))).toEqual(['delta-contradicts-base']);
});

test('an address by which a part is known, and that is read no more, is told as that', () => {
  const card = (...values: readonly string[]): Part => ({
    serial: null,
    category: 'network',
    model: 'X710',
    addresses: values.map((value) => ({ kind: 'ethernet-mac', value })),
    class: CARD,
  });
  const known = baseOf('known', [card('B4:96:91:00:00:01')]);
  const device = only([
    handIn(known, day(1)),
    handIn(ek, day(1)),
    seen('full', [card('B4:96:91:00:00:01')], day(2)),
    seen('blank', [card()], day(3)),
  ]);
  expect(told(device, 'conformance')).toEqual([['serial-unconfirmed', null, null, 'unauthorized']]);
  expect(device.timeline.map(({ title }) => title)).toContainEqual(expect.stringContaining('without its address now'));
});

import { expect, test } from 'vitest';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Difference } from '#lib/device/types.ts';
import { artifactId, makeDevice, makeDifference, makeFirmware, makeObservation, makeUnit } from '#lib/testing/device-states.ts';
import { type DifferenceView, differenceView } from './difference-view.ts';

const same = makeDifference({ kind: 'same', expected: makeUnit(), observed: makeUnit(), authorization: null });
const swap = makeDifference({ kind: 'component-replaced', expected: makeUnit(), observed: makeUnit({ serial: 'SN-0666' }) });
const viewOf = (differences: readonly Difference[], over: Partial<DeviceState> = {}, all = false): DifferenceView =>
  differenceView({ locale: 'en', device: makeDevice({ differences, ...over }), scope: 'conformance', all });
const onlyRow = (difference: Difference) => viewOf([difference], {}, true).groups[0]?.rows[0];

test('equal rows are hidden and counted, and shown when asked for', () => {
  const view = viewOf([same, same, swap]);
  expect(view.groups).toMatchObject([{ category: 'memory', word: 'Memory', hiddenEqual: 2, rows: [{ kind: 'component-replaced' }] }]);
  expect(view.hiddenText).toBe('2 equal rows are hidden');
  const all = viewOf([same, same, swap], {}, true);
  expect(all.groups[0]?.rows).toHaveLength(3);
  expect(all.hiddenText).toBeNull();
});

test('old and new are marked inside the value, with words', () => {
  const row = onlyRow(swap);
  const serial = row?.expected?.fields.find(({ label }) => label === 'Serial');
  expect(serial).toEqual({
    label: 'Serial',
    word: 'was',
    segments: [
      { text: 'SN-0', mark: 'equal' },
      { text: '001', mark: 'old' },
    ],
  });
  expect(row?.observed?.fields.find(({ label }) => label === 'Serial')?.word).toBe('now');
  expect(row?.observed?.fields.find(({ label }) => label === 'Model')?.word).toBeNull();
});

test('a blanked serial is told, not left out', () => {
  const row = onlyRow({ ...swap, kind: 'serial-unconfirmed', observed: makeUnit({ serial: null }) });
  expect(row?.observed?.fields.find(({ label }) => label === 'Serial')).toMatchObject({
    word: 'now',
    segments: [{ text: 'no serial', mark: 'new' }],
  });
});

test('a unit that stands alone is not marked', () => {
  const row = onlyRow(makeDifference({ observed: makeUnit() }));
  expect(row?.expected).toBeNull();
  expect(row?.observed?.fields.every(({ word, segments }) => word === null && segments.every(({ mark }) => mark === 'equal'))).toBe(true);
});

test('PCI numbers stay as they are, with their names beside them that are never marked', () => {
  const pciNames = { vendor: (id: string) => ({ '8086': 'Intel Corporation', '15B3': 'Mellanox' })[id] ?? null, device: () => null };
  const card = { class: { registry: '2.23.133.18.3.4', value: '00020000' }, model: '15E8::' };
  const [expected, observed] = [makeUnit({ ...card, manufacturer: '8086::' }), makeUnit({ ...card, manufacturer: '15B3::' })];
  const differences = [makeDifference({ kind: 'component-replaced', expected, observed })];
  const question = { locale: 'en', device: makeDevice({ differences }), scope: 'conformance', all: false } as const;
  const row = differenceView({ ...question, pciNames }).groups[0]?.rows[0];
  const meaning = (text: string) => ({ label: 'What the PCI numbers mean', segments: [{ text, mark: 'equal' }], word: null });
  expect(row?.expected?.meaning).toEqual(meaning('Intel Corporation'));
  expect(row?.observed?.meaning).toEqual(meaning('Mellanox'));
  const numbers = row?.expected?.fields.find(({ label }) => label === 'Manufacturer');
  expect(numbers).toMatchObject({ word: 'was' });
  expect(numbers?.segments.map(({ text }) => text).join('')).toBe('8086::');
  expect(differenceView(question).groups[0]?.rows[0]?.expected?.meaning).toBeNull();
});

test('a digest is shown only where it differs', () => {
  const expected = makeFirmware({ hashes: { sha256: 'aabb' } });
  const labels = (observed: ReturnType<typeof makeFirmware>) =>
    onlyRow(makeDifference({ kind: 'attribute-only', expected, observed }))?.observed?.fields.map(({ label }) => label);
  expect(labels(makeFirmware({ hashes: { sha256: 'aacc' } }))).toContain('Digest');
  expect(labels(expected)).not.toContain('Digest');
});

test.each([
  ['unauthorized', 'Unexplained', 'bad', true],
  ['authorized-by-delta', 'authorized by a delta certificate', 'good', false],
  ['retrospective', 'signed for only afterwards', 'caution', false],
  ['wrong-part', 'another part was authorized', 'bad', true],
] as const)('a difference that is %s says so', (authorization, word, tone, isUnexplained) => {
  expect(onlyRow({ ...swap, authorization })).toMatchObject({ authorization: { word, tone }, isUnexplained });
});

test('unexplained rows are counted', () => {
  expect(viewOf([swap, same, { ...swap, authorization: 'authorized-by-delta' }]).unexplained).toBe(1);
});

test('an equality that needed a rule says which', () => {
  expect(onlyRow({ ...same, equalBy: ['case', 'a-later-rule'] })?.whyEqual).toBe('Why equal: upper and lower case, a-later-rule');
  expect(onlyRow(same)?.whyEqual).toBeNull();
  expect(onlyRow({ ...same, equalBy: ['alias'] })).toMatchObject({
    whyEqual: expect.stringMatching(/^Why equal: two people approved that “.+” and “.+” mean the same$/),
    isByAlias: true,
  });
});

test('both sides say where they come from, and what the source cannot see', () => {
  const observed = makeObservation({ coverage: { version: 1, complete: ['memory'], partial: ['network'], fields: null } });
  const view = viewOf([same], { observed });
  expect(view.basis).toContain('certificates that convince');
  expect(view.expectedFrom).toEqual([artifactId('base')]);
  expect(view.observedBy).toBe('Seen by paccor, handed in by olga at 2026-05-01 00:00 UTC');
  expect(view.coverage[0]).toMatch(/^This source can't see: Chassis, .*Power/);
  expect(view.coverage[1]).toBe('This source sees only some of: Network');
});

test('a device that nobody observed says so', () => {
  expect(viewOf([], { observed: null })).toMatchObject({ observedBy: 'Nobody has observed this device.', observedFrom: null });
});

test('history and conformance are never mixed', () => {
  expect(viewOf([{ ...swap, scope: 'history' }]).groups).toEqual([]);
});

test('characters that nobody sees are made visible', () => {
  const row = onlyRow(makeDifference({ observed: makeUnit({ model: 'A\u202EB' }) }));
  expect(row?.observed?.fields.find(({ label }) => label === 'Model')?.segments).toEqual([{ text: 'A\\u{202E}B', mark: 'equal' }]);
});

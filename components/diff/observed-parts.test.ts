import { expect, test } from 'vitest';
import type { DeviceState } from '#lib/device/device-state.ts';
import { makeDevice, makeFirmware, makeObservation, makeUnit } from '#lib/testing/device-states.ts';
import { observedParts, partCount } from './observed-parts.ts';

const partsOf = (units: DeviceState['observations'][number]['units'], limit: number) =>
  observedParts({ locale: 'en', device: makeDevice({ observed: makeObservation({ units }) }), limit });

test('parts stand by their kind, with nothing marked as different', () => {
  const { groups, left } = partsOf([makeFirmware(), makeUnit({ serial: 'SN-1' }), makeUnit({ serial: 'SN-2' })], 10);
  expect(groups.map(({ word, parts }) => [word, parts.length])).toEqual([
    ['Memory', 2],
    ['Firmware', 1],
  ]);
  const marks = groups.flatMap(({ parts }) =>
    parts.flatMap(({ cell }) => cell.fields.flatMap(({ segments }) => segments.map(({ mark }) => mark))),
  );
  expect(new Set(marks)).toEqual(new Set(['equal']));
  expect(left).toBe(0);
});

test('what the limit leaves out is counted', () => {
  expect(partsOf([makeUnit(), makeUnit()], 1).left).toBe(1);
});

test('a device is told by the parts observed in it, and by those expected before anything was observed', () => {
  const expected = { basis: 'certified', units: [makeUnit()], properties: [], because: [] } as const;
  expect(partCount(makeDevice({ expected, observed: makeObservation({ units: [makeUnit(), makeFirmware()] }) }))).toBe(2);
  expect(partCount(makeDevice({ expected, observed: null }))).toBe(1);
});

test('what was observed has the names of its PCI numbers beside them', () => {
  const pciNames = { vendor: () => 'Intel Corporation', device: () => 'I219-LM' };
  const units = [makeUnit({ class: { registry: '2.23.133.18.3.4', value: '00020000' }, manufacturer: '8086::', model: '15E8::' })];
  const device = makeDevice({ observed: makeObservation({ units }) });
  const { groups } = observedParts({ locale: 'en', device, limit: 1, pciNames });
  expect(groups[0]?.parts[0]?.cell.meaning?.segments).toEqual([{ text: 'Intel Corporation, I219-LM', mark: 'equal' }]);
});

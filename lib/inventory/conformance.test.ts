import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diffUnits } from '#lib/component/diff.ts';
import { parseInventory } from './parse.ts';
import type { Inventory } from './types.ts';
import { verifyInventory } from './verify.ts';

const CORPUS = join(import.meta.dirname, '../../../shared/corpus');
const present = existsSync(CORPUS);
if (!present) console.warn('NOTICE: the corpus of real files is absent; conformance of inventories was not tested');

const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(join(CORPUS, path)));
const read = (path: string): Inventory => parseInventory(bytesOf(path));

test.skipIf(!present).each([
  ['inventories/hpe-dl360.json', 'ProLiant DL360 Gen10', 15, 9],
  ['inventories/paccor-lenovo-yoga.json', '80Y7', 9, 1],
  ['inventories/paccor-hp-elitebook.json', 'Elitebook 840 G7', 9, 1],
  ['scenarios/laptop-default/inventory.json', 'Latitude 5580', 6, 2],
])('%s is read whole, without warnings', (path, model, components, properties) => {
  const inventory = read(path);
  expect(inventory).toMatchObject({ format: 'paccor', platform: { model }, warnings: [] });
  expect(inventory.components).toHaveLength(components);
  expect(inventory.properties).toHaveLength(properties);
  expect(verifyInventory(inventory)[0]?.status).toBe('pass');
  expect(inventory.components.filter(({ category }) => category === 'other')).toEqual([]);
});

test.skipIf(!present)('the profile of a Dell server gives its parts with their slots, and its empty memory slots are no parts', () => {
  const inventory = read('inventories/dell-scv.json');
  expect(inventory).toMatchObject({ format: 'dell-scv', platform: { model: 'PowerEdge R650', serial: 'GJFBVD3' } });
  const slots = (category: string) => inventory.components.filter((each) => each.category === category).map(({ slot }) => slot);
  expect(slots('processor')).toEqual(['CPU1', 'CPU2']);
  expect(slots('memory')).toHaveLength(16);
  expect(slots('memory')[0]).toBe('A1');
  expect(slots('power')).toEqual(['PSU.Slot.1', 'PSU.Slot.2']);
  expect(slots('security-module')).toHaveLength(1);
  expect(inventory.components.every(({ category }) => category !== 'other')).toBe(true);
  expect(inventory.warnings.map(({ code }) => code).filter((code) => code !== 'empty-row')).toEqual([]);
});

test.skipIf(!present)("Intel's file gives platform, parts, the serial of the EK certificate and 24 registers as reported", () => {
  const inventory = read('inventories/intel-dpd-1.json');
  expect(inventory).toMatchObject({ format: 'intel-dpd', platform: { manufacturer: 'HP', serial: 'CND012BDV0' } });
  expect(inventory.components).toHaveLength(11);
  expect(inventory.measurements).toHaveLength(24);
  expect(inventory.properties).toContainEqual({ name: 'EKCertSerialNumber', value: '4B6187E0', status: null });
  expect(inventory.reportedAt).toMatchObject({ written: 'Feb 22, 2021 12:45', iso: '2021-02-22T12:45:00.000Z', implausible: null });
  expect(inventory.warnings).toEqual([]);
});

test.skipIf(!present)("Seagate's file is one drive and seven digests of its firmware, and names no platform", () => {
  const inventory = read('inventories/seagate-drive-firmware.json');
  expect(inventory.components).toMatchObject([
    { class: { value: '00070005' }, category: 'storage', serial: 'ZR5056HD0000C107GP5G', revision: 'ET02' },
  ]);
  expect(inventory.measurements).toHaveLength(7);
  expect(inventory.platform.serial).toBeNull();
  expect(inventory.warnings.map(({ code }) => code)).toEqual(['attestation-not-evaluated']);
});

test.skipIf(!present)('two identical memory modules are two, and one of them gone is one removal', () => {
  const { components } = read('inventories/paccor-lenovo-yoga.json');
  const memory = components.filter(({ category }) => category === 'memory');
  expect(memory).toHaveLength(2);
  const after = components.filter((component) => component !== memory[0]);
  const kinds = diffUnits({ before: components, after }).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind !== 'same')).toEqual(['component-removed']);
});

test.skipIf(!present)('the two laptops of one collector differ in what they should', () => {
  const lenovo = read('inventories/paccor-lenovo-yoga.json').components;
  const hp = read('inventories/paccor-hp-elitebook.json').components;
  const changed = diffUnits({ before: lenovo, after: hp }).filter(({ kind }) => kind !== 'same');
  expect(new Set(changed.flatMap(({ before, after }) => [before?.category, after?.category]).filter((each) => each !== undefined))).toEqual(
    new Set(['chassis', 'board', 'firmware']),
  );
});

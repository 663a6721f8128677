import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diffUnits } from '#lib/component/diff.ts';
import { identifyInventoryBytes, parseInventory } from './parse.ts';
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

test.skipIf(!present).each([
  ['inventories/dell-scv.json', 'dell-scv'],
  ['inventories/intel-dpd-1.json', 'intel-dpd'],
  ['inventories/seagate-drive-firmware.json', 'seagate'],
])('%s is recognized as %s and refused by name', (path, format) => {
  expect(identifyInventoryBytes(bytesOf(path))).toBe(format);
  expect(() => read(path)).toThrow(expect.objectContaining({ code: 'unsupported-version' }));
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

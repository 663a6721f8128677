import { expect, test } from 'vitest';
import { makeUnit } from '#lib/testing/units.ts';
import type { UnitChangeClass } from './change.ts';
import { CLASS_REGISTRY } from './class-registry.ts';
import { diffUnits } from './diff.ts';
import type { Unit } from './types.ts';

const STORAGE = { registry: CLASS_REGISTRY.storage, value: '02010802' };
const BIOS = { category: 'firmware', class: { registry: CLASS_REGISTRY.smbios, value: '00000000' } } as const;

test.each<[string, UnitChangeClass, Partial<Unit>, Partial<Unit>]>([
  ['nothing', 'unchanged', { serial: 'S1' }, { serial: 'S1' }],
  ['another unit of the same product', 'replaced', { serial: 'S1' }, { serial: 'S2' }],
  ['another product in the same slot', 'substituted', { model: 'M1', slot: 'A1' }, { model: 'M2', slot: 'A1' }],
  ['another slot', 'moved', { serial: 'S1', slot: 'A1' }, { serial: 'S1', slot: 'A2' }],
  ['newer firmware', 'upgraded', { category: 'firmware', revision: '1.9' }, { category: 'firmware', revision: '1.10' }],
  ['older firmware', 'downgraded', { category: 'firmware', revision: '1.10' }, { category: 'firmware', revision: '1.9' }],
  ['firmware of no known order', 'version-changed', { category: 'firmware', revision: 'X1' }, { category: 'firmware', revision: 'X2' }],
  [
    'firmware whose scheme is declared',
    'downgraded',
    { category: 'firmware', revision: '0x20', versionScheme: 'hex' },
    { category: 'firmware', revision: '0x1F', versionScheme: 'hex' },
  ],
  [
    'firmware whose schemes contradict each other',
    'version-changed',
    { category: 'firmware', revision: '1', versionScheme: 'hex' },
    { category: 'firmware', revision: '2', versionScheme: 'number' },
  ],
  ['system firmware that has its version in the model', 'upgraded', { ...BIOS, model: '2.1' }, { ...BIOS, model: '2.2' }],
  [
    'a version that is spelled otherwise',
    'attribute-corrected',
    { category: 'firmware', revision: '1.2' },
    { category: 'firmware', revision: '1.2.0' },
  ],
  [
    'the firmware of a drive',
    'upgraded',
    { category: 'storage', class: STORAGE, serial: 'S1', revision: '00010300:1.10' },
    { category: 'storage', class: STORAGE, serial: 'S1', revision: '00010300:1.11' },
  ],
  [
    'the hardware revision of a drive',
    'revision-changed',
    { category: 'storage', class: STORAGE, serial: 'S1', revision: '00010300:1.10' },
    { category: 'storage', class: STORAGE, serial: 'S1', revision: '00010400:1.10' },
  ],
  [
    'another content under one version',
    'content-changed',
    { category: 'firmware', revision: '1', hashes: { 'sha-256': 'aa', 'sha-512': 'cc' } },
    { category: 'firmware', revision: '1', hashes: { md5: '00', 'SHA-512': 'dd' } },
  ],
  ['another revision', 'revision-changed', { serial: 'S1', revision: '1' }, { serial: 'S1', revision: '2' }],
  ['a newer library', 'upgraded', { category: 'software', revision: '1' }, { category: 'software', revision: '2' }],
  ['another manufacturer', 'manufacturer-changed', { serial: 'S1' }, { serial: 'S1', manufacturer: 'Other' }],
  ['a serial that is no longer read', 'identity-weakened', { serial: 'S1' }, { serial: null }],
  ['a serial that is read for the first time', 'identity-strengthened', { serial: null }, { serial: 'S1' }],
  ['a flag', 'attribute-corrected', { serial: 'S1', fieldReplaceable: true }, { serial: 'S1', fieldReplaceable: false }],
])('%s is %s', (_, change, before, after) => {
  expect(diffUnits({ before: [makeUnit(before)], after: [makeUnit(after)] }).map((each) => each.change)).toEqual([change]);
});

test('digests of different algorithms are not compared', () => {
  const before = makeUnit({ category: 'firmware', revision: '1', hashes: { 'sha-256': 'aa' } });
  const after = makeUnit({ category: 'firmware', revision: '1', hashes: { 'sha-512': 'bb' } });
  expect(diffUnits({ before: [before], after: [after] }).map(({ change }) => change)).toEqual(['attribute-corrected']);
});

test('of 10,000 units of one product, the 100 whose serial changed are replaced and the others unchanged', () => {
  const before = Array.from({ length: 10_000 }, (_, index) => makeUnit({ serial: `S-${index}` }));
  const after = before.map((unit, index) => (index % 100 === 0 ? { ...unit, serial: `X-${index}` } : unit)).reverse();
  const changes = diffUnits({ before, after });
  expect(changes.filter(({ change }) => change === 'replaced')).toHaveLength(100);
  expect(changes.filter(({ change }) => change === 'unchanged')).toHaveLength(9_900);
});

test('of identical parts without serials, one that is missing is removed and the others unchanged', () => {
  const four = Array.from({ length: 4 }, () => makeUnit());
  const changes = diffUnits({ before: four, after: four.slice(1) });
  expect(changes.map(({ change }) => change).sort()).toEqual(['removed', 'unchanged', 'unchanged', 'unchanged']);
});

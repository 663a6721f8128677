import { expect, test } from 'vitest';
import { coverageFor, coverageOf } from './coverage.ts';

test('an unknown producer covers completely what it lists, and is blind for the rest', () => {
  const coverage = coverageFor({ format: 'someone', collector: null, categoriesSeen: ['memory', 'board', 'memory'] });
  expect(coverage).toMatchObject({ complete: ['board', 'memory'], partial: [] });
});

test('the paccor style is no more than its rows, and its firmware is never complete', () => {
  const coverage = coverageFor({ format: 'paccor', collector: null, categoriesSeen: ['chassis', 'firmware', 'memory'] });
  expect(coverage).toMatchObject({ complete: ['chassis', 'memory'], partial: ['firmware'] });
  expect(coverageOf({ format: 'paccor', collector: 'any version' })?.format).toBe('paccor');
});

test('a BOM that claims to be complete covers all hardware once it lists hardware', () => {
  const coverage = coverageFor({ format: 'cyclonedx', collector: null, categoriesSeen: ['memory'], declared: 'complete' });
  expect(coverage.complete).toContain('storage');
  expect(coverage.complete).not.toContain('software');
  expect(coverage.partial).toEqual([]);
});

test('a complete list of libraries says nothing about hardware', () => {
  const coverage = coverageFor({ format: 'cyclonedx', collector: null, categoriesSeen: ['software'], declared: 'complete' });
  expect(coverage).toMatchObject({ complete: ['software'], partial: [] });
});

test.each(['incomplete', 'unknown'] as const)('a BOM that is %s completes nothing', (declared) => {
  const coverage = coverageFor({ format: 'cyclonedx', collector: null, categoriesSeen: ['memory', 'other'], declared });
  expect(coverage).toMatchObject({ complete: [], partial: ['memory', 'other'] });
});

test.each(['seagate', 'fwupd'])('%s looks at parts, and completes no category', (format) => {
  expect(coverageOf({ format, collector: null })?.scope).toBe('part');
  expect(coverageFor({ format, collector: null, categoriesSeen: ['storage', 'firmware'] })).toMatchObject({
    complete: [],
    partial: ['storage', 'firmware'],
  });
});

test.each([
  ['dell-scv', ['board', 'memory', 'storage', 'controller'], ['board', 'memory', 'storage'], ['controller']],
  ['intel-dpd', ['board', 'memory', 'storage'], ['board', 'memory'], ['storage']],
  ['dmidecode', ['processor', 'memory', 'power'], ['processor', 'memory'], ['power']],
  ['lshw', ['storage', 'network', 'firmware'], ['storage', 'network'], ['firmware']],
] as const)('%s sees some categories whole and others in part', (format, categoriesSeen, complete, partial) => {
  const coverage = coverageFor({ format, collector: 'some version', categoriesSeen });
  expect(new Set(coverage.complete)).toEqual(new Set(complete));
  expect(coverage.partial).toEqual(partial);
  expect(coverage.fields).toContain('serial');
});

test('cdx-hbom sees drives completely, interfaces in part, and no memory modules', () => {
  const { complete, partial } = coverageFor({
    format: 'cyclonedx',
    collector: 'cdx-hbom',
    categoriesSeen: ['board', 'storage', 'network'],
  });
  expect(complete).toEqual(['board', 'storage']);
  expect(partial).toEqual(['network']);
});

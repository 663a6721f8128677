import { expect, test } from 'vitest';
import { makeUnit } from '#lib/testing/units.ts';
import { CLASS_REGISTRY } from './class-registry.ts';
import { diffUnits } from './diff.ts';
import { matchUnits } from './match.ts';
import type { Unit } from './types.ts';

const tpm = (revision: string, over: Partial<Unit> = {}): Unit =>
  makeUnit({
    category: 'security-module',
    class: { registry: CLASS_REGISTRY.smbios, value: '002B0000' },
    manufacturer: '53544D20',
    model: '0200',
    revision,
    ...over,
  });
const kinds = (before: Unit, after: Unit) => diffUnits({ before: [before], after: [after] }).map(({ kind }) => kind);

test('the octets of the registry and what dmidecode prints are one version, and the equality names the rule', () => {
  const [certified, seen] = [tpm('0101010000000000'), tpm('1.257')];
  expect(kinds(certified, seen)).toEqual(['same']);
  expect(kinds(seen, certified)).toEqual(['same']);
  expect(matchUnits({ expected: [certified], observed: [seen] }).pairs[0]?.equalBy).toContain('registry-differs');
  expect(kinds(tpm('00000D1200000000', { model: '0102' }), tpm('13.18', { model: '0102' }))).toEqual(['same']);
});

test('another version is a change, and so is the second half where both have it', () => {
  expect(kinds(tpm('0101010000000000'), tpm('1.258'))).toEqual(['revision-changed']);
  expect(kinds(tpm('0101010000000000'), tpm('0101010000000001'))).toEqual(['revision-changed']);
  expect(kinds(tpm('1.257'), tpm('1.258'))).toEqual(['revision-changed']);
});

test('a revision of another part stays as it is', () => {
  const board = (revision: string) => tpm(revision, { category: 'board', class: { registry: CLASS_REGISTRY.smbios, value: '0002000A' } });
  expect(kinds(board('0101010000000000'), board('1.257'))).toEqual(['revision-changed']);
});

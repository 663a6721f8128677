import { expect, test } from 'vitest';
import { makeUnit } from '#lib/testing/units.ts';
import { manufacturerAliases } from './aliases.ts';
import { matchUnits } from './match.ts';

const alias = (name: string, means: string) => ({ scheme: 'manufacturer', name, means }) as const;
const ALIASES = manufacturerAliases([alias('Micron', 'Micron  TECHNOLOGY'), alias('Micron Technology', 'MTI')]);
const module = (manufacturer: string, over: Parameters<typeof makeUnit>[0] = {}) =>
  makeUnit({ category: 'memory', manufacturer, model: 'DDR5', serial: 'S-1', ...over });
const match = (a: ReturnType<typeof module>, b: ReturnType<typeof module>, aliases = ALIASES) =>
  matchUnits({ expected: [a], observed: [b], aliases }).pairs[0];

test('two names that an alias joins are one manufacturer, from either side, and the pair says so', () => {
  for (const [a, b] of [
    ['Micron', 'micron technology'],
    ['Micron Technology', 'MICRON'],
  ] as const)
    expect(match(module(a), module(b))).toMatchObject({
      tier: 'same-unit',
      certainty: 'certain',
      differs: [],
      equalBy: expect.arrayContaining(['alias']),
    });
  expect(matchUnits({ expected: [module('Micron')], observed: [module('Micron Technology')] }).pairs[0]).toMatchObject({
    differs: ['manufacturer'],
  });
  expect(match(module('Micron'), module('Micron'))?.equalBy).toEqual([]);
});

test('two aliases with a name in common don’t join the others', () => {
  expect(match(module('Micron Technology'), module('MTI'))?.differs).toEqual([]);
  const pair = match(module('Micron'), module('MTI'));
  expect([pair?.differs, pair?.equalBy]).toEqual([['manufacturer'], []]);
});

test('a serial or a model that contradicts still does, whatever the names', () => {
  expect(match(module('Micron'), module('Micron Technology', { serial: 'S-2' }))).toMatchObject({ tier: 'replaced', serial: 'differs' });
  expect(match(module('Micron', { serial: null }), module('Micron Technology', { serial: null, model: 'DDR4' }))?.tier).not.toBe('product');
});

test('models that are named alike stay two', () => {
  const a = module('X', { model: 'Micron', serial: null });
  expect(match(a, module('X', { model: 'Micron Technology', serial: null }))).toBeUndefined();
});

test('of two parts the one of the very name is taken first', () => {
  const [own, other] = [module('Micron', { serial: null }), module('Micron Technology', { serial: null })];
  const { pairs, added } = matchUnits({ expected: [own], observed: [other, own], aliases: ALIASES });
  expect([pairs[0]?.observed, added]).toEqual([own, [other]]);
});

test('placeholders and equal names join nothing', () => {
  expect(manufacturerAliases([alias('Unknown', 'Micron'), alias('Micron', ' MICRON ')]).size).toBe(0);
});

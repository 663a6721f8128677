import { expect, test } from 'vitest';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { statementSchema } from '#lib/present/assay-file.ts';
import { actionWord } from './action-word.ts';

const texts = catalogueOf('en').access;

test('an action is told in words; one of another version by its own name', () => {
  expect(actionWord('grants-changed', texts)).toBe('changed the devices granted to a user');
  expect(actionWord('toString', texts)).toBe('toString');
});

test('there are words for every kind of statement that can be recorded', () => {
  const actions = statementSchema.options.map(({ shape }) => `${shape.kind.value}-recorded`);
  expect(actions.length).toBeGreaterThan(5);
  expect(actions.filter((action) => actionWord(action, texts) === action)).toEqual([]);
});

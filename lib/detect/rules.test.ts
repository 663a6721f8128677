import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RULES, ruleById } from './rules.ts';

const FOLDER = new URL('./rules/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

test('every file in rules/ stands in the list, and the other way round', () => {
  expect(RULES.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
});

test.each(RULES.map((rule) => [rule.id, rule] as const))('%s has texts and a source', (_, rule) => {
  for (const text of [rule.means, rule.matters, rule.resolve, rule.source]) expect(text.trim()).not.toBe('');
  expect(ruleById(rule.id)).toBe(rule);
});

test.each(RULES.map(({ id }) => id))('%s is tested with a case that fires and one that stays silent', (id) => {
  const text = readFileSync(new URL(`${id}.test.ts`, FOLDER), 'utf8');
  expect(text).toMatch(/^test\(['"]fires /m);
  expect(text).toMatch(/^test\(['"]stays silent /m);
});

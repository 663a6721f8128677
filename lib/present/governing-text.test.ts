import { expect, test } from 'vitest';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { policyLine, say } from '#lib/testing/device-evidence.ts';
import { governingText } from './governing-text.ts';

const texts = catalogueOf('en');
const at = '2026-01-01T00:00:00Z';
const line = say('ann', at, { kind: 'issuer-policy', change: { action: 'add', line: policyLine({ models: ['Rack 2'] }) } });
const alias = say('ann', at, {
  kind: 'manufacturer-alias',
  change: { action: 'add', line: { scheme: 'manufacturer', name: 'Pomelo', means: 'Pomelo Inc.\u202e' } },
});
const textOf = (statement: Statement, ...said: readonly Statement[]) =>
  governingText(texts, statement, new Map(said.map((each) => [each.id, each])));

test('a line of the policy is told by what it says', () => {
  expect(textOf(line)).toBe('the line “issuer CN=Integrator CA may sign delta certificates, of model Rack 2, at any time”');
});

test('an alias is told by its two names, without characters that nobody sees', () => {
  expect(textOf(alias)).toMatch(/^the names “Pomelo” and “Pomelo Inc\.[^\u202e]*”$/);
});

test('the end of a line is told by the line', () => {
  const end = say('bob', at, { kind: 'issuer-policy', change: { action: 'end', line: line.id, until: null } });
  expect(textOf(end, line)).toBe(`the end of ${textOf(line)}`);
  expect(textOf(end)).toBeNull();
});

test('what changes no table has no words here', () => {
  expect(textOf(say('ann', at, { kind: 'lifecycle', device: 'd', state: 'accepted' }))).toBeNull();
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ParseErrorCode } from '#lib/encoding/parse-error.ts';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { refusalAdvice } from './refusal-advice.ts';

/** The compiler holds this to the union. */
const CODES: Readonly<Record<ParseErrorCode, true>> = {
  'empty-file': true,
  truncated: true,
  'bad-tag': true,
  'bad-length': true,
  'bad-value': true,
  'bad-time': true,
  'bad-utf8': true,
  'bad-base64': true,
  'bad-pem': true,
  'bad-json': true,
  'bad-xml': true,
  'xml-doctype': true,
  'duplicate-key': true,
  'trailing-data': true,
  'missing-field': true,
  'too-large': true,
  'too-deep': true,
  'too-many': true,
  'too-slow': true,
  'too-much-memory': true,
  'given-up': true,
  'not-a-platform-certificate': true,
  'public-key-alone': true,
  'unsupported-version': true,
  'unknown-format': true,
};

test.each(Object.keys(CODES))('whoever is refused with %s is told what to do', (code) => {
  expect(refusalAdvice(code)).toMatch(/^[A-Z].{20,}\.$/);
  expect(refusalAdvice(code)).not.toBe(refusalAdvice('a code of a later version'));
});

const { artifact, unlinked, api } = catalogueOf('en');
const coded = (advice: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(advice).map(([code, fix]) => `| ${code === 'other' ? 'any other' : `\`${code}\``} | ${fix} |`);

test('docs/refusals.md has every sentence of what to do, and no other', () => {
  const problems = Object.values(api).map(({ title, fix }) => `| ${title} | ${fix} |`);
  const parts = readFileSync('docs/refusals.md', 'utf8').split('\n## ').slice(1, 4);
  const rows = parts.map((part) => part.split('\n').filter((line) => /^\| (?!code |reason |problem )/.test(line)));
  expect(rows).toEqual([coded(artifact.errorFix), coded(unlinked.next), problems]);
});

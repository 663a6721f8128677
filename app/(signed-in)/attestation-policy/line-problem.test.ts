import { expect, test } from 'vitest';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { attestationPolicyLine } from '#lib/present/governing-schema.ts';
import { lineOfForm } from './line-of-form.ts';
import { lineProblem } from './line-problem.ts';

function problemOf(fields: Readonly<Record<string, string>>): string {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const { error } = attestationPolicyLine.safeParse(lineOfForm(form));
  return error === undefined ? 'none' : lineProblem(error, catalogueOf('en').attestationPolicy);
}

test('each field is named once, by its label, with what it takes', () => {
  const days = '“Answer of the TPM within days” takes a whole number from 1 to 36500, or nothing';
  const pcrs = '“PCRs that have to match their records” takes numbers separated by commas, each of 0 to 10 or 14, or nothing';
  expect(problemOf({ freshnessDays: '0.5', requiredPcrs: '0,7,12,13' })).toBe(`${days}; ${pcrs}`);
  expect(problemOf({ requiredPcrs: '0-7' })).toBe(pcrs);
  expect(problemOf({ models: 'm;'.repeat(1001), requireSecureBoot: 'on' })).toBe(
    '“Models” takes at most 1,000 names, separated by semicolons',
  );
  expect(problemOf({})).toBe('it has to ask for something, such as a number of days');
});

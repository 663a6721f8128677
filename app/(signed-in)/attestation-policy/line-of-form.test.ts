import { expect, test } from 'vitest';
import { attestationPolicyLine } from '#lib/present/governing-schema.ts';
import { lineOfForm } from './line-of-form.ts';

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test('names are separated by semicolons and PCRs by commas; what is empty limits nothing', () => {
  const asked = lineOfForm(formOf({ manufacturers: 'Kirin, Inc.; Halden;', requiredPcrs: '7, 0,7', requireSecureBoot: 'on' }));
  expect(attestationPolicyLine.parse(asked)).toEqual({
    ...{ manufacturers: ['Kirin, Inc.', 'Halden'], models: [], devices: [] },
    ...{ freshnessDays: null, requiredPcrs: [7, 0], requireSecureBoot: true, requireReferences: false },
  });
});

test.each([
  ['a line that asks for nothing', {}],
  ['days that are no number', { freshnessDays: 'weekly' }],
  ['no days at all', { freshnessDays: '0' }],
  ['a PCR that no challenge asks for', { requiredPcrs: '0,11' }],
  ['a range of PCRs', { requiredPcrs: '0-7' }],
])('%s is refused', (_, fields) => {
  expect(attestationPolicyLine.safeParse(lineOfForm(formOf(fields))).success).toBe(false);
});

import { expect, test } from 'vitest';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { askedText } from './attestation-policy-text.ts';
import { lineSays } from './line-says.ts';

const nothing = { manufacturers: [], models: [], devices: [], freshnessDays: null, requireSecureBoot: false, requireReferences: false };
const SAID = { id: '00', by: 'ada', at: '2026-06-01T00:00:00Z', reason: 'Agreed.' };
const asked = (requiredPcrs: number[]) => askedText(catalogueOf('en'), { ...nothing, requiredPcrs });

test('one PCR matches its records, several match theirs', () => {
  expect(asked([7])).toBe('PCR 7 matches its records');
  expect(asked([0, 7])).toMatch(/match their records$/);
});

test('the page of a line is headed by its group, as a title', () => {
  const line = { ...nothing, manufacturers: ['Pomelo'], requiredPcrs: [7] };
  const row = { id: '00', line, state: 'in-force', proposed: SAID, approved: SAID, end: null, proposedEnds: [], withdrawn: null } as const;
  expect(lineSays(catalogueOf('en'), 'attestation-policy', row)).toMatchObject({
    heading: 'Made by Pomelo',
    sentence: 'made by Pomelo: PCR 7 matches its records',
  });
});

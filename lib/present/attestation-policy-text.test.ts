import { expect, test } from 'vitest';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { askedText } from './attestation-policy-text.ts';

const nothing = { manufacturers: [], models: [], devices: [], freshnessDays: null, requireSecureBoot: false, requireReferences: false };
const asked = (requiredPcrs: number[]) => askedText(catalogueOf('en'), { ...nothing, requiredPcrs });

test('one PCR matches its records, several match theirs', () => {
  expect(asked([7])).toBe('PCR 7 matches its records');
  expect(asked([0, 7])).toMatch(/match their records$/);
});

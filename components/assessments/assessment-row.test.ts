import { expect, test } from 'vitest';
import { assessmentRow } from './assessment-row.ts';

test('what a file wrote into a reason is shown as visible text', () => {
  const row = assessmentRow({ id: 'a', at: '2026-06-01T00:00:00Z', trust: 'verified', reasons: ['part \u202eX'], ruleSet: '22' });
  expect(row.reasons).toEqual([expect.not.stringContaining('\u202e')]);
});

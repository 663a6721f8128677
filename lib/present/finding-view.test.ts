import { expect, test } from 'vitest';
import type { Finding } from '#lib/detect/rule.ts';
import { findingView } from './finding-view.ts';

const finding: Finding = {
  id: 'f',
  rule: 'component-added',
  severity: 'high',
  subject: 'Memory module X',
  expected: null,
  observed: 'Memory module X',
  because: ['aa'],
  resolve: 'Hand in a delta.',
  detail: 'Memory module X was seen.',
  weighs: 'changed',
};

test('a finding says what it means, why it matters, and who says so', () => {
  const view = findingView('en', finding);
  expect(view).toMatchObject({ title: 'Component added', severityWord: 'high', decision: null });
  expect(view.means).toContain('no certificate');
  expect(view.source).toContain('TCG Platform Certificate Profile');
});

test('a decision is told with who and until when', () => {
  const decision = { kind: 'accept-risk', until: '2026-07-01T00:00:00Z', by: 'olga' } as const;
  expect(findingView('en', { ...finding, decision }).decision).toBe('risk accepted by olga until 2026-07-01 00:00 UTC');
  expect(findingView('en', { ...finding, decision: { ...decision, kind: 'investigating', until: null } }).decision).toBe(
    'being investigated by olga',
  );
});

test('a finding of a rule that this version lacks keeps the id of its rule as title', () => {
  expect(findingView('en', { ...finding, rule: 'constructor' }).title).toBe('constructor');
});

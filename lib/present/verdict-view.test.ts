import { expect, test } from 'vitest';
import { TRUSTS, type Trust } from '#lib/detect/rule.ts';
import { verdictView } from './verdict-view.ts';

const viewOf = (trust: Trust, nextChangeAt: string | null = null, rules: readonly string[] = []) =>
  verdictView({
    locale: 'en',
    verdict: { trust, lifecycle: 'in-service', reasons: ['because'], findings: [] },
    tier: 'certificate-bound',
    at: '2026-06-01T00:00:00Z',
    ruleSet: '1',
    issuerPolicy: null,
    mappings: { 'dell-scv': 1 },
    rules,
    nextChangeAt,
    now: '2026-06-02T00:00:00Z',
  });

test('verified never claims more than what the device reported', () => {
  expect(viewOf('verified').sentence).toContain('as reported by the device, not attested');
});

test('only what somebody vouches for is good', () => {
  const good = TRUSTS.filter((trust) => viewOf(trust).tone === 'good');
  expect(good).toEqual(['changed-authorized', 'unchanged-since-baseline', 'verified']);
});

test('each trust has a glyph of its own', () => {
  expect(new Set(TRUSTS.map((trust) => viewOf(trust).glyph)).size).toBe(TRUSTS.length);
});

test('past its next change a verdict is due for a re-check and no longer green', () => {
  const view = viewOf('verified', '2026-06-01T12:00:00Z');
  expect(view).toMatchObject({ tone: 'caution', glyph: 'clock', recheck: { word: 're-check due' } });
  expect(viewOf('verified', '2026-06-03T00:00:00Z').recheck).toBeNull();
  expect(viewOf('changed-unexplained', '2026-06-01T12:00:00Z').tone).toBe('bad');
});

test('lifecycle and tier are told in words', () => {
  expect(viewOf('verified')).toMatchObject({ lifecycle: 'in service', tier: 'bound by certificates' });
});

test('the mappings by which inventories were read are named with the rule set', () => {
  expect(viewOf('verified').computed).toContain('with rule set 1; inventories read by the mappings dell-scv 1');
});

test('what the table of who may say what refuses need not be handed in again', () => {
  expect(viewOf('not-enrolled').next).toContain('Hand in a platform certificate');
  expect(viewOf('not-enrolled', null, ['issuer-not-authorized']).next).toContain('Who may say what');
});

import { expect, test } from 'vitest';
import { TRUSTS, type Trust } from '#lib/detect/rule.ts';
import { RULES } from '#lib/detect/rules.ts';
import { type StoppedEvaluation, verdictView } from './verdict-view.ts';

interface Over {
  readonly rules?: readonly string[];
  readonly stopped?: StoppedEvaluation | null;
}

const viewOf = (trust: Trust, nextChangeAt: string | null = null, { rules = [], stopped = null }: Over = {}) =>
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
    stopped,
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

test.each([
  ['time', 300, '300 s of processor time'],
  ['memory', 2048, '2048 MiB of memory'],
  ['files', 20000, 'more than 20000 files belong together'],
] as const)('a verdict is not green once a later evaluation ran out of its %s, and says so with what to do', (ranOutOf, limit, words) => {
  const view = viewOf('verified', null, { stopped: { at: '2026-06-01T09:30:00.000Z', ranOutOf, limit } });
  expect(view).toMatchObject({ tone: 'caution', glyph: 'clock', recheck: { word: 're-check due' } });
  expect(view.recheck?.sentence).toContain(words);
  expect(view.recheck?.sentence).toMatch(/at 2026-06-01 09:30.* what is shown is of 2026-06-01 00:00/);
  expect(view.next).toMatch(/tried again by itself.*assay trace/);
});

test('lifecycle and tier are told in words', () => {
  expect(viewOf('verified')).toMatchObject({ lifecycle: 'in service', tier: 'bound by certificates' });
});

test('the mappings by which inventories were read are named with the rule set', () => {
  expect(viewOf('verified').computed).toContain('with rule set 1; inventories read by the mappings dell-scv 1');
});

test('where only a start speaks against the device, no certificate is asked for: none covers a PCR', () => {
  const nextOf = (...rules: readonly string[]) => viewOf('changed-unexplained', null, { rules }).next;
  expect(nextOf('event-log-does-not-replay', 'revocation-not-checked')).toMatch(/^Find out what the device started/);
  expect(nextOf('event-log-does-not-replay', 'component-added')).toMatch(/^Hand in the certificate/);
  expect(nextOf('component-added')).toMatch(/^Hand in the certificate/);
});

test('every rule that calls a device changed is known as one about parts or one about a start', () => {
  const nextOf = (...rules: readonly string[]) => viewOf('changed-unexplained', null, { rules }).next;
  for (const { id } of RULES.filter(({ weighs }) => weighs === 'changed')) expect(nextOf(id, 'secure-boot-off'), id).toBe(nextOf(id));
});

test('what the table of who may say what refuses need not be handed in again', () => {
  expect(viewOf('not-enrolled').next).toContain('Hand in a platform certificate');
  expect(viewOf('not-enrolled', null, { rules: ['issuer-not-authorized'] }).next).toContain('Who may say what');
});

import { expect, test } from 'vitest';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { AT, artifactId, makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import type { Rule } from './rule.ts';
import { evaluateRules, findingId, MAX_SIGNS_PER_RULE } from './run.ts';

const added = makeDifference({ observed: makeUnit({ serial: '29AC274B' }) });
const texts = { means: 'a', matters: 'b', resolve: 'c', source: 'd', weighs: 'none' } as const;
const sign = {
  key: 'k',
  severity: 'low',
  subject: 's',
  expected: null,
  observed: null,
  because: ['x'],
  resolve: 'r',
  detail: 'd',
} as const;

test('the clean device has no finding above information', () => {
  expect(evaluateRules(makeContext()).filter(({ severity }) => severity !== 'info')).toEqual([]);
});

test('a finding keeps its id when other evidence shows it at another time', () => {
  const [first] = evaluateRules(makeContext({ differences: [added] }));
  const again = { ...added, because: [artifactId('another inventory')], at: '2026-05-20T00:00:00Z' };
  expect(evaluateRules(makeContext({ differences: [again] }))[0]?.id).toBe(first?.id);
  expect(first?.id).toMatch(/^[0-9a-f]{64}$/);
});

test('the same part in another device is another finding', () => {
  const ids = ['device-1', 'device-2'].map((id) => evaluateRules(makeContext({ id, differences: [added] }))[0]?.id);
  expect(new Set(ids).size).toBe(2);
});

test('two added units that nothing tells apart are two findings', () => {
  const observed = makeUnit({ serial: null });
  const differences = [makeDifference({ observed }), makeDifference({ observed })];
  const findings = evaluateRules(makeContext({ differences })).filter(({ rule }) => rule === 'component-added');
  expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
});

test('a rule that throws becomes one finding, and the others are evaluated', () => {
  const broken: Rule = {
    ...texts,
    id: 'broken',
    evaluate: () => {
      throw new TypeError('no such field');
    },
  };
  const sound: Rule = { ...texts, id: 'sound', evaluate: () => [sign] };
  const findings = evaluateRules(makeContext(), [broken, sound]);
  expect(findings.map(({ rule }) => rule)).toEqual(['rule-failed', 'sound']);
  expect(findings[0]).toMatchObject({ severity: 'medium', weighs: 'incomplete', observed: 'no such field' });
  expect(findings[0]?.because).not.toEqual([]);
});

test('times that a check tells lose a fraction that is zero', () => {
  const problems = [
    { kind: 'order-unknown', because: ['00'], detail: 'From 2026-06-01T00:00:00.000Z to 2026-06-02T00:00:00.120Z.' },
  ] as const;
  const [finding] = evaluateRules(makeContext({ problems })).filter(({ rule }) => rule === 'order-unknown');
  expect(finding?.detail).toContain('From 2026-06-01T00:00:00Z to 2026-06-02T00:00:00.120Z');
});

test('invisible characters of a file are visible in what a person reads', () => {
  const differences = [makeDifference({ observed: makeUnit({ model: 'DIMM\u202E61G' }) })];
  const [finding] = evaluateRules(makeContext({ differences }));
  expect(finding?.subject).toContain('DIMM\\u{202E}61G');
  expect(finding?.detail).not.toContain('\u202E');
});

test('findings come weightiest first', () => {
  const rule: Rule = {
    ...texts,
    id: 'r',
    evaluate: () => [sign, { ...sign, key: 'l', severity: 'critical' }, { ...sign, key: 'm', severity: 'info' }],
  };
  expect(evaluateRules(makeContext(), [rule]).map(({ severity }) => severity)).toEqual(['critical', 'low', 'info']);
});

test('signs at the limit are all told, and beyond it the rest is counted', () => {
  const many = (count: number): Rule => ({
    ...texts,
    id: 'many',
    evaluate: () => Array.from({ length: count }, (_, index) => ({ ...sign, key: `${index}` })),
  });
  expect(evaluateRules(makeContext(), [many(MAX_SIGNS_PER_RULE)]).some(({ detail }) => detail.includes('more'))).toBe(false);
  const beyond = evaluateRules(makeContext(), [many(MAX_SIGNS_PER_RULE + 3)]);
  expect(beyond).toHaveLength(MAX_SIGNS_PER_RULE);
  expect(beyond.some(({ detail }) => detail.endsWith('And 3 more.'))).toBe(true);
});

// ---------------------------------------------------------------- decisions

const finding = evaluateRules(makeContext({ differences: [added] }))[0]?.id ?? '';
const head = { reason: 'known', at: '2026-05-10T00:00:00Z' };
const decided: Statement = {
  ...head,
  id: 'd1',
  author: 'olga',
  kind: 'decision',
  device: 'device-1',
  finding,
  decision: 'accept-risk',
  expiresAt: '2026-07-01T00:00:00Z',
};
const approved: Statement = { ...head, id: 'a1', author: 'ivan', kind: 'approval', statement: 'd1' };
const decisionAfter = (...statements: readonly Statement[]): unknown =>
  evaluateRules(makeContext({ differences: [added], statements }))[0]?.decision;

test('an approved risk is marked with its end and its author', () => {
  expect(decisionAfter(decided, approved)).toEqual({ kind: 'accept-risk', until: '2026-07-01T00:00:00Z', by: 'olga' });
});

test.each<[string, readonly Statement[]]>([
  ['nobody approved', [decided]],
  ['its own author approved', [decided, { ...approved, author: 'olga' }]],
  ['it has ended', [{ ...decided, expiresAt: AT }, approved]],
  ['it has no end', [{ ...decided, expiresAt: null }, approved]],
  ['it was withdrawn', [decided, approved, { ...head, id: 'w1', author: 'olga', kind: 'withdrawal', statement: 'd1' }]],
  ['its approval was withdrawn', [decided, approved, { ...head, id: 'w1', author: 'ivan', kind: 'withdrawal', statement: 'a1' }]],
  ['it was approved only later', [decided, { ...approved, at: '2026-06-02T00:00:00Z' }]],
  ['it is about another finding', [{ ...decided, finding: findingId('x', 'y', 'z') }, approved]],
])('a risk decision is not in force: %s', (_, statements) => {
  expect(decisionAfter(...statements)).toBeNull();
});

test('an investigation needs no second person', () => {
  expect(decisionAfter({ ...decided, decision: 'investigating', expiresAt: null })).toMatchObject({ kind: 'investigating' });
});

import { expect, test } from 'vitest';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Policy } from '#lib/device/policy.ts';
import {
  AT,
  artifactId,
  makeBase,
  makeCheck,
  makeContext,
  makeDevice,
  makeDifference,
  makeObservation,
  makeSubmission,
  makeUnit,
  POLICY,
} from '#lib/testing/device-states.ts';
import { type Finding, TRUSTS, type Verdict } from './rule.ts';
import { evaluateRules } from './run.ts';
import { MAX_TOLD_FINDINGS, verdictOf } from './verdict.ts';

function judge(over: Partial<DeviceState> = {}, policy: Partial<Policy> = {}): Verdict {
  const context = makeContext(over, policy);
  return verdictOf({ ...context, findings: evaluateRules(context) });
}

const added = makeDifference({ kind: 'component-added', observed: makeUnit({ serial: '29AC274B' }) });
const expectation = makeDevice().expected;

test('a device that holds what was certified is verified, as reported', () => {
  const verdict = judge();
  expect(verdict).toMatchObject({ trust: 'verified', findings: [], lifecycle: 'manufactured' });
  expect(verdict.reasons).toEqual(['Every component that was certified was seen by paccor, as reported by the device, not attested.']);
});

test('a device without an expectation is not enrolled, whatever else is wrong', () => {
  const expected = { basis: 'none', units: [], properties: [], because: [] } as const;
  const documents = [makeBase({ contributes: false, trusted: false, checks: [makeCheck('signature', 'fail')] })];
  const verdict = judge({ expected, documents, differences: [] });
  expect(verdict.trust).toBe('not-enrolled');
  expect(verdict.reasons[0]).toContain('convinces');
});

test('a swap without an expectation is told, and the device stays not enrolled', () => {
  const expected = { basis: 'none', units: [], properties: [], because: [] } as const;
  const differences = [
    makeDifference({ scope: 'history', kind: 'component-replaced', expected: makeUnit(), observed: makeUnit({ serial: 'X' }) }),
  ];
  const verdict = judge({ expected, documents: [], differences });
  expect(verdict.trust).toBe('not-enrolled');
  expect(verdict.findings).toHaveLength(1);
});

test('two bases that contradict each other fail', () => {
  const problems = [{ kind: 'base-conflict', because: [artifactId('base')], differing: '' }] as const;
  const verdict = judge({ expected: { ...expectation, basis: 'conflict', units: [] }, problems });
  expect(verdict.trust).toBe('failed-verification');
  expect(verdict.reasons[0]).toContain('as long as all of them count');
});

test('a broken signature of a certificate on which the answer rests fails, before any change', () => {
  const documents = [makeBase({ checks: [makeCheck('signature', 'fail')] })];
  expect(judge({ documents, differences: [added] }).trust).toBe('failed-verification');
});

test("a stranger's broken certificate neither raises nor lowers trust", () => {
  const stranger = makeBase({ contributes: false, trusted: false, checks: [makeCheck('signature', 'fail'), makeCheck('holder', 'fail')] });
  expect(judge({ documents: [makeBase(), stranger] })).toEqual(judge());
});

test('a component that nobody signed for is a change that nobody explains', () => {
  const verdict = judge({ differences: [added] });
  expect(verdict.trust).toBe('changed-unexplained');
  expect(verdict.reasons[0]).toContain('29AC274B');
  expect(verdict.findings).toHaveLength(1);
});

test('more findings than can be told are counted', () => {
  const differences = Array.from({ length: MAX_TOLD_FINDINGS + 5 }, (_, index) =>
    makeDifference({ observed: makeUnit({ serial: `S${index}` }) }),
  );
  const verdict = judge({ differences });
  expect(verdict.reasons.at(-1)).toBe('And 5 more findings.');
  expect(verdict.findings).toHaveLength(MAX_TOLD_FINDINGS + 5);
});

test('parts that policy exempts never weigh, and are counted', () => {
  const verdict = judge({ differences: [added] }, { exemptCategories: ['memory'] });
  expect(verdict.trust).toBe('verified');
  expect(verdict.reasons.at(-1)).toBe('1 difference is in parts that policy exempts.');
});

test.each<[string, Partial<DeviceState>]>([
  ['whose EK certificate is not at hand', { expected: { ...expectation, basis: 'provisional' } }],
  ['that nobody observed', { observed: null, observations: [], differences: [] }],
  [
    'with a part that no source covers',
    { differences: [makeDifference({ kind: 'not-collected', expected: makeUnit(), authorization: null })] },
  ],
  [
    'with a part of which no source claims to know',
    { differences: [makeDifference({ kind: 'not-reported', expected: makeUnit(), authorization: null })] },
  ],
  [
    'with a serial that was never read',
    { differences: [makeDifference({ kind: 'serial-unconfirmed', expected: makeUnit(), observed: makeUnit(), authorization: null })] },
  ],
  ['with a fork that was not applied', { problems: [{ kind: 'delta-forked', because: [artifactId('base')], applied: false }] }],
])('a device %s has incomplete evidence', (_, over) => {
  const verdict = judge(over);
  expect(verdict.trust).toBe('incomplete-evidence');
  expect(verdict.reasons.length).toBeGreaterThan(0);
});

test('a serial that was read before and is blank now is an unexplained change', () => {
  const blank = makeDifference({
    kind: 'serial-unconfirmed',
    expected: makeUnit(),
    observed: makeUnit({ serial: null }),
    authorization: null,
    serialReadBefore: true,
  });
  expect(judge({ differences: [blank] }).trust).toBe('changed-unexplained');
});

test.each([
  ['2026-03-03T00:00:00Z', 'verified'],
  ['2026-03-02T23:59:59Z', 'stale'],
])('an observation received at %s gives %s after 90 days of freshness', (receivedAt, trust) => {
  const observed = makeObservation({ submission: makeSubmission('inventory', { receivedAt }) });
  expect(judge({ observed }).trust).toBe(trust);
});

test('a time that the submitter claims makes no observation fresh', () => {
  const observed = makeObservation({ submission: makeSubmission('inventory', { receivedAt: '2026-01-01T00:00:00Z', observedAt: AT }) });
  expect(judge({ observed }).trust).toBe('stale');
});

test('a change that a delta authorized is told once, with its authority', () => {
  const step = { ...added, scope: 'history', authorization: 'authorized-by-delta' } as const;
  const verdict = judge({ differences: [...makeDevice().differences, step, { ...step, at: AT }] });
  expect(verdict.trust).toBe('changed-authorized');
  expect(verdict.reasons.filter((reason) => reason.includes('29AC274B'))).toHaveLength(1);
  expect(verdict.reasons[0]).toContain('authorized by a delta certificate');
});

test('a change that was signed for only afterwards is authorized, and said to be late', () => {
  const step = { ...added, scope: 'history', authorization: 'retrospective' } as const;
  const verdict = judge({ differences: [step] });
  expect(verdict.trust).toBe('changed-authorized');
  expect(verdict.reasons.at(-1)).toContain('before anyone handed in a signature');
});

test('a learned expectation is unchanged since its baseline, never verified', () => {
  expect(judge({ expected: { ...expectation, basis: 'learned' } }).trust).toBe('unchanged-since-baseline');
});

test('a part that was away is named although everything is as certified', () => {
  const problems = [{ kind: 'serial-returned', because: [artifactId('inventory')], unit: makeUnit() }] as const;
  const verdict = judge({ problems });
  expect(verdict.trust).toBe('verified');
  expect(verdict.reasons.at(-1)).toContain('is back');
});

// ---------------------------------------------------------------- accepted risks

const decision = { kind: 'accept-risk', until: '2026-07-01T00:00:00Z', by: 'olga' } as const;
const accepted = (finding: Finding): Finding => ({ ...finding, decision });

test('an accepted change no longer weighs as unexplained, and the reason says who accepted it', () => {
  const context = makeContext({ differences: [added] });
  const verdict = verdictOf({ ...context, findings: evaluateRules(context).map(accepted) });
  expect(verdict.trust).toBe('changed-authorized');
  expect(verdict.reasons.some((reason) => reason.startsWith('Risk accepted by olga until 2026-07-01 00:00 UTC: '))).toBe(true);
});

test('what was accepted is told once', () => {
  const problems = [{ kind: 'serial-returned', because: [artifactId('inventory')], unit: makeUnit() }] as const;
  const context = makeContext({ problems });
  const { reasons } = verdictOf({ ...context, findings: evaluateRules(context).map(accepted) });
  const detail = evaluateRules(context).find(({ rule }) => rule === 'serial-returned')?.detail ?? '';
  expect(reasons.filter((reason) => reason.includes(detail))).toHaveLength(1);
});

test('steps between reports that nobody signed for are told although everything is as certified', () => {
  const step = { scope: 'history', kind: 'revision-changed', expected: makeUnit(), observed: makeUnit({ revision: '2' }) } as const;
  const seen = makeDevice().differences;
  const sentence = 'One change between two reports was signed for by nobody; what was seen last agrees with what is expected.';
  expect(judge({ differences: [...seen, makeDifference(step)] }).reasons).toContain(sentence);
  expect(judge({ differences: [...seen, makeDifference({ ...step, authorization: 'authorized-by-delta' })] }).reasons).not.toContain(
    sentence,
  );
});

test('accepting what is not known makes it no more known', () => {
  const context = makeContext({ problems: [{ kind: 'delta-forked', because: [artifactId('base')], applied: false }] });
  expect(verdictOf({ ...context, findings: evaluateRules(context).map(accepted) }).trust).toBe('incomplete-evidence');
});

test('every trust has a device that gets it', () => {
  const step = { ...added, scope: 'history', authorization: 'authorized-exact' } as const;
  const devices: Partial<DeviceState>[] = [
    { expected: { ...expectation, basis: 'none' } },
    { expected: { ...expectation, basis: 'conflict' } },
    { differences: [added] },
    { observed: null },
    { observed: makeObservation({ submission: makeSubmission('inventory', { receivedAt: '2025-01-01T00:00:00Z' }) }) },
    { differences: [step] },
    { expected: { ...expectation, basis: 'learned' } },
    {},
  ];
  expect(devices.map((over) => judge(over).trust)).toEqual([...TRUSTS]);
  expect(POLICY.freshnessDays).toBe(90);
});

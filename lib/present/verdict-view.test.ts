import { expect, test } from 'vitest';
import { type Finding, TRUSTS, type Trust } from '#lib/detect/rule.ts';
import { type StoppedEvaluation, verdictView } from './verdict-view.ts';

interface Over {
  readonly findings?: readonly Finding[];
  /** Ids of the findings that decided the verdict. */
  readonly deciding?: readonly string[];
  readonly reasons?: readonly string[];
  readonly stopped?: StoppedEvaluation | null;
}

const viewOf = (trust: Trust, nextChangeAt: string | null = null, over: Over = {}) => {
  const { findings = [], deciding = findings.map(({ id }) => id), reasons = ['because'], stopped = null } = over;
  return verdictView({
    locale: 'en',
    verdict: { trust, lifecycle: 'in-service', reasons, findings: deciding },
    tier: 'certificate-bound',
    at: '2026-06-01T00:00:00Z',
    ruleSet: '1',
    issuerPolicy: null,
    mappings: { 'dell-scv': 1 },
    findings,
    nextChangeAt,
    stopped,
    now: '2026-06-02T00:00:00Z',
  });
};

const finding = (rule: string, over: Partial<Finding> = {}): Finding => ({
  id: `id of ${rule}`,
  rule,
  severity: 'high',
  subject: 'subject',
  expected: null,
  observed: null,
  because: ['00'],
  resolve: `Resolve ${rule}.`,
  detail: `${rule} was found.`,
  weighs: 'failed',
  decision: null,
  ...over,
});

test('verified never claims more than what the device reported', () => {
  expect(viewOf('verified').sentence).toContain('as reported by the device, not attested');
});

test('a stale device says which evidence is too old: its observation, the answers of its TPM, a result, or several', () => {
  const silence = finding('attestation-stale', { detail: 'Its TPM fell silent.' });
  const result = finding('result-stale', { detail: 'The result expired.' });
  const sentenceOf = (reasons: readonly string[], findings: readonly Finding[]) => viewOf('stale', null, { reasons, findings }).sentence;
  expect(sentenceOf(['The observation is old.'], [])).toMatch(/^The last observation is too old to say/);
  expect(sentenceOf([silence.detail], [silence])).toMatch(/^The TPM has not answered .* how this device starts/);
  expect(sentenceOf([result.detail], [result])).toMatch(/^The newest result of another verifier is too old/);
  expect(sentenceOf(['The observation is old.', silence.detail], [silence])).toMatch(
    /: an observation of what is in it, an answer of its TPM\.$/,
  );
  expect(sentenceOf([silence.detail, result.detail], [silence, result])).toMatch(
    /: an answer of its TPM, a result of the other verifier\.$/,
  );
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
  expect(view.next.text).toMatch(/tried again by itself.*assay trace/);
});

test('lifecycle and tier are told in words', () => {
  expect(viewOf('verified')).toMatchObject({ lifecycle: 'in service', tier: 'bound by certificates' });
});

test('the mappings by which inventories were read are named with the rule set', () => {
  expect(viewOf('verified').computed).toContain('with rule set 1; inventories read by the mappings dell-scv 1');
});

test.each(['failed-verification', 'changed-unexplained', 'incomplete-evidence', 'stale'] as const)(
  'what to do about %s is what resolves the weightiest finding that holds the verdict back',
  (trust) => {
    const findings = [finding('serial-returned'), finding('base-conflict'), finding('ek-untrusted', { severity: 'medium' })];
    const over = { findings, reasons: ['base-conflict was found.'] };
    expect(viewOf(trust, null, { ...over, deciding: ['id of base-conflict'] }).next).toEqual({
      text: 'Base certificates contradict: Resolve base-conflict.',
      finding: 'id of base-conflict',
    });
    const two = viewOf(trust, null, { ...over, deciding: ['id of base-conflict', 'id of ek-untrusted'] });
    expect(two.next.text).toBe(
      'Base certificates contradict: Resolve base-conflict. 1 more finding holds the verdict back, and says what would resolve it.',
    );
  },
);

test('where no finding is the weightiest reason, what to do is told in general', () => {
  const over = { findings: [finding('ek-untrusted')], reasons: ['Nobody has observed what is in this device.', 'ek-untrusted was found.'] };
  expect(viewOf('incomplete-evidence', null, over).next).toEqual({
    text: 'Hand in what is missing; the reasons above name it.',
    finding: null,
  });
  expect(viewOf('stale', null, over).next.text).toBe('Hand in a new inventory.');
});

test('contradicting bases are told first as a reason, and their finding all the same says what to do', () => {
  const reasons = ['Base certificates contradict each other.', 'base-conflict was found.'];
  expect(viewOf('failed-verification', null, { findings: [finding('base-conflict')], reasons }).next.finding).toBe('id of base-conflict');
});

test('a good verdict asks for nothing only where no finding is open beside it', () => {
  const accepted = finding('serial-returned', { decision: { kind: 'accept-risk', until: null, by: 'ada' } });
  const quiet = [accepted, finding('revocation-not-checked', { severity: 'info' })];
  const nextOf = (trust: Trust, findings: readonly Finding[]) => viewOf(trust, null, { findings, deciding: [] }).next;
  expect(nextOf('verified', quiet)).toEqual({ text: 'Nothing needs to be done.', finding: null });
  const open = [finding('retrospective', { severity: 'medium' }), ...quiet];
  expect(nextOf('verified', open)).toEqual({
    text: 'The verdict itself needs nothing. One finding is open beside it. Signed for only afterwards: Resolve retrospective.',
    finding: 'id of retrospective',
  });
  expect(nextOf('changed-authorized', open).text).toMatch(/^The verdict itself needs nothing/);
  expect(nextOf('unchanged-since-baseline', open).text).toMatch(/^Hand in a platform certificate.* One finding is open/);
});

test('what the table of who may say what refuses need not be handed in again', () => {
  expect(viewOf('not-enrolled').next.text).toContain('Hand in a platform certificate');
  const refused = { findings: [finding('issuer-not-authorized')] };
  expect(viewOf('not-enrolled', null, refused).next.text).toContain('Who may say what');
});

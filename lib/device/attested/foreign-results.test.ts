import { expect, test } from 'vitest';
import { parseAttestationResult } from '#lib/attestation/parse.ts';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import type { Check } from '#lib/encoding/check.ts';
import { appraisal, earClaims, ISSUED_AT, ISSUED_SECONDS, makeRevocation, makeTokenFile } from '#lib/testing/attestation-results.ts';
import { makeCheck, makeDocument, makeSubmission } from '#lib/testing/device-states.ts';
import type { DeviceDocument } from '../types.ts';
import { foreignResultsOf } from './foreign-results.ts';

const GOOD = ['structure', 'signature', 'verifier', 'validity'].map((id) => makeCheck(id));
const instead = (...checks: readonly Check[]): readonly Check[] => [
  ...GOOD.filter(({ id }) => !checks.some((check) => check.id === id)),
  ...checks,
];
const PROVEN = '2026-05-01T10:01:00Z';

interface Made {
  readonly label: string;
  readonly status?: string;
  readonly more?: Record<string, unknown>;
  readonly checks?: readonly Check[];
  readonly received?: readonly string[];
}

function tokenOf({ label, status = 'affirming', more = {}, checks = GOOD, received = [PROVEN] }: Made): DeviceDocument {
  const document = parseAttestationResult(makeTokenFile({ claims: earClaims({ submods: { A: appraisal(status) }, ...more }) }));
  return documentOf({ label, document, checks, received });
}

function documentOf({
  label,
  document,
  checks,
  received,
}: { document: ReturnType<typeof parseAttestationResult> } & Required<Pick<Made, 'label' | 'checks' | 'received'>>) {
  const submissions = received.map((receivedAt, index) => makeSubmission(`${label} ${index}`, { receivedAt }));
  return makeDocument({ label, document, over: { checks, submissions, provenAt: received[0] ?? PROVEN } });
}

const agentOf = (
  label: string,
  state: number,
  received: readonly string[] = [PROVEN],
  quoted: number | null = ISSUED_SECONDS,
): DeviceDocument => {
  const document = parseAttestationResult(
    encodeUtf8(JSON.stringify({ results: { operational_state: state, last_received_quote: quoted } })),
  );
  return documentOf({ label, document, checks: instead(makeCheck('signature', 'unknown'), makeCheck('verifier', 'unknown')), received });
};

const question = { freshnessDays: 90, isRefused: () => false };
const of = (...documents: readonly DeviceDocument[]) => foreignResultsOf(documents, question);

test('a result of a trusted verifier counts from when it was made until it expires, else as long as policy says', () => {
  expect(of(tokenOf({ label: 'a' }))).toMatchObject([
    { standing: 'trusted', why: null, at: ISSUED_AT, status: 'affirming', staleAt: '2026-07-30T10:00:00.000Z', isCurrent: true },
  ]);
  const expiring = tokenOf({ label: 'a', more: { exp: ISSUED_SECONDS + 3600 } });
  expect(of(expiring)).toMatchObject([{ staleAt: '2026-05-01T11:00:00.000Z' }]);
});

test('a newer result replaces the earlier ones of its issuer, in whatever order they were handed in', () => {
  const old = tokenOf({ label: 'old', status: 'contraindicated' });
  const newer = tokenOf({ label: 'newer', more: { iat: ISSUED_SECONDS + 60 }, received: ['2026-05-01T10:02:00Z'] });
  const other = tokenOf({ label: 'other', status: 'warning', more: { iss: 'https://another.example' } });
  const expected = [
    { status: 'affirming', isCurrent: true },
    { status: 'contraindicated', isCurrent: false },
    { status: 'warning', isCurrent: true },
  ];
  const statuses = (...documents: readonly DeviceDocument[]) =>
    [...of(...documents)].map(({ status, isCurrent }) => ({ status, isCurrent })).sort((a, b) => (a.status < b.status ? -1 : 1));
  expect(statuses(old, newer, other)).toEqual(expected);
  expect(statuses(other, newer, old)).toEqual(expected);
});

test('a result under one anchor replaces none that was signed under another, whatever name it claims', () => {
  const under = (key: string) => instead({ ...makeCheck('verifier'), signers: [{ key, certificate: 'c', name: 'CN=anchor' }] });
  const bad = tokenOf({ label: 'bad', status: 'contraindicated', checks: under('one') });
  const newer = (key: string) => tokenOf({ label: key, more: { iat: ISSUED_SECONDS + 30 }, checks: under(key) });
  expect(of(bad, newer('two'))).toMatchObject([{ isCurrent: true }, { status: 'contraindicated', isCurrent: true }]);
  expect(of(bad, newer('one'))).toMatchObject([{ isCurrent: true }, { status: 'contraindicated', isCurrent: false }]);
});

test('of two results of one instant the worse one counts', () => {
  const [good, bad] = [tokenOf({ label: 'good' }), tokenOf({ label: 'bad', status: 'contraindicated' })];
  for (const order of [
    [good, bad],
    [bad, good],
  ]) {
    expect(of(...order)).toMatchObject([{ status: 'contraindicated', isCurrent: true }, { isCurrent: false }]);
  }
});

test('what was not verified, or has not its form, or comes from the future is a stranger’s', () => {
  for (const checks of [
    instead(makeCheck('signature', 'unknown')),
    instead(makeCheck('signature', 'fail')),
    instead(makeCheck('verifier', 'fail')),
    instead(makeCheck('structure', 'fail')),
    instead(makeCheck('structure', 'unknown')),
    instead(makeCheck('validity', 'fail')),
  ]) {
    expect(of(tokenOf({ label: 'a', checks }))).toMatchObject([{ standing: 'untrusted', staleAt: null, why: expect.any(String) }]);
  }
});

test('one that had expired when it came is trusted, and stale', () => {
  const checks = instead(makeCheck('validity', 'fail'));
  const expired = tokenOf({ label: 'a', checks, more: { exp: ISSUED_SECONDS + 30 } });
  expect(of(expired)).toMatchObject([{ standing: 'trusted', staleAt: '2026-05-01T10:00:30.000Z' }]);
});

test('what nobody signs is a declaration from its last receipt on at the latest, and replaces nothing that a verifier signed', () => {
  const signed = tokenOf({ label: 'a', status: 'contraindicated' });
  const received = ['2026-05-02T00:00:00Z', '2026-05-03T00:00:00Z'];
  const declared = agentOf('b', 3, received, null);
  expect(of(signed, declared)).toMatchObject([
    { standing: 'declared', why: 'nobody signed it', at: '2026-05-03T00:00:00Z', status: 'affirming', isCurrent: true },
    { standing: 'trusted', status: 'contraindicated', isCurrent: true },
  ]);
  expect(of(agentOf('b', 3, received, ISSUED_SECONDS + 7 * 86_400))).toMatchObject([{ at: '2026-05-03T00:00:00Z' }]);
  expect(of(agentOf('c', 7), declared).map(({ isCurrent }) => isCurrent)).toEqual([true, false]);
});

test('what a declaration says that it is older than its receipt counts against it', () => {
  const old = agentOf('a', 3, ['2026-05-03T00:00:00Z'], ISSUED_SECONDS - 365 * 86_400);
  expect(of(old)).toMatchObject([{ at: '2025-05-01T10:00:00.000Z', staleAt: '2025-07-30T10:00:00.000Z' }]);
  const newer = agentOf('b', 7, ['2026-05-02T00:00:00Z']);
  expect(of(old, newer)).toMatchObject([
    { status: 'contraindicated', isCurrent: true },
    { status: 'affirming', isCurrent: false },
  ]);
});

test('a time without a zone makes a revocation no older than its receipt, as long as it may be of that hour', () => {
  const revocationAt = (event_time: string) =>
    documentOf({
      label: event_time,
      document: parseAttestationResult(
        makeRevocation({ type: 'revocation', agent_id: 'a', event_id: 'ima.x', event_time, severity_label: 'alert' }),
      ),
      checks: GOOD,
      received: [PROVEN],
    });
  expect(of(revocationAt('Fri May  1 02:00:00 2026'))).toMatchObject([{ at: PROVEN, standing: 'trusted', status: 'contraindicated' }]);
  expect(of(revocationAt('Thu Apr 30 02:00:00 2026'))).toMatchObject([{ at: '2026-04-30T02:00:00.000Z' }]);
  expect(of(revocationAt('Fri May  1 19:00:00 2026'))).toMatchObject([{ at: PROVEN }]);
});

test('of a list the row about the device tells when it was judged', () => {
  const head =
    'Device Status,Device Name,Validation Timestamp,Endorsement Certificate Validation Status,Platform Certificate Validation Status,Firmware Validation Status';
  const rows = ['PASS,a,2025-05-01 10:00:00,PASS,PASS,PASS', 'PASS,b,2026-05-01 10:00:00,PASS,PASS,PASS'];
  const list = documentOf({
    label: 'list',
    document: parseAttestationResult(encodeUtf8([head, ...rows].join('\n'))),
    checks: instead(makeCheck('signature', 'unknown'), makeCheck('verifier', 'unknown')),
    received: [PROVEN],
  });
  expect(of({ ...list, parts: ['a'] })).toMatchObject([{ at: '2025-05-01T10:00:00.000Z', standing: 'declared' }]);
  expect(of({ ...list, parts: ['b'] })).toMatchObject([{ at: ISSUED_AT }]);
});

test('a declaration that its submitter may not make changes nothing', () => {
  expect(foreignResultsOf([agentOf('a', 7)], { ...question, isRefused: () => true })).toMatchObject([{ standing: 'untrusted' }]);
});

test('a list of several devices does not tell which of them is this one', () => {
  const row = 'FAIL,a,2026-05-01 10:00:00,PASS,FAIL,PASS';
  const head =
    'Device Status,Device Name,Validation Timestamp,Endorsement Certificate Validation Status,Platform Certificate Validation Status,Firmware Validation Status';
  const listOf = (...rows: readonly string[]) =>
    documentOf({
      label: 'list',
      document: parseAttestationResult(encodeUtf8([head, ...rows].join('\n'))),
      checks: GOOD,
      received: [PROVEN],
    });
  expect(of(listOf(row, row))).toMatchObject([{ standing: 'untrusted' }]);
  expect(of(listOf(row))).toMatchObject([{ standing: 'declared', status: 'contraindicated' }]);
});

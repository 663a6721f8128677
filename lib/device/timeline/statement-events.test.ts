import { expect, test } from 'vitest';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { enrolledSampleKey } from '#lib/testing/sample-attestation.ts';
import type { EnrolmentMethod, Statement } from '../statement/statement-types.ts';
import { statementEvents } from './statement-events.ts';

function enrolment(number: number, method: EnrolmentMethod = 'credential-activation'): Statement {
  const { endorsementKey, attestationKey } = enrolledSampleKey(number);
  const keys = { endorsementKey: toBase64(endorsementKey), endorsementCertificate: null, attestationKey: toBase64(attestationKey) };
  return { kind: 'attestation-key', ...keys, method, id: `s-${number}-${method}`, author: 'agent', at: '2026-05-01T00:00:00Z', reason: '' };
}

const titlesOf = (own: readonly Statement[]): readonly string[] =>
  statementEvents({ own, all: { inForce: own, pending: [], withdrawn: [], selfApprovals: [], approvals: new Map() } }).map(
    ({ title }) => title,
  );

test('a key that is enrolled after another one is told as another key', () => {
  const [first, second] = titlesOf([enrolment(1), enrolment(2)]);
  expect(first).toMatch(/^An attestation key was enrolled/);
  expect(second).toMatch(/^Another key than before\. An attestation key was enrolled/);
});

test('the same key enrolled again, by its certificate too, is no other key', () => {
  const ways = [enrolment(1), enrolment(1, 'certificate'), enrolment(1, 'certification')];
  for (const title of titlesOf(ways)) expect(title).not.toContain('Another');
  expect(new Set(titlesOf(ways)).size).toBe(ways.length);
});

test('a key that comes back after another one is told as another key too, and the other one enrolled twice once', () => {
  const own = [enrolment(1), enrolment(2), enrolment(2, 'certificate'), enrolment(1, 'certificate')];
  expect(titlesOf(own).map((title) => title.startsWith('Another key than before'))).toEqual([false, true, false, true]);
});

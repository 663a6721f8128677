import { expect, test } from 'vitest';
import type { Evidence } from '#lib/device/evidence.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { AT, POLICY } from '#lib/testing/device-states.ts';
import { readEvidence } from '#lib/testing/read-evidence.ts';
import { makeSampleFleet, type SampleStory } from '#lib/testing/sample-fleet.ts';
import { KIOSK_LINE } from '#lib/testing/sample-starts.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { assess } from './assess.ts';

const { authorities, stories } = makeSampleFleet({ count: 176, now: AT });
const anchors = [authorities.tpmVendor, authorities.vendor, authorities.integrator].map(({ certificate }) => ({
  certificate: parseCertificate(certificate),
}));
const tales = new Map<string, SampleStory>();
for (const story of stories) if (!tales.has(story.story)) tales.set(story.story, story);

function evidenceOf(story: string): Evidence {
  const tale = tales.get(story);
  if (tale === undefined) throw new Error(`no story ${story}`);
  const files = tale.submissions.map(({ daysAgo, ...given }, index) => ({
    ...given,
    label: `${story} ${index}`,
    receivedAt: ago(daysAgo),
  }));
  const { enrolled } = tale;
  const statements = enrolled === null ? [] : [keyStatement(enrolled)];
  return { ...readEvidence(files, anchors), statements, attestationPolicy: { lines: [KIOSKS] } };
}

const KIOSKS = { id: 'kiosks', line: KIOSK_LINE, end: null, proposedBy: 'a', approvedBy: 'b', approvedAt: AT, reason: 'agreed' };
const ago = (days: number): string => new Date(Date.parse(AT) - days * 86_400_000).toISOString();

function keyStatement({ endorsementKey, attestationKey, daysAgo }: NonNullable<SampleStory['enrolled']>): Statement {
  return {
    id: 'key',
    kind: 'attestation-key',
    endorsementKey: toBase64(endorsementKey),
    endorsementCertificate: null,
    attestationKey: toBase64(attestationKey),
    method: 'credential-activation',
    author: 'fleet',
    at: ago(daysAgo),
    reason: 'seen',
  };
}

test.each([
  ['as it was built', 'verified', []],
  ['a memory module was swapped without a record', 'changed-unexplained', ['component-replaced']],
  ["the integrator's delta explains an added memory module", 'changed-authorized', []],
  ['a delta names another memory module than the one that is there', 'changed-unexplained', ['component-replaced']],
  ['a stranger signed the delta', 'changed-unexplained', ['component-added', 'issuer-untrusted']],
  ['the firmware version changed without a record', 'changed-unexplained', ['firmware-changed']],
  ['a serial number is no longer reported', 'changed-unexplained', ['serial-unconfirmed']],
  ['the EK certificate was never handed in', 'incomplete-evidence', []],
  ['a byte of the certificate was changed', 'not-enrolled', ['signature-invalid']],
  ['the last inspection is too old', 'stale', []],
  ['a swap was undone', 'verified', ['serial-returned']],
  ['nobody has looked inside yet', 'incomplete-evidence', []],
  ['its TPM answers every day', 'verified', []],
  ['its TPM answers, and at last something was started that its log hides', 'changed-unexplained', ['event-log-does-not-replay']],
  ['its TPM fell silent', 'stale', ['attestation-stale']],
  ['its key was enrolled, and its TPM has not answered yet', 'verified', []],
  [
    'it starts without Secure Boot, which the policy of its model asks for',
    'failed-verification',
    ['attestation-policy-unmet', 'secure-boot-off'],
  ],
  ['it shows what the policy of its model asks for', 'verified', []],
  [
    'it starts another firmware than the manifest of its model describes',
    'changed-unexplained',
    ['measurement-mismatch', 'measurement-mismatch'],
  ],
  ['it has been silent for longer than the policy of its model allows', 'stale', ['attestation-stale']],
])('%s: %s', (story, trust, rules) => {
  const { assessed } = assess(evidenceOf(story));
  expect(assessed.map(({ verdict }) => verdict.trust)).toEqual([trust]);
  const findings = assessed.flatMap((each) => each.findings).filter(({ severity }) => severity !== 'info');
  expect(findings.map(({ rule }) => rule)).toEqual(rules);
  expect(findings.every(({ because }) => because.length > 0)).toBe(true);
});

test('files without a device are told, not dropped', () => {
  const { assessed, unlinked } = assess(evidenceOf('only an HBOM, no certificate'));
  expect(assessed).toEqual([]);
  expect(unlinked).toHaveLength(1);
});

test('the order of submissions makes no difference, nor does handing the same act in twice', () => {
  const evidence = evidenceOf('a swap was undone');
  const turned = { ...evidence, submissions: [...evidence.submissions.toReversed(), ...evidence.submissions] };
  expect(assess(turned)).toEqual(assess(evidence));
});

test('the digest of inputs changes with what was handed in and with policy, and not with the clock', () => {
  const evidence = evidenceOf('as it was built');
  const digestOf = (over: Partial<Evidence>) => assess({ ...evidence, ...over }).assessed[0]?.inputs;
  const digest = digestOf({});
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(digestOf({ at: '2026-06-02T00:00:00Z' })).toBe(digest);
  expect(digestOf({ policy: { ...POLICY, freshnessDays: 30 } })).not.toBe(digest);
  expect(digestOf({ submissions: evidence.submissions.slice(0, -1) })).not.toBe(digest);
  expect(digestOf({ anchors: anchors.slice(0, 2) })).not.toBe(digest);
});

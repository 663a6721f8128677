import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import { verifyAnswer } from '#lib/attestation/verify-answer.ts';
import { fromHex, toHex } from '#lib/encoding/bytes.ts';
import type { Check } from '#lib/encoding/check.ts';
import { parsePcrSelectionText } from '#lib/tpm/pcr-selection.ts';
import { nameOf } from '#lib/tpm/public-area.ts';
import type { Attestation, AttestationOutcome, AttestationState, EnrolledKey, RegisterStanding } from './attestation-types.ts';
import { type ClockStamp, clockSteps } from './clock-steps.ts';
import { makeReplayCheck, type ReplayStanding } from './replay-check.ts';
import { compareTexts, compareTimes } from './time.ts';
import type { DeviceDocument, Submission } from './types.ts';

/** One act of handing in evidence, judged. */
export interface JudgedAnswer {
  readonly document: DeviceDocument;
  readonly submission: Submission;
  readonly evidence: AttestationEvidence;
  readonly attestation: Attestation;
}

/** What is judged: the device's documents, and the keys that were seen in its TPM. */
export interface AttestationQuestion {
  readonly documents: readonly DeviceDocument[];
  readonly keys: readonly EnrolledKey[];
}

/** Judges every act of handing in evidence, in the order of receipt: what an answer means depends on those before it. */
export function judgeAnswers({ documents, keys }: AttestationQuestion): readonly JudgedAnswer[] {
  const replayCheck = makeReplayCheck();
  const before = new Map<string, Before>();
  return sightingsOf(documents).map(({ document, submission, evidence }) => {
    const name = toHex(nameOf(evidence.attestationKey) ?? new Uint8Array());
    const earlier = before.get(name) ?? null;
    const replayed = replayCheck(evidence, isSameBoot(earlier, evidence) ? (earlier?.registers ?? []) : []);
    const attestation = judge({ document, submission, evidence, name, replayed, earlier, enrolled: keys.find((key) => key.name === name) });
    if (attestation.outcome === 'passed') before.set(name, { evidence, registers: attestation.registers });
    return { document, submission, evidence, attestation };
  });
}

/** Passing answers in a row without anything new are one; others never collapse. */
export function attestationStateOf(answers: readonly JudgedAnswer[], keys: readonly EnrolledKey[]): AttestationState {
  const rows: Attestation[] = [];
  for (const { attestation } of answers) {
    const last = rows.at(-1);
    if (last !== undefined && isRepeat(last, attestation)) rows[rows.length - 1] = joined(last, attestation);
    else rows.push(attestation);
  }
  return { keys, attestations: rows };
}

function isRepeat(last: Attestation, next: Attestation): boolean {
  return last.outcome === 'passed' && next.outcome === 'passed' && last.key === next.key && next.clockSteps.length === 0;
}

const joined = (last: Attestation, next: Attestation): Attestation => ({
  ...next,
  firstAt: last.firstAt,
  count: last.count + 1,
  clockSteps: last.clockSteps,
});

interface Before {
  readonly evidence: AttestationEvidence;
  readonly registers: readonly RegisterStanding[];
}

interface Sighting {
  readonly document: DeviceDocument;
  readonly submission: Submission;
  readonly evidence: AttestationEvidence;
}

function sightingsOf(documents: readonly DeviceDocument[]): readonly Sighting[] {
  return documents
    .flatMap((document) => {
      const evidence = document.read.document;
      if (evidence?.kind !== 'attestation-evidence') return [];
      return document.submissions.map((submission) => ({ document, submission, evidence }));
    })
    .sort((a, b) => compareTimes(a.submission.receivedAt, b.submission.receivedAt) || compareTexts(a.submission.id, b.submission.id));
}

const isSameBoot = (earlier: Before | null, { quote }: AttestationEvidence): boolean =>
  earlier !== null && earlier.evidence.quote.clockInfo.resetCount === quote.clockInfo.resetCount;

interface Judging extends Sighting {
  readonly name: string;
  readonly replayed: ReplayStanding;
  readonly earlier: Before | null;
  readonly enrolled: EnrolledKey | undefined;
}

function judge({ document, submission, evidence, name, replayed, earlier, enrolled }: Judging): Attestation {
  const answer = answerChecks(evidence, submission);
  const answered = new Set(answer.map(({ id }) => id));
  const checks = [enrolmentCheck(enrolled), ...document.checks.filter(({ id }) => !answered.has(id)), ...answer, replayed.check];
  const { receivedAt, submittedBy, id } = submission;
  return {
    sha256: submission.sha256,
    documentId: document.read.id,
    submission: id,
    firstAt: receivedAt,
    lastAt: receivedAt,
    count: 1,
    by: submittedBy,
    key: name,
    outcome: outcomeOf(checks, submission),
    checks,
    registers: replayed.registers,
    clockSteps: earlier === null ? [] : clockSteps(stampOf(earlier.evidence), stampOf(evidence)),
  };
}

const stampOf = ({ quote }: AttestationEvidence): ClockStamp => ({ ...quote.clockInfo, firmwareVersion: quote.firmwareVersion });

function answerChecks(evidence: AttestationEvidence, { challenge, receivedAt }: Submission): readonly Check[] {
  const selection = challenge === undefined ? null : parsePcrSelectionText(challenge.selection);
  if (challenge === undefined || selection === null) return verifyAnswer(evidence, null);
  const { nonce, attestationKey, expiresAt } = challenge;
  return verifyAnswer(evidence, { nonce: fromHex(nonce), attestationKey, selection, expiresAt, receivedAt });
}

const ENROLMENT_SPEC = 'TPM 2.0 Library Part 1 section 24.3 (credential protection); TCG EK Credential Profile 2.5';

function enrolmentCheck(enrolled: EnrolledKey | undefined): Check {
  const check = (status: Check['status'], detail: string): Check => ({ id: 'enrolment', status, detail, spec: ENROLMENT_SPEC });
  if (enrolled === undefined) return check('unknown', 'nobody has seen in which TPM its attestation key lives');
  if (enrolled.convinces) return check('pass', `its attestation key was seen in the TPM of this device at ${enrolled.enrolledAt}`);
  return check('unknown', 'its attestation key was seen beside an endorsement key whose certificate leads to no trusted TPM vendor');
}

/** What must hold for an answer to say anything about a device. What a log tells may be unknown: the TPM answered all the same. */
const REQUIRED: readonly string[] = ['enrolment', 'quote-signature', 'attestation-key', 'nonce', 'selection'];

/** Without a challenge nothing fails: anybody could hand an old quote in beside another log. */
function outcomeOf(checks: readonly Check[], { challenge }: Submission): AttestationOutcome {
  if (challenge === undefined) return 'unproven';
  if (checks.some(({ status }) => status === 'fail')) return 'failed';
  return REQUIRED.every((required) => checks.some(({ id, status }) => id === required && status === 'pass')) ? 'passed' : 'unproven';
}

import type {
  Appraisal,
  AppraisalInput,
  AppraisalPolicy,
  AttestationChallenge,
  EarlierQuote,
  EnrolmentFacts,
} from '#lib/attestation/appraisal-types.ts';
import { appraiseEvidence } from '#lib/attestation/appraise-evidence.ts';
import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import { fromHex, toHex } from '#lib/encoding/bytes.ts';
import type { Check } from '#lib/encoding/check.ts';
import { hashNameOf } from '#lib/tpm/algorithms.ts';
import { describePcr } from '#lib/tpm/describe-pcr.ts';
import { IMA_PCR } from '#lib/tpm/ima-replay.ts';
import { parsePcrSelectionText } from '#lib/tpm/pcr-selection.ts';
import type { PcrComparison, PcrReason, PcrVerdict } from '#lib/tpm/pcr-verdict-types.ts';
import { nameOf } from '#lib/tpm/public-area.ts';
import { toldPcrs } from '#lib/tpm/runtime-replay.ts';
import { POLICY_BANK } from '../statement/attestation-policy-types.ts';
import type { Submission } from '../submission-types.ts';
import { compareTexts, compareTimes } from '../time.ts';
import type { DeviceDocument } from '../types.ts';
import type {
  Attestation,
  AttestationOutcome,
  AttestationPolicy,
  AttestationState,
  EnrolledKey,
  RegisterStanding,
} from './attestation-types.ts';
import { makeBootJudge } from './boot-judge.ts';
import { makeToldLogs, type ToldLog } from './boot-log.ts';

/** One act of handing in evidence, judged. */
export interface JudgedAnswer {
  readonly document: DeviceDocument;
  readonly submission: Submission;
  readonly evidence: AttestationEvidence;
  /** What it was judged by: whoever judges it by more begins here, so that nobody says another thing of the same answer. */
  readonly input: AppraisalInput;
  readonly attestation: Attestation;
  /** The log that it tells of, as much of it as counts; null without one. */
  readonly told: ToldLog | null;
  /** In which its quote contradicts its event log; null where it doesn't, and where the quote itself doesn't hold. */
  readonly contradiction: Contradiction | null;
}

/** What the TPM signed is not what a log leads to. */
export interface Contradiction {
  /** In words. */
  readonly says: string;
  /** Something may have been measured since an answer of the same start that passed: then it says nothing against the log of that start. */
  readonly isExtension: boolean;
}

/** What is judged: the device's documents, and the keys that were seen in its TPM. */
export interface AttestationQuestion {
  readonly documents: readonly DeviceDocument[];
  readonly keys: readonly EnrolledKey[];
  /** What the device's group has to show. */
  readonly policy: AttestationPolicy;
}

/** Judges every act of handing in evidence, in the order of receipt: what an answer means depends on those before it. */
export function judgeAnswers({ documents, keys, policy }: AttestationQuestion): readonly JudgedAnswer[] {
  const judge = makeBootJudge();
  const registersOf = makeRegisters();
  const toldLogOf = makeToldLogs();
  const appraisalPolicy = appraisalPolicyOf(policy);
  const answered = new Map<string, string>();
  const earlier = new Map<string, EarlierQuote>();
  let last: LastAnswer | null = null;
  const answers: JudgedAnswer[] = [];
  for (const { document, submission, evidence } of sightingsOf(documents)) {
    const name = nameOf(evidence.attestationKey);
    const key = toHex(name ?? new Uint8Array());
    const enrolled = keys.find((each) => each.name === key);
    const input: AppraisalInput = {
      evidence,
      enrolment: enrolmentFacts(enrolled, name),
      challenge: challengeOf(submission, answered),
      receivedAt: submission.receivedAt,
      earlier: earlier.get(key) ?? null,
      otherKey: last === null || last.key === key ? null : { clock: last.clock, sameTpm: isSameTpm(last.enrolled, enrolled) },
      compareReferences: null,
      knownFiles: null,
      policy: appraisalPolicy,
    };
    const appraisal = appraiseEvidence(input, judge);
    const registers = registersOf(appraisal.comparison);
    const attestation = attestationOf({ document, submission, key, appraisal, registers });
    if (input.challenge?.answeredAt === null && submission.challenge !== undefined)
      answered.set(submission.challenge.id, submission.receivedAt);
    if (attestation.outcome === 'passed') {
      earlier.set(key, earlierOf(evidence, appraisal));
      last = { key, enrolled, clock: evidence.quote.clockInfo.clock };
    }
    const logs = evidence.eventLog.state === 'read' ? evidence.eventLog.log.logs : [];
    const told = toldLogOf(logs, appraisal.comparison);
    const contradiction = attestation.outcome === 'failed' ? contradictionOf(appraisal, evidence) : null;
    answers.push({ document, submission, evidence, input, attestation, told, contradiction });
  }
  return answers;
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

/** Whether reference values and files are known, only the whole device tells: rules of their own ask for them. */
function appraisalPolicyOf({ requiredPcrs, requireSecureBoot }: AttestationPolicy): AppraisalPolicy {
  const pcrs = requiredPcrs.length === 0 ? [] : [{ hash: POLICY_BANK, pcrs: requiredPcrs }];
  return { requiredPcrs: pcrs, requireSecureBoot, requireReferences: false, requireKnownFiles: false };
}

function enrolmentFacts(enrolled: EnrolledKey | undefined, name: Uint8Array | null): EnrolmentFacts {
  return {
    proof: proofOf(enrolled),
    keyName: enrolled === undefined ? null : name,
    revoked: false,
    // An attestation key may stand below a storage key of the owner too: then its qualified name says nothing of the endorsement key.
    endorsementKey: null,
    chain: enrolled?.convinces === true ? 'pass' : 'unknown',
    components: 'unknown',
  };
}

/** A certificate, or a key, that doesn't vouch for the key any more shows nothing. */
function proofOf(enrolled: EnrolledKey | undefined): EnrolmentFacts['proof'] {
  if (enrolled === undefined || enrolled.doubt !== null) return 'none';
  return enrolled.method === 'credential-activation' ? 'activation' : enrolled.method;
}

/**
 * A challenge counts for the first act that answers it.
 * @param answered  by its id, when it was answered first
 */
function challengeOf({ challenge }: Submission, answered: ReadonlyMap<string, string>): AttestationChallenge | null {
  const selection = challenge === undefined ? null : parsePcrSelectionText(challenge.selection);
  if (challenge === undefined || selection === null) return null;
  const { id, nonce, attestationKey, issuedAt, expiresAt } = challenge;
  return { nonce: fromHex(nonce), selection, issuedAt, expiresAt, answeredAt: answered.get(id) ?? null, keyName: fromHex(attestationKey) };
}

/** The last answer that passed, of whichever key. */
interface LastAnswer {
  readonly key: string;
  readonly enrolled: EnrolledKey | undefined;
  readonly clock: bigint;
}

/** One endorsement key is one TPM; a key whose enrolment is in doubt is shown to be in none. */
function isSameTpm(one: EnrolledKey | undefined, other: EnrolledKey | undefined): boolean {
  return one?.doubt === null && other?.doubt === null && one.endorsementKey === other.endorsementKey;
}

function earlierOf({ quote }: AttestationEvidence, { comparison }: Appraisal): EarlierQuote {
  const { clock, resetCount, restartCount } = quote.clockInfo;
  const matched = comparison.verdicts.filter(({ status }) => status === 'match').map(({ hash, pcr }) => ({ hash, pcr }));
  return { clock, resetCount, restartCount, firmwareVersion: quote.firmwareVersion, matched };
}

interface Appraised {
  readonly document: DeviceDocument;
  readonly submission: Submission;
  readonly key: string;
  readonly appraisal: Appraisal;
  readonly registers: readonly RegisterStanding[];
}

function attestationOf({ document, submission, key, appraisal, registers }: Appraised): Attestation {
  const { receivedAt, submittedBy, id, sha256 } = submission;
  const { events } = appraisal;
  const checks = events.some(({ kind }) => kind === 'extended-after-boot') ? appraisal.checks.map(asExtended) : appraisal.checks;
  return {
    sha256,
    documentId: document.read.id,
    submission: id,
    firstAt: receivedAt,
    lastAt: receivedAt,
    count: 1,
    by: submittedBy,
    key,
    outcome: outcomeOf(checks, submission),
    checks,
    registers,
    clockSteps: events.flatMap(({ kind }) => (kind === 'extended-after-boot' ? [] : [kind])),
  };
}

/** What was measured after the start, and is in no log, is a change of the device: nobody can say by what. */
const asExtended = (check: Check): Check => (check.id === 'pcrs' ? { ...check, status: 'fail' } : check);

/**
 * In which a quote contradicts the event log beside it: a register that the log alone tells of holds another value, or was extended without a record. Only the
 * TPM's own word contradicts a log, so the signature holds.
 */
function contradictionOf({ checks, comparison }: Appraisal, { imaLog, runtimeLog }: AttestationEvidence): Contradiction | null {
  if (checks.some(({ id, status }) => SAID_BY_TPM.has(id) && status !== 'pass')) return null;
  const isToldElsewhere = ({ hash, pcr }: PcrVerdict): boolean =>
    (pcr === IMA_PCR && imaLog.state === 'read') || (runtimeLog.state === 'read' && toldPcrs(runtimeLog.log.records, hash).has(pcr));
  const against = comparison.verdicts.filter((verdict) => CONTRADICTING.has(verdict.reason) && !isToldElsewhere(verdict));
  const says = checks.find(({ id }) => id === 'pcrs')?.detail;
  return says === undefined || against.length === 0 ? null : { says, isExtension: against.every(({ reason }) => reason === EXTENDED) };
}

const EXTENDED: PcrReason = 'extended-after-boot';
const SAID_BY_TPM: ReadonlySet<string> = new Set(['quote', 'signature']);
const CONTRADICTING: ReadonlySet<PcrReason> = new Set(['digest-differs', 'other-value', 'no-record', EXTENDED]);

/** Answers that say the same share what is said of their PCRs. */
function makeRegisters(): (comparison: PcrComparison) => readonly RegisterStanding[] {
  const known = new Map<PcrComparison, readonly RegisterStanding[]>();
  return (comparison) => {
    const registers = known.get(comparison) ?? comparison.verdicts.map(registerOf);
    known.set(comparison, registers);
    return registers;
  };
}

function registerOf(verdict: PcrVerdict): RegisterStanding {
  const { hash, pcr, status, reason, attested, repaired } = verdict;
  return { hash, bank: hashNameOf(hash), pcr, status, reason, attested, repaired, says: describePcr(verdict) };
}

/** What must hold for an answer to say anything about a device. What a log tells may be unknown: the TPM answered all the same. */
const REQUIRED: readonly string[] = [
  'quote',
  'signature',
  'key-attributes',
  'enrolment',
  'endorsement',
  'nonce',
  'challenge',
  'requested-pcrs',
];
/** What else must not fail. Settings of the firmware and reference values have findings of their own. */
const DECIDING: ReadonlySet<string> = new Set([...REQUIRED, 'selection', 'clock', 'pcr-digest', 'pcrs', 'event-log', 'measurement-list']);

/** Without a challenge nothing fails: anybody could hand an old quote in beside another log. */
function outcomeOf(checks: readonly Check[], { challenge }: Submission): AttestationOutcome {
  if (challenge === undefined) return 'unproven';
  if (checks.some(({ id, status }) => status === 'fail' && DECIDING.has(id))) return 'failed';
  return REQUIRED.every((required) => checks.some(({ id, status }) => id === required && status === 'pass')) ? 'passed' : 'unproven';
}

/**
 * The first check that decides against an answer, or the first of `ids` that does; undefined where none does. Where the digest over the
 * registers is another, what is known of the single ones is told in its place.
 */
export function failureOf(checks: readonly Check[], ids: ReadonlySet<string> = DECIDING): Check | undefined {
  const failed = checks.find(({ id, status }) => status === 'fail' && ids.has(id));
  if (failed?.id !== 'pcr-digest') return failed;
  const registers = checks.find(({ id, status }) => id === 'pcrs' && status !== 'pass');
  return registers === undefined ? failed : { ...failed, detail: registers.detail };
}

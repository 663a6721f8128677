import type { AppraisalInput, AttestationChallenge, EarlierQuote, EnrolmentFacts } from '#lib/attestation/appraisal-types.ts';
import { appraiseEvidence } from '#lib/attestation/appraise-evidence.ts';
import type { EarStatement } from '#lib/attestation/encode-ear.ts';
import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import { type Tier, worstTier } from '#lib/attestation/trustworthiness.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import type { Attestation } from '#lib/device/attested/attestation-types.ts';
import { appraisalPolicyOf } from '#lib/device/attested/attestations.ts';
import { referencesOfState } from '#lib/device/attested/state-references.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import { fromHex } from '#lib/encoding/bytes.ts';
import { parsePcrSelectionText } from '#lib/tpm/pcr-selection.ts';
import { parsePublicArea, subjectPublicKeyInfoOf, type TpmPublicArea } from '#lib/tpm/public-area.ts';

/** A result speaks of an answer that is at most so old, and ends by then. */
export const RESULT_HOURS = 24;

/** What a relying party asks. */
export interface ResultQuestion {
  /** ISO 8601. */
  readonly at: string;
  /** Of the relying party, 8 to 64 octets; null where it gave none. */
  readonly nonce: Uint8Array | null;
}

/**
 * What Assay concludes from the newest answer of a device's TPM, ready to be signed. Null where no TPM answered within RESULT_HOURS.
 * @spec RFC 9334 section 8.4; draft-ietf-rats-ear section 3
 */
export function attestationResult(assessed: Assessed, { at, nonce }: ResultQuestion): EarStatement | null {
  const { device, verdict, ruleSet } = assessed;
  const latest = device.attestation.attestations.at(-1);
  const answer = latest === undefined ? undefined : answerOf(device, latest);
  if (latest === undefined || answer === undefined) return null;
  const expiresAt = new Date(Date.parse(latest.lastAt) + RESULT_HOURS * 60 * 60_000).toISOString();
  if (expiresAt <= at) return null;
  const { vector, status } = appraiseEvidence(inputOf({ device, latest, components: partsOf(assessed), ...answer }));
  return {
    verifier: { developer: 'Assay', build: `rules ${ruleSet}` },
    issuedAt: at,
    expiresAt,
    nonce,
    appraisals: [
      {
        name: 'TPM',
        status: worstTier([status, ...boundsOf(latest, verdict)]),
        vector,
        policies: [`urn:assay:rules:${ruleSet}`],
        attestationKey: subjectPublicKeyInfoOf(answer.evidence.attestationKey),
      },
    ],
  };
}

/** What the device's own page says is never told better here. */
function boundsOf({ outcome }: Attestation, { trust }: Assessed['verdict']): readonly Tier[] {
  return [
    ...(outcome === 'failed' ? (['contraindicated'] as const) : []),
    ...(outcome === 'unproven' ? (['none'] as const) : []),
    ...(outcome === 'passed' && trust === 'changed-unexplained' ? (['warning'] as const) : []),
  ];
}

/** Rules about parts. Others weigh as a change as well (what was started, Secure Boot, files in use), and say nothing about a part. */
const PART_RULES: readonly string[] = [
  'component-added',
  'component-removed',
  'component-replaced',
  'serial-unconfirmed',
  'firmware-changed',
  'same-version-other-digest',
  'rebase-changes-parts',
];

/** What the verdict says of the parts, beside the platform certificate. */
function partsOf({ verdict, findings }: Assessed): EnrolmentFacts['components'] {
  if (verdict.trust === 'verified') return 'match';
  if (verdict.trust !== 'changed-unexplained') return 'unknown';
  return findings.some(({ id, rule }) => verdict.findings.includes(id) && PART_RULES.includes(rule)) ? 'mismatch' : 'unknown';
}

interface Answer {
  readonly evidence: AttestationEvidence;
  readonly submission: Submission;
}

function answerOf({ documents }: DeviceState, { documentId, submission }: Attestation): Answer | undefined {
  for (const { read, submissions } of documents) {
    const act = submissions.find(({ id }) => id === submission);
    if (read.id === documentId && act !== undefined && read.document?.kind === 'attestation-evidence')
      return { evidence: read.document, submission: act };
  }
  return undefined;
}

interface Grounds extends Answer {
  readonly device: DeviceState;
  readonly latest: Attestation;
  readonly components: EnrolmentFacts['components'];
}

function inputOf({ device, latest, components, evidence, submission }: Grounds): AppraisalInput {
  return {
    evidence,
    enrolment: enrolmentOf(device, { latest, components }),
    challenge: challengeOf(submission),
    receivedAt: submission.receivedAt,
    earlier: earlierOf(device, latest),
    ...referencesOfState(device),
    policy: { ...appraisalPolicyOf(device.attestationPolicy), requireReferences: device.attestationPolicy.requireReferences },
  };
}

/** A key beside an endorsement key that nobody vouches for may be of a program: nothing is proven then. */
function enrolmentOf(
  device: DeviceState,
  { latest, components }: { readonly latest: Attestation; readonly components: EnrolmentFacts['components'] },
): EnrolmentFacts {
  const key = device.attestation.keys.find(({ name }) => name === latest.key);
  if (key === undefined) return { proof: 'none', keyName: null, revoked: false, endorsementKey: null, chain: 'unknown', components };
  return {
    proof: !key.convinces ? 'none' : key.method === 'certificate' ? 'certificate' : 'activation',
    keyName: fromHex(key.name),
    revoked: false,
    endorsementKey: endorsementKeyIn(device, key.statement),
    chain: key.convinces ? 'pass' : 'unknown',
    components,
  };
}

/** As it was enrolled; it was read when the statement was made. */
function endorsementKeyIn({ statements }: DeviceState, id: string): TpmPublicArea | null {
  const statement = statements.find((each) => each.id === id);
  return statement?.kind === 'attestation-key' ? parsePublicArea(new Uint8Array(Buffer.from(statement.endorsementKey, 'base64'))) : null;
}

function challengeOf({ challenge }: Submission): AttestationChallenge | null {
  const selection = challenge === undefined ? null : parsePcrSelectionText(challenge.selection);
  if (challenge === undefined || selection === null) return null;
  const { nonce, attestationKey, issuedAt, expiresAt } = challenge;
  // A second answer to a challenge is refused when it is handed in.
  return { nonce: fromHex(nonce), keyName: fromHex(attestationKey), selection, issuedAt, expiresAt, answeredAt: null };
}

/** The answer before, of the same key, that convinced. */
function earlierOf(device: DeviceState, latest: Attestation): EarlierQuote | null {
  const before = device.attestation.attestations.findLast(
    (each) => each !== latest && each.key === latest.key && each.outcome === 'passed',
  );
  const answer = before === undefined ? undefined : answerOf(device, before);
  if (before === undefined || answer === undefined) return null;
  const { clockInfo, firmwareVersion } = answer.evidence.quote;
  const { clock, resetCount, restartCount } = clockInfo;
  const matched = before.registers.filter(({ status }) => status === 'match').map(({ hash, pcr }) => ({ hash, pcr }));
  return { keyName: fromHex(before.key), clock, resetCount, restartCount, firmwareVersion, matched };
}

import type { AppraisalInput, EnrolmentFacts } from '#lib/attestation/appraisal-types.ts';
import { appraiseEvidence } from '#lib/attestation/appraise-evidence.ts';
import type { EarStatement } from '#lib/attestation/encode-ear.ts';
import { type Tier, worstTier } from '#lib/attestation/trustworthiness.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import type { Attestation } from '#lib/device/attested/attestation-types.ts';
import { judgeAnswers } from '#lib/device/attested/attestations.ts';
import { referencesOfState } from '#lib/device/attested/state-references.ts';
import { subjectPublicKeyInfoOf } from '#lib/tpm/public-area.ts';

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
  if (latest === undefined) return null;
  const expiresAt = new Date(Date.parse(latest.lastAt) + RESULT_HOURS * 60 * 60_000).toISOString();
  if (expiresAt <= at) return null;
  const input = inputOf(assessed, latest);
  if (input === undefined) return null;
  const { vector, status } = appraiseEvidence(input);
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
        attestationKey: subjectPublicKeyInfoOf(input.evidence.attestationKey),
      },
    ],
  };
}

/** What the device's own page says is never told better here. A verification that fails, such as that of a certificate that was revoked, is of the whole device. */
function boundsOf({ outcome }: Attestation, { trust }: Assessed['verdict']): readonly Tier[] {
  return [
    ...(trust === 'failed-verification' ? (['contraindicated'] as const) : []),
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
  'revision-changed',
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

/** Begins with what the answer was judged by, so that the page and the result never say another thing of it; what the whole device knows is added. */
function inputOf(assessed: Assessed, { documentId, submission }: Attestation): AppraisalInput | undefined {
  const { documents, attestation, attestationPolicy, ...device } = assessed.device;
  const answers = judgeAnswers({ documents, keys: attestation.keys, policy: attestationPolicy });
  const judged = answers.findLast((each) => each.document.read.id === documentId && each.submission.id === submission);
  if (judged === undefined) return undefined;
  const { enrolment, policy } = judged.input;
  return {
    ...judged.input,
    ...referencesOfState({ ...device, documents }),
    enrolment: { ...enrolment, components: partsOf(assessed) },
    policy: { ...policy, requireReferences: attestationPolicy.requireReferences },
  };
}

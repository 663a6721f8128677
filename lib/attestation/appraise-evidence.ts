import type { PcrComparison } from '#lib/tpm/pcr-verdict-types.ts';
import type { Appraisal, AppraisalEvent, AppraisalInput } from './appraisal-types.ts';
import { judgeBoot } from './appraise-boot.ts';
import { judgeClock } from './appraise-clock.ts';
import { policyCheck } from './appraise-policy.ts';
import { quoteChecks } from './appraise-quote.ts';
import { appraisalStatus, vectorOf } from './appraise-vector.ts';

/**
 * Appraises what a device says of itself: who signed and after which question, then the TPM's clock, then the PCRs beside the logs, then what the
 * logs say beside reference values, then the policy. Every step is a check with its reason; evidence that doesn't convince is never an error.
 * @param judge  judges quote and logs; whoever asks often gives one that remembers
 * @spec RFC 9334 sections 4 and 8; draft-ietf-rats-ar4si section 2.3
 */
export function appraiseEvidence(input: AppraisalInput, judge = judgeBoot): Appraisal {
  const clock = judgeClock(input);
  const boot = judge(input, clock.sameBoot ? (input.earlier?.matched ?? []) : []);
  const asked = [...quoteChecks(input), ...clock.checks, ...boot.checks];
  const policy = policyCheck(input.policy, { checks: asked, verdicts: boot.comparison.verdicts });
  const checks = [...asked, policy];
  const vector = vectorOf({ input, checks, boot });
  const { comparison, log, facts, problems, references, files } = boot;
  return {
    checks,
    comparison,
    log,
    facts,
    problems,
    references,
    files,
    events: [...clock.events, ...extendedSince(comparison)],
    vector,
    status: appraisalStatus(vector, policy),
  };
}

function extendedSince({ verdicts }: PcrComparison): readonly AppraisalEvent[] {
  const pcrs = verdicts.filter(({ reason }) => reason === 'extended-after-boot').map(({ hash, pcr }) => ({ hash, pcr }));
  return pcrs.length === 0 ? [] : [{ kind: 'extended-after-boot', pcrs }];
}

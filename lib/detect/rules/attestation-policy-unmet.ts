import { judgedStart } from '#lib/device/attested/judged-starts.ts';
import { type PolicyGap, policyGaps } from '#lib/device/attested/policy-gaps.ts';
import { lastAnswer } from '#lib/device/device-facts.ts';
import type { Rule, Severity } from '../rule.ts';

const RESOLVE =
  'Bring the device into the state that policy asks of its group and have it attest again, or propose an end of the policy line.';

const SUBJECTS: Readonly<Record<PolicyGap['what'], string>> = {
  attestation: 'attestation that policy requires',
  pcrs: 'registers that policy requires',
  'secure-boot': 'Secure Boot that policy requires',
  references: 'reference values that policy requires',
};
const WEIGHT = {
  contradicted: { severity: 'high', weighs: 'failed' },
  unknown: { severity: 'medium', weighs: 'incomplete' },
} as const satisfies Readonly<Record<PolicyGap['how'], { readonly severity: Severity; readonly weighs: 'failed' | 'incomplete' }>>;

/** A device doesn't show what the policy of its group asks for. */
export const attestationPolicyUnmet: Rule = {
  id: 'attestation-policy-unmet',
  means: 'The device doesn’t show what the attestation policy of its group asks for.',
  matters: 'Two people said what devices like this one have to show before they are relied upon. What is not known never counts as shown.',
  resolve: RESOLVE,
  source: 'RFC 9334 section 8.5 (appraisal policy for Evidence)',
  weighs: 'incomplete',
  evaluate: ({ device }) => {
    const because = [
      lastAnswer(device.attestation)?.sha256,
      judgedStart(device.boots, (boot) => boot)?.sha256,
      ...device.attestationPolicy.lines,
    ];
    return policyGaps(device).map(({ what, how, says }) => ({
      key: what,
      ...WEIGHT[how],
      subject: SUBJECTS[what],
      expected: 'as policy asks',
      observed: how === 'contradicted' ? 'the opposite' : 'not known',
      because: [...new Set(because.flatMap((sha256) => sha256 ?? []))],
      resolve: RESOLVE,
      detail: says,
    }));
  },
};

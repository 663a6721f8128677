import { answerSigns } from '../answer-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE = 'Have the agent quote all PCRs that the challenge asks for, in a bank that the TPM keeps.';

/** The quote leaves out PCRs that were asked for. */
export const quoteSelectionIncomplete: Rule = {
  id: 'quote-selection-incomplete',
  means: 'The quote leaves out PCRs that were asked for.',
  matters: 'What was measured into the missing PCRs is not attested, and may be anything.',
  resolve: RESOLVE,
  source: 'TPM 2.0 Library Part 3 section 18.4 (TPM2_Quote)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    answerSigns(device, {
      checks: ['requested-pcrs', 'selection'],
      severity: 'medium',
      expected: 'a quote over every PCR that was asked for',
      resolve: RESOLVE,
      tells: 'The TPM left out what was asked for',
    }),
};

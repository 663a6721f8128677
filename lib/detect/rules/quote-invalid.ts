import { answerSigns } from '../answer-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE = 'Ask the device again. If it fails again, take it out of service and look at who answers for it.';

/** The TPM’s answer to a challenge was not signed by its attestation key. */
export const quoteInvalid: Rule = {
  id: 'quote-invalid',
  means: 'The TPM’s answer to a challenge was not signed by its attestation key.',
  matters: 'Whoever answered does not hold the key, or changed the answer on its way: nothing it says is the TPM’s.',
  resolve: RESOLVE,
  source: 'TPM 2.0 Library Part 2 section 10.12.12; RFC 9334 section 7.4',
  weighs: 'failed',
  evaluate: ({ device }) =>
    answerSigns(device, {
      checks: ['quote', 'signature', 'key-attributes'],
      severity: 'high',
      expected: 'a quote signed by the enrolled attestation key',
      resolve: RESOLVE,
      tells: 'The TPM’s answer can not be relied upon',
    }),
};

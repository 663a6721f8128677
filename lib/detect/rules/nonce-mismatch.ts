import { answerSigns } from '../answer-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE = 'Ask the device again. If it fails again, find out who answers in its place.';

/** The answer was not made for the challenge that it came with. */
export const nonceMismatch: Rule = {
  id: 'nonce-mismatch',
  means: 'The answer was not made for the challenge that it came with.',
  matters: 'An old answer, or one of another device, was sent in place of a fresh one: what the device runs now is not known.',
  resolve: RESOLVE,
  source: 'RFC 9334 section 10.3 (freshness by nonce)',
  weighs: 'failed',
  evaluate: ({ device }) =>
    answerSigns(device, {
      checks: ['nonce', 'challenge', 'clock'],
      severity: 'high',
      expected: 'an answer to the challenge, in time',
      resolve: RESOLVE,
      tells: 'The answer of the TPM is not fresh',
    }),
};

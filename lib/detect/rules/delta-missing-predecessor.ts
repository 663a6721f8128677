import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** A delta certificate follows a certificate that isn't at hand or doesn't count. */
export const deltaMissingPredecessor: Rule = {
  id: 'delta-missing-predecessor',
  means: "A delta certificate follows a certificate that isn't at hand or doesn't count.",
  matters: 'A missing link may hold changes that nobody here has seen.',
  resolve: 'Hand in the certificate that the delta names as its predecessor.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.3 (each delta names its predecessor)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'delta-missing-predecessor').map(({ because, predecessor }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'medium',
        subject: 'delta certificate',
        observed: predecessor,
        detail: `A delta certificate was not applied: its predecessor ${predecessor} is not at hand, or does not count.`,
        resolve: 'Hand in the certificate that the delta names as its predecessor.',
      }),
    ),
};

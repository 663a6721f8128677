import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** The expected state begins with a rebase certificate whose predecessor isn't at hand. */
export const rebaseWithoutHistory: Rule = {
  id: 'rebase-without-history',
  means: "The expected parts come from a rebase certificate, and the certificate that it continues isn't at hand.",
  matters: 'The list is whole, but what was certified before it, and what changed since, can not be told.',
  resolve: 'Hand in the certificates that the rebase names.',
  source: 'TCG Platform Certificate Profile 2.1 section 2.2 (rebase platform certificate)',
  weighs: 'none',
  evaluate: ({ device }) =>
    problemsOf(device, 'rebase-without-history').map(({ because, predecessor }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'low',
        subject: 'rebase certificate',
        observed: predecessor,
        detail: `The device's history begins with a rebase certificate: ${predecessor}, which it continues, is not at hand.`,
        resolve: 'Hand in the certificates that the rebase names.',
      }),
    ),
};

import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** Two delta certificates follow one predecessor. */
export const deltaForked: Rule = {
  id: 'delta-forked',
  means: 'Two delta certificates follow one predecessor.',
  matters: 'Each was issued without knowledge of the other: their order, and so the outcome, can be chosen by whoever presents them.',
  resolve: 'Have the issuer make one delta that follows the other.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.3 (each delta names its predecessor)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'delta-forked').map(({ because, applied }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: applied ? 'low' : 'medium',
        subject: 'delta certificates',
        detail: applied
          ? 'Two delta certificates follow one predecessor; both were applied, because they touch different serialized units.'
          : 'Two delta certificates follow one predecessor; neither was applied.',
        resolve: 'Have the issuer make one delta that follows the other.',
      }),
    ),
};

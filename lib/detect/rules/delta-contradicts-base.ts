import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** A delta certificate removes or changes what isn't there. */
export const deltaContradictsBase: Rule = {
  id: 'delta-contradicts-base',
  means: "A delta certificate removes or changes what isn't there.",
  matters: "A delta that doesn't fit its base describes another device, or somebody lies about what was in this one.",
  resolve: 'Ask the issuer for a delta that fits what was certified before.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.3 (component status of a delta)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'delta-contradicts-base').map(({ because, detail }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'high',
        subject: 'delta certificate',
        detail: detail,
        resolve: 'Ask the issuer for a delta that fits what was certified before.',
      }),
    ),
};

import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** A delta certificate begins before the certificate that it follows. */
export const deltaPredatesBase: Rule = {
  id: 'delta-predates-base',
  means: 'A delta certificate begins before the certificate that it follows.',
  matters: 'Time runs one way: such a delta was made for another history of the device.',
  resolve: 'Ask the issuer for a delta that is dated after its predecessor.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.3 (delta platform certificate)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'delta-predates-base').map(({ because, detail }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'medium',
        subject: 'delta certificate',
        detail: detail,
        resolve: 'Ask the issuer for a delta that is dated after its predecessor.',
      }),
    ),
};

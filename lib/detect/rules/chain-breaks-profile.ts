import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** A certificate of specification 2.x applies and breaks a rule for its chain. */
export const chainBreaksProfile: Rule = {
  id: 'chain-breaks-profile',
  means: 'A delta or rebase certificate applies, and breaks a rule that the specification has for chains of certificates.',
  matters: 'Another reader may refuse such a certificate; an anchor that is gone can hide a changed root of trust.',
  resolve: 'Ask the issuer for a certificate that keeps to the specification, dates and anchors of what it continues.',
  source: 'TCG Platform Certificate Profile 2.1 section 3.3 (delta and rebase platform certificates)',
  weighs: 'none',
  evaluate: ({ device }) =>
    problemsOf(device, 'chain-breaks-profile').map(({ because, detail }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'low',
        subject: 'chain of certificates',
        detail,
        resolve: 'Ask the issuer for a certificate that keeps to the specification, dates and anchors of what it continues.',
      }),
    ),
};

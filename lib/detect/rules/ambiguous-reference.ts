import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** A certificate names another one, and several fit the name. */
export const ambiguousReference: Rule = {
  id: 'ambiguous-reference',
  means: 'A certificate names another one, and several fit the name.',
  matters: 'Issuer and serial number repeat in practice; guessing would let an attacker offer the wrong one.',
  resolve: 'Ask the issuer for certificates with serial numbers of their own.',
  source: 'RFC 5280 section 4.1.2.2 (serial numbers are unique for an issuer)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'ambiguous-reference').map(({ because, detail }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'medium',
        subject: 'reference',
        detail: detail,
        resolve: 'Ask the issuer for certificates with serial numbers of their own.',
      }),
    ),
};

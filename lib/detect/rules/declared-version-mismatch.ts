import { describeDocument, documentSign, documentsWithCheck } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

/** A platform certificate declares one version of the specification and is built like another. */
export const declaredVersionMismatch: Rule = {
  id: 'declared-version-mismatch',
  means: 'A platform certificate declares one version of the specification and is built like another.',
  matters: 'Versions have different rules; a reader that believes the declaration may skip parts of the body.',
  resolve: 'Ask the issuer for a certificate whose declaration fits its body.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.1.5 (TCG credential specification)',
  weighs: 'none',
  evaluate: ({ device }) =>
    documentsWithCheck(device, { ids: ['specification'], statuses: ['fail'] }).map(({ document, check }) =>
      documentSign({
        document,
        severity: 'low',
        expected: 'a declaration that fits the body',
        observed: check.detail,
        resolve: 'Ask the issuer for a certificate whose declaration fits its body.',
        detail: `The ${describeDocument(document)} ${check.detail}.`,
      }),
    ),
};

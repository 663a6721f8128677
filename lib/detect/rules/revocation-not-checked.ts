import { describeDocument, documentSign, documentsWithCheck } from '../document-sign.ts';
import { isReliedUpon } from '../reliance.ts';
import type { Rule } from '../rule.ts';

/** Nobody looked whether the certificate has been revoked. */
export const revocationNotChecked: Rule = {
  id: 'revocation-not-checked',
  means: 'Nobody looked whether the certificate has been revoked.',
  matters: 'An issuer withdraws certificates that were made by mistake or with a stolen key.',
  resolve: 'Ask the issuer whether it has been revoked; this version reads no revocation lists.',
  source: 'RFC 5280 section 6.3 (CRL validation)',
  weighs: 'none',
  evaluate: ({ device, policy }) =>
    documentsWithCheck(device, { ids: ['revocation'], statuses: ['unknown'] })
      .filter(({ document }) => isReliedUpon(device, document) || (document.trusted && policy.requireRevocation))
      .map(({ document, check }) =>
        documentSign({
          document,
          severity: 'info',
          expected: 'not revoked',
          observed: check.detail,
          resolve: 'Ask the issuer whether it has been revoked; this version reads no revocation lists.',
          detail: `Whether the ${describeDocument(document)} has been revoked is not known: ${check.detail}.`,
        }),
      ),
};

import { describeDocument, documentSign, documentsWithCheck } from '../document-sign.ts';
import { isReliedUpon } from '../reliance.ts';
import type { Rule } from '../rule.ts';

const resolve = "Hand in the issuer's current revocation list, or an OCSP response about the certificate; Assay fetches none by itself.";

/** Whether a certificate has been revoked is not known, or no longer. */
export const revocationNotChecked: Rule = {
  id: 'revocation-not-checked',
  means:
    'Whether a certificate has been revoked is not known: no revocation list or OCSP response about it is at hand, or it is out of date.',
  matters: 'An issuer withdraws certificates that were made by mistake or with a stolen key.',
  resolve,
  source: 'RFC 5280 section 6.3 (CRL validation); RFC 6960 section 3.2',
  weighs: 'incomplete',
  evaluate: ({ device, policy }) =>
    documentsWithCheck(device, { ids: ['revocation'], statuses: ['unknown'] })
      .filter(({ check }) => check.code !== 'on-hold')
      .filter(({ document }) => isReliedUpon(device, document) || (document.trusted && policy.requireRevocation))
      .map(({ document, check }) =>
        documentSign({
          document,
          // Where policy asks for it, nothing counts that wasn't checked, and the reader must know why.
          ...(policy.requireRevocation
            ? ({ severity: 'medium', weighs: 'incomplete' } as const)
            : ({ severity: 'info', weighs: 'none' } as const)),
          expected: 'not revoked',
          observed: check.detail,
          because: check.because ?? [],
          resolve,
          detail: `Whether the ${describeDocument(document)} has been revoked is not known${check.code === 'outdated' ? ' any more' : ''}: ${check.detail}.`,
        }),
      ),
};

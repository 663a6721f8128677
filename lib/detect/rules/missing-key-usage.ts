import { describeDocument, documentSign, documentsWithCheck } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

/** The EK certificate doesn't say that it certifies an endorsement key. */
export const missingKeyUsage: Rule = {
  id: 'missing-key-usage',
  means: "The EK certificate doesn't say that it certifies an endorsement key.",
  matters: "The usage keeps a certificate that was made for something else from passing as a TPM's; many real TPMs lack it.",
  resolve: "Nothing needs to be done when the TPM vendor's chain convinces.",
  source: 'TCG EK Credential Profile 2.5 section 3.2 (extended key usage tcg-kp-EKCertificate, 2.23.133.8.1)',
  weighs: 'none',
  evaluate: ({ device }) =>
    documentsWithCheck(device, { ids: ['key-usage'], statuses: ['unknown', 'fail'] }).map(({ document, check }) =>
      documentSign({
        document,
        severity: 'info',
        expected: 'the key purpose and key usage of an EK certificate',
        observed: check.detail,
        resolve: "Nothing needs to be done when the TPM vendor's chain convinces.",
        detail: `The ${describeDocument(document)} ${check.detail}.`,
      }),
    ),
};

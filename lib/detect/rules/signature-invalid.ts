import { failedCheckSigns } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

/** The signature over a certificate doesn't verify with its issuer's key. */
export const signatureInvalid: Rule = {
  id: 'signature-invalid',
  means: "The signature over a certificate doesn't verify with its issuer's key.",
  matters: 'The certificate was altered, or somebody else made it: nothing that it says counts.',
  resolve: 'Hand in the certificate as its issuer made it.',
  source: 'RFC 5755 section 5 (attribute certificate validation); RFC 5280 section 6.1.3',
  weighs: 'failed',
  evaluate: ({ device }) =>
    failedCheckSigns({
      device,
      checks: ['signature'],
      expected: "a signature that verifies with the issuer's key",
      resolve: 'Hand in the certificate as its issuer made it.',
    }),
};

import type { Rule } from '../rule.ts';

const RESOLVE = "Add the TPM vendor's root as a trust anchor, and hand in the vendor's intermediate certificates.";

/** The device answers with a key that was seen beside an endorsement key which leads to no trusted TPM vendor. */
export const keyNotBound: Rule = {
  id: 'key-not-bound',
  means: 'The device answers with a key that was seen beside an endorsement key which leads to no trusted TPM vendor.',
  matters: 'Anybody can make a TPM in software: without its vendor, an answer proves only that somebody holds a key.',
  resolve: RESOLVE,
  source: 'TCG EK Credential Profile 2.5 section 3; attack: a software TPM answers in place of the real one',
  weighs: 'incomplete',
  evaluate: ({ device: { attestation } }) =>
    attestation.keys
      .filter(({ convinces }) => !convinces)
      .map(({ name, statement }) => ({
        key: name,
        severity: 'high',
        subject: `attestation key ${name.slice(4, 16)}`,
        expected: 'an endorsement key with a certificate of a trusted TPM vendor',
        observed: null,
        because: [statement],
        resolve: RESOLVE,
        detail: 'Its TPM answers, and no trusted vendor vouches for that TPM.',
      })),
};

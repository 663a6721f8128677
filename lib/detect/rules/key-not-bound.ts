import type { Rule } from '../rule.ts';

const RESOLVE = "Add the TPM vendor's root as a trust anchor, and hand in the vendor's intermediate certificates.";

const RESOLVE_CERTIFICATE =
  'Hand in the certificates and add the anchor that are missing, or enrol the key anew: by a certificate that convinces, or by a credential that its TPM opens.';

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
      .map(({ name, statement, doubt }) => ({
        key: name,
        severity: 'high',
        subject: `attestation key ${name.slice(4, 16)}`,
        expected:
          doubt === null
            ? 'an endorsement key with a certificate of a trusted TPM vendor'
            : 'a certificate of the attestation key, or of the key that certified it, that leads to a trust anchor and names this TPM',
        observed: null,
        because: [statement],
        resolve: doubt === null ? RESOLVE : RESOLVE_CERTIFICATE,
        detail:
          doubt === null
            ? 'Its TPM answers, and no trusted vendor vouches for that TPM.'
            : `What its attestation key was enrolled by does not vouch for it now: ${doubt}.`,
      })),
};

import type { Check } from '#lib/encoding/check.ts';
import { describeDocument, documentSign } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

/** Which has a rule of its own. */
const isWithdrawn = (checks: readonly Check[]): boolean => checks.some(({ id, status }) => id === 'revocation' && status === 'fail');

/** The EK certificate doesn't lead to a TPM vendor that is trusted. */
export const ekUntrusted: Rule = {
  id: 'ek-untrusted',
  means: "The EK certificate doesn't lead to a TPM vendor that is trusted.",
  matters: 'Without it nobody vouches that the key lives in a TPM: an attacker can make a key and a certificate for it.',
  resolve: "Add the TPM vendor's root as a trust anchor, and hand in the vendor's intermediate certificates.",
  source: 'TCG EK Credential Profile 2.5 section 3 (EK certificate); attack: an EK certificate is forged with a known issuer and serial',
  weighs: 'incomplete',
  evaluate: ({ device }) => {
    const endorsements = device.documents.filter(({ read }) => read.kind === 'endorsement-key-certificate');
    // A forged EK certificate beside a convincing one changes nothing; alone it leaves the binding open.
    const open = !endorsements.some(({ trusted }) => trusted) && device.documents.some(({ contributes }) => contributes);
    return endorsements
      .filter(({ trusted, checks }) => !trusted && !isWithdrawn(checks))
      .map((document) => {
        const problem =
          document.checks.find(({ status }) => status === 'fail') ?? document.checks.find(({ status }) => status === 'unknown');
        return documentSign({
          document,
          severity: open ? 'medium' : 'low',
          weighs: open ? 'incomplete' : 'none',
          expected: 'a path to a trusted TPM vendor',
          observed: problem?.detail ?? null,
          resolve: "Add the TPM vendor's root as a trust anchor, and hand in the vendor's intermediate certificates.",
          detail: `The ${describeDocument(document)} does not convince${problem === undefined ? '' : `: ${problem.detail}`}.`,
        });
      });
  },
};

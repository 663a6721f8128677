import { foreignResultSign, resultName } from '../foreign-result-sign.ts';
import type { Rule } from '../rule.ts';

const resolve = "Configure the verifier's public key, or add the authority of its certificate as a trust anchor, if you trust it.";

/** A result that changes nothing, because it is not known to be by a verifier that is trusted. */
export const resultUntrustedVerifier: Rule = {
  id: 'result-untrusted-verifier',
  means: 'The result of another verifier changes nothing, because its verifier is not known, or it does not have the form of its format.',
  matters: 'Anyone can write a result; only a verifier that somebody with the right trusts can vouch for a device, or against it.',
  resolve,
  source: 'RFC 9334 section 7.4 (trust of a relying party in a verifier); RFC 8725 section 3.10 (keys inside a token)',
  weighs: 'none',
  evaluate: ({ device }) =>
    device.results
      .filter(({ standing }) => standing === 'untrusted')
      .map((result) =>
        foreignResultSign(result, {
          severity: 'low',
          expected: 'a result of a verifier that is trusted',
          observed: result.why,
          resolve,
          detail: `The ${resultName(result)} changes nothing here: ${result.why}.`,
        }),
      ),
};

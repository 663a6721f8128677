import type { ForeignResult } from '#lib/device/attested/foreign-results.ts';
import { foreignResultSign, resultName } from '../foreign-result-sign.ts';
import type { Rule, Sign } from '../rule.ts';

const resolve = "Do what the verifier's reasons ask for, and hand in a newer result of the same verifier.";

/** What another verifier signed weighs as what Assay finds itself; what only whoever handed it in says leaves the evidence incomplete. */
function signOf(result: ForeignResult): Sign {
  const failed = result.standing === 'trusted' && result.status === 'contraindicated';
  return foreignResultSign(result, {
    severity: failed ? 'high' : 'medium',
    weighs: failed ? 'failed' : 'incomplete',
    expected: 'affirming',
    observed: result.detail,
    resolve,
    detail: `The ${resultName(result)} says ${result.detail}${result.why === null ? '' : `; ${result.why}`}.`,
  });
}

/** Another verifier does not affirm the device. */
export const resultNegative: Rule = {
  id: 'result-negative',
  means: 'Another verifier appraised evidence of this device and does not affirm it.',
  matters: 'It saw evidence that Assay may not have: measurements, keys, the state of a trusted execution environment.',
  resolve,
  source: 'RFC 9334 section 8.4 (Attestation Results); draft-ietf-rats-ar4si section 2.3',
  weighs: 'failed',
  evaluate: ({ device }) =>
    device.results
      .filter(
        ({ isCurrent, standing, status }) =>
          isCurrent && standing !== 'untrusted' && (status === 'warning' || status === 'contraindicated'),
      )
      .map(signOf),
};

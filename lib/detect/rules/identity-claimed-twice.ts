import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** Two live claims lead to one TPM. */
export const identityClaimedTwice: Rule = {
  id: 'identity-claimed-twice',
  means: 'Two live claims lead to one TPM.',
  matters: 'A TPM is in one machine; a second claim is a copy, a mistake, or an attempt to pass as this device.',
  resolve: 'Find out which machine holds the TPM, and have the other certificate withdrawn.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.2 (binding to the EK certificate); attack: a device is cloned on paper',
  weighs: 'failed',
  evaluate: ({ device }) =>
    problemsOf(device, 'identity-claimed-twice').map(({ because, detail }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'high',
        subject: 'device identity',
        detail: detail,
        resolve: 'Find out which machine holds the TPM, and have the other certificate withdrawn.',
      }),
    ),
};

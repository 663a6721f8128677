import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** Two base certificates say what one device was built of. */
export const baseConflict: Rule = {
  id: 'base-conflict',
  means: 'Two base certificates say what one device was built of.',
  matters: 'One of them is wrong or belongs to another device; believing either could hide a swap.',
  resolve: "Ask the issuer which of the two is this device's base, and to revoke the other; this version can't set one aside.",
  source: 'TCG Platform Certificate Profile 1.1 section 3.2 (one base platform certificate for a platform)',
  weighs: 'failed',
  evaluate: ({ device }) =>
    problemsOf(device, 'base-conflict').map(({ because }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'high',
        subject: 'base certificates',
        detail: `${because.length} base certificates are bound to one device; nothing is expected of it as long as all of them count.`,
        resolve: "Ask the issuer which of the two is this device's base, and to revoke the other; this version can't set one aside.",
      }),
    ),
};

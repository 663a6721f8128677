import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE =
  "Ask the issuer which of them is this device's base. Then choose it on the device's page; a second person approves the choice.";

const sentenceOf = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Two base certificates say what one device was built of. */
export const baseConflict: Rule = {
  id: 'base-conflict',
  means: 'Two base certificates say what one device was built of, and not the same.',
  matters: 'One of them is wrong or belongs to another device; believing either could hide a swap.',
  resolve: RESOLVE,
  source: 'TCG Platform Certificate Profile 1.1 section 3.2 (one base platform certificate for a platform)',
  weighs: 'failed',
  evaluate: ({ device }) =>
    problemsOf(device, 'base-conflict').map(({ because, differing }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'high',
        subject: 'base certificates',
        detail: `${because.length} base certificates are bound to one device and say different things; nothing is expected of it as long as all of them count. ${sentenceOf(differing)}`,
        resolve: RESOLVE,
      }),
    ),
};

import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** A delta certificate is at hand, and the base certificate that it builds on isn't. */
export const baseMissing: Rule = {
  id: 'base-missing',
  means: "A delta certificate is at hand, and the base certificate that it builds on isn't.",
  matters: 'A delta lists only what changed: without its base nobody knows what the device should hold.',
  resolve: 'Hand in the base certificate of this device.',
  source: 'TCG Platform Certificate Profile 1.1 section 3.3 (delta platform certificate)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'base-missing').map(({ because }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'medium',
        subject: 'base certificate',
        detail: 'A delta certificate names a base certificate that was not handed in, so nothing is expected of the device.',
        resolve: 'Hand in the base certificate of this device.',
      }),
    ),
};

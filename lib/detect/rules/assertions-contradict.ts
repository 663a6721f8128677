import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

const RESOLVE = "Ask the issuer which of the assertions hold, and check them against the evaluation's own certificate.";

const sentenceOf = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Two certificates that count for one device assert different things of its security. */
export const assertionsContradict: Rule = {
  id: 'assertions-contradict',
  means: 'Two certificates that count for this device assert different levels, evaluations or roots of trust of it.',
  matters: 'One of them is wrong: the device may have been evaluated to less than the one that is shown to a buyer says.',
  resolve: RESOLVE,
  source: 'TCG Platform Certificate Profile 1.1 section 3.1.1 (TBBSecurityAssertions), 2.1 section 3.1 (TBBSecurityAssertions-v3)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    problemsOf(device, 'assertions-contradict').map(({ because, detail }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'medium',
        subject: 'security assertions',
        detail: sentenceOf(detail),
        resolve: RESOLVE,
      }),
    ),
};

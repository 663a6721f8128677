import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

/** A statement has no effect: the person who approved it also made it, or what it names isn't there. */
export const statementVoid: Rule = {
  id: 'statement-void',
  means: "A statement has no effect: the person who approved it also made it, or what it names isn't there.",
  matters: "Four eyes are the point: one person alone can't declare a device good.",
  resolve: 'Have a second person approve the statement, or withdraw it.',
  source: 'NIST SP 800-53 revision 5 AC-5 (separation of duties)',
  weighs: 'none',
  evaluate: ({ device }) =>
    problemsOf(device, 'statement-void').map(({ because, detail }) =>
      problemSign({
        device,
        because,
        key: documentIds(device, because),
        severity: 'low',
        subject: 'statement',
        detail: detail,
        resolve: 'Have a second person approve the statement, or withdraw it.',
      }),
    ),
};

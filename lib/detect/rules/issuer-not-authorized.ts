import { describeDocument, documentSign, documentsWithCheck } from '../document-sign.ts';
import { documentIds, problemSign, problemsOf } from '../problem-sign.ts';
import type { Rule } from '../rule.ts';

const resolve = 'If it should count, an administrator proposes a policy line that says so, and an operator approves it.';

/** The table of who may say what does not let a trusted issuer sign this, or an account report it. */
export const issuerNotAuthorized: Rule = {
  id: 'issuer-not-authorized',
  means: 'The table of who may say what does not let a trusted issuer sign this certificate, or an account report this.',
  matters: 'An authority that is trusted for one manufacturer or one kind of part could otherwise vouch for any device.',
  resolve,
  source:
    'RFC 9334 section 7 (trust model: an endorser is trusted for what it may endorse); attack: a trusted issuer signs for devices of others',
  weighs: 'none',
  evaluate: ({ device }) => [
    ...documentsWithCheck(device, { ids: ['issuer-policy'], statuses: ['fail'] }).map(({ document, check }) =>
      documentSign({
        document,
        severity: 'medium',
        expected: 'a line in the table of who may say what',
        observed: check.detail,
        resolve,
        detail: `The ${describeDocument(document)} changes nothing here: ${check.detail}.`,
      }),
    ),
    ...problemsOf(device, 'issuer-not-authorized').map(({ because, account, detail }) =>
      problemSign({
        device,
        because,
        key: `${account}>${documentIds(device, because)}`,
        severity: 'low',
        subject: account,
        expected: 'a line in the table of who may say what',
        resolve,
        detail: `A report is no observation: ${detail}`,
      }),
    ),
  ],
};

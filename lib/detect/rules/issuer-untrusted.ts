import type { DeviceDocument } from '#lib/device/types.ts';
import { describeDocument, documentSign, documentsWithCheck, failedCheckSigns } from '../document-sign.ts';
import type { Rule } from '../rule.ts';

const resolve = "Hand in the intermediate certificates, and add the issuer's root as a trust anchor if you trust it.";

/** Then the chain was not judged, and the rule about signatures tells why. */
const isForged = ({ checks }: DeviceDocument): boolean => checks.some(({ id, status }) => id === 'signature' && status === 'fail');

/** No trust anchor vouches for the issuer of a certificate. */
export const issuerUntrusted: Rule = {
  id: 'issuer-untrusted',
  means: 'No trust anchor vouches for the issuer of a certificate.',
  matters: 'Anyone can make a certificate; only an issuer that somebody with the right trusts can vouch for a device.',
  resolve: "Add the issuer's root as a trust anchor if you trust it, and hand in the intermediate certificates.",
  source: 'RFC 5280 section 6.1 (path validation)',
  weighs: 'failed',
  evaluate: ({ device }) => [
    ...failedCheckSigns({ device, checks: ['chain'], expected: 'a path to a trust anchor', resolve }),
    ...documentsWithCheck(device, { ids: ['chain'], statuses: ['unknown'] })
      .filter(({ document }) => !isForged(document))
      .map(({ document, check }) =>
        documentSign({
          document,
          severity: 'low',
          weighs: 'none',
          expected: 'a path to a trust anchor',
          observed: check.detail,
          resolve,
          detail: `The ${describeDocument(document)} changes nothing here as long as its issuer is not trusted: ${check.detail}.`,
        }),
      ),
  ],
};

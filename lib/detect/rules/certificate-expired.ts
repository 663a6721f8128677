import type { DeviceDocument } from '#lib/device/types.ts';
import { timeText } from '#lib/encoding/time-text.ts';
import { describeDocument, documentSign } from '../document-sign.ts';
import { isReliedUpon } from '../reliance.ts';
import type { Rule } from '../rule.ts';

interface Validity {
  readonly notBefore: string;
  readonly notAfter: string;
}

function validityOf({ read: { document } }: DeviceDocument): Validity | null {
  if (document === undefined) return null;
  if ('certificate' in document) return document.certificate;
  return 'notAfter' in document ? document : null;
}

/** What is said of a certificate outside its validity, or null inside it. */
function problemOf({ notBefore, notAfter }: Validity, at: string): string | null {
  if (Date.parse(at) > Date.parse(notAfter)) return `expired at ${timeText(notAfter)}`;
  return Date.parse(at) < Date.parse(notBefore) ? `is valid from ${timeText(notBefore)} only` : null;
}

/** The instant asked about lies outside the validity of a certificate. */
export const certificateExpired: Rule = {
  id: 'certificate-expired',
  means: 'The instant asked about lies outside the validity of a certificate.',
  matters: 'Issuers stop watching over a certificate when it expires; a platform certificate still says what was built.',
  resolve: 'Hand in a certificate that is valid now, if the issuer renews it.',
  source: 'RFC 5280 section 4.1.2.5; RFC 5755 section 4.2.6 (validity)',
  weighs: 'none',
  evaluate: ({ device, at }) =>
    device.documents.flatMap((document) => {
      const validity = validityOf(document);
      const problem = validity === null ? null : problemOf(validity, at);
      if (validity === null || problem === null) return [];
      const effect = isReliedUpon(device, document) ? 'it was valid when it was first received, and still counts' : 'nothing rests on it';
      return [
        documentSign({
          document,
          severity: 'low',
          expected: `valid at ${timeText(at)}`,
          observed: `valid from ${timeText(validity.notBefore)} to ${timeText(validity.notAfter)}`,
          resolve: 'Hand in a certificate that is valid now, if its issuer renews it.',
          detail: `The ${describeDocument(document)} ${problem}; ${effect}.`,
        }),
      ];
    }),
};

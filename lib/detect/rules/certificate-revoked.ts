import type { DeviceState } from '#lib/device/device-state.ts';
import type { DeviceDocument } from '#lib/device/types.ts';
import type { Check } from '#lib/encoding/check.ts';
import { type CertificateStanding, isRevocationCheck } from '#lib/x509/revocation-types.ts';
import { describeDocument, documentSign } from '../document-sign.ts';
import type { Rule, Severity, Sign, Weighs } from '../rule.ts';

const resolve = 'Ask the issuer for a new certificate, and find out why this one was withdrawn.';

/** Whether everything but revocation speaks for a document: then the device's answer rests on it, or would. */
function isGenuine({ checks }: DeviceDocument): boolean {
  const decides = ({ id, status }: Check): boolean =>
    status === 'fail' && id !== 'revocation' && ['signature', 'chain', 'holder'].includes(id);
  return !checks.some(decides);
}

/**
 * Whether it was what the device was believed by, and nothing took its place. An old certificate beside a good one changes
 * nothing: anyone may hand it in. Without a delta its changes are signed for by nobody, which has findings of its own.
 */
function isRested(device: DeviceState, document: DeviceDocument): boolean {
  if (!isGenuine(document)) return false;
  const others = device.documents.filter((other) => other !== document);
  switch (document.read.kind) {
    case 'platform-certificate':
    case 'rebase-platform-certificate':
      return document.contributes || !others.some(({ contributes }) => contributes);
    case 'endorsement-key-certificate':
      return (
        others.some(({ contributes }) => contributes) && !others.some(({ read, trusted }) => read.kind === document.read.kind && trusted)
      );
    default:
      return document.contributes;
  }
}

function weightOf(standing: CertificateStanding, fails: boolean, isRested: boolean): { severity: Severity; weighs: Weighs } {
  if (standing.kind === 'revoked-later' || !isRested)
    return { severity: fails && standing.kind === 'revoked' ? 'medium' : 'low', weighs: 'none' };
  return fails ? { severity: 'high', weighs: 'failed' } : { severity: 'medium', weighs: 'incomplete' };
}

/** The issuer of a certificate, or of one above it, has withdrawn it. */
export const certificateRevoked: Rule = {
  id: 'certificate-revoked',
  means: 'The issuer of a certificate, or of one above it, has withdrawn it or put it on hold.',
  matters:
    'Whoever has the key of an authority can make certificates for any device; what it signed counts only as far as it is proven older.',
  resolve,
  source: 'RFC 5280 sections 5.3.1 (reason code), 5.3.2 (invalidity date) and 6.3; RFC 6960 section 2.2',
  weighs: 'failed',
  evaluate: ({ device }) =>
    device.documents.flatMap((document) =>
      document.checks.filter(isRevocationCheck).flatMap((check) =>
        check.standings
          .filter(({ entry }) => entry !== null)
          .map((standing): Sign => {
            const fails = check.status === 'fail' && standing.kind !== 'revoked-later';
            return documentSign({
              document,
              ...weightOf(standing, fails, isRested(device, document)),
              key: standing.certificate,
              expected: 'not revoked',
              observed: standing.detail,
              because: standing.artifact === null ? [] : [standing.artifact],
              resolve:
                standing.kind === 'on-hold' ? 'Hand in the next revocation list of the issuer, which tells how the hold ends.' : resolve,
              detail: `The ${describeDocument(document)} ${fails ? 'does not pass' : 'still counts'}: ${standing.certificate} is ${standing.detail}.`,
            });
          }),
      ),
    ),
};

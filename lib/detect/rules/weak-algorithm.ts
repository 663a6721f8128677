import type { DeviceDocument } from '#lib/device/types.ts';
import { rsaModulusBits } from '#lib/x509/key.ts';
import { MIN_RSA_BITS } from '#lib/x509/signature.ts';
import { describeDocument, documentSign } from '../document-sign.ts';
import { isReliedUpon } from '../reliance.ts';
import type { Rule } from '../rule.ts';

/** What the path rests on, as its verification found it, and the key that the certificate is for. */
function weaknessesOf({ read: { document }, checks }: DeviceDocument): readonly string[] {
  const told = checks.filter(({ id, status }) => id === 'strength' && status === 'fail').map(({ detail }) => detail);
  const bits = document?.kind === 'endorsement-key-certificate' ? rsaModulusBits(document.certificate.subjectPublicKeyInfo) : null;
  return bits !== null && bits < MIN_RSA_BITS ? [...told, `its own RSA key has ${bits} bits`] : told;
}

/** A certificate rests on SHA-1, or on an RSA key below 2040 bits. */
export const weakAlgorithm: Rule = {
  id: 'weak-algorithm',
  means: 'A certificate rests on SHA-1, or on an RSA key below 2040 bits.',
  matters: 'Collisions of SHA-1 and factors of short keys can be bought: the signature no longer proves who made it.',
  resolve: 'Ask the issuer for a certificate with a current algorithm.',
  source: 'NIST SP 800-131A revision 2, sections 3 (digital signatures) and 9 (hash functions)',
  weighs: 'incomplete',
  evaluate: ({ device }) =>
    device.documents.flatMap((document) => {
      const weaknesses = weaknessesOf(document);
      if (weaknesses.length === 0) return [];
      const relied = isReliedUpon(device, document);
      return [
        documentSign({
          document,
          severity: relied ? 'medium' : 'low',
          weighs: relied ? 'incomplete' : 'none',
          expected: `SHA-256 or better, RSA keys of at least ${MIN_RSA_BITS} bits`,
          observed: weaknesses.join('; '),
          resolve: 'Ask the issuer for a certificate with a current algorithm.',
          detail: `The ${describeDocument(document)} is weak: ${weaknesses.join('; ')}.`,
        }),
      ];
    }),
};

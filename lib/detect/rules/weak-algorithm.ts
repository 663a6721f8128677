import type { DeviceDocument } from '#lib/device/types.ts';
import { rsaModulusBits } from '#lib/x509/key.ts';
import { MIN_RSA_BITS } from '#lib/x509/signature.ts';
import { findSignatureAlgorithm } from '#lib/x509/signature-algorithms.ts';
import { describeDocument, documentSign } from '../document-sign.ts';
import { isReliedUpon } from '../reliance.ts';
import type { Rule } from '../rule.ts';

/** Each weakness of a document in a few words. */
function weaknessesOf({ read: { document }, checks }: DeviceDocument): readonly string[] {
  const told = checks.filter(({ id, status }) => id === 'algorithm' && status === 'fail').map(({ detail }) => detail);
  if (told.length > 0) return told;
  if (document === undefined || document.kind === 'cyclonedx-bom' || document.kind === 'inventory') return [];
  const signed = 'certificate' in document ? document.certificate : document;
  const algorithm = findSignatureAlgorithm(signed.signatureAlgorithm.oid);
  const bits = 'certificate' in document ? rsaModulusBits(document.certificate.subjectPublicKeyInfo) : null;
  return [
    ...(algorithm?.hash === 'sha1' ? [`it is signed with ${algorithm.name}`] : []),
    ...(bits !== null && bits < MIN_RSA_BITS ? [`its RSA key has ${bits} bits`] : []),
  ];
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

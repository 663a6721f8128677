import { equalBytes } from '#lib/encoding/bytes.ts';
import { compareNames } from './name.ts';
import { type SignatureOutcome, verifySignature } from './signature.ts';
import type { AuthorityKeyIdentifier, Certificate, Name } from './types.ts';

/** Certificates in a path, from the issuer of the document to the anchor. Real paths stay under 5. */
export const MAX_PATH_LENGTH = 8;

/** Something signed whose signer is looked for. */
export interface Signed {
  readonly issuer: Name;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  readonly verifyWith: (issuer: Certificate) => SignatureOutcome;
}

/** A certificate as something signed. */
export function asSigned(certificate: Certificate): Signed {
  const { issuer, authorityKeyIdentifier } = certificate;
  return { issuer, authorityKeyIdentifier, verifyWith: (signer) => verifyIssued(certificate, signer) };
}

const issued = new WeakMap<Certificate, WeakMap<Certificate, SignatureOutcome>>();

/** Asked once of two certificates: a path above the documents of one issuer is the same for all of them. */
function verifyIssued(certificate: Certificate, signer: Certificate): SignatureOutcome {
  const outcomes = issued.get(certificate) ?? new WeakMap<Certificate, SignatureOutcome>();
  const known = outcomes.get(signer);
  if (known !== undefined) return known;
  const outcome = verifyWithKeyOf(signer, certificate);
  issued.set(certificate, outcomes.set(signer, outcome));
  return outcome;
}

function verifyWithKeyOf(signer: Certificate, certificate: Certificate): SignatureOutcome {
  return verifySignature({
    algorithm: certificate.signatureAlgorithm,
    innerAlgorithm: certificate.innerSignatureAlgorithm,
    subjectPublicKeyInfo: signer.subjectPublicKeyInfo,
    tbs: certificate.tbs,
    signature: certificate.signatureValue,
  });
}

/** Key identifiers decide when both sides have one; else issuer and serial number, when they are given. */
export function contradicts(identifier: AuthorityKeyIdentifier | null, candidate: Certificate): boolean {
  if (identifier === null) return false;
  const { keyIdentifier, issuer, serialNumber } = identifier;
  if (keyIdentifier !== null && candidate.subjectKeyIdentifier !== null) return !equalBytes(keyIdentifier, candidate.subjectKeyIdentifier);
  if (serialNumber !== null && serialNumber !== candidate.serialNumber) return true;
  return issuer !== null && compareNames(issuer, candidate.issuer) === 'different';
}

import { equalBytes } from '#lib/encoding/bytes.ts';
import { compareNames } from './name.ts';
import type { Pool } from './pool.ts';
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

/** A certificate of a path, and how the signature of what it issued turned out. */
export interface Step {
  readonly certificate: Certificate;
  readonly outcome: SignatureOutcome;
}

/** A certificate as something signed. */
export function asSigned(certificate: Certificate): Signed {
  const { issuer, authorityKeyIdentifier } = certificate;
  return { issuer, authorityKeyIdentifier, verifyWith: (signer) => verifyIssued(certificate, signer) };
}

/**
 * Every path from something signed to an anchor in which all signatures verify, shortest detours first; ends when the pool is
 * exhausted. A path stops at its first anchor. Nothing but names, key identifiers and signatures is looked at.
 */
export function* pathsFrom(signed: Signed, below: readonly Step[], pool: Pool): Generator<readonly Step[]> {
  if (below.length >= MAX_PATH_LENGTH) return;
  for (const certificate of pool.candidatesFor(signed)) {
    if (below.some((step) => step.certificate.id === certificate.id)) continue;
    if (!pool.spend()) return;
    const outcome = signed.verifyWith(certificate);
    if (outcome.status !== 'valid') continue;
    yield* pathsThrough({ certificate, outcome }, below, pool);
  }
}

/** The paths that go on from a certificate whose key is known to have signed. */
export function* pathsThrough(step: Step, below: readonly Step[], pool: Pool): Generator<readonly Step[]> {
  const path = [...below, step];
  if (pool.isAnchor(step.certificate)) yield path;
  else yield* pathsFrom(asSigned(step.certificate), path, pool);
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

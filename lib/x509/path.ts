import { equalBytes } from '#lib/encoding/bytes.ts';
import { compareNames, nameKey } from './name.ts';
import { type SignatureOutcome, verifySignature } from './signature.ts';
import type { AuthorityKeyIdentifier, Certificate, Name, TrustAnchor } from './types.ts';

/** Certificates in a path, from the issuer of the document to the anchor. Real paths stay under 5. */
export const MAX_PATH_LENGTH = 8;
/** Signatures that are tried for one document, so that certificates with one name can't make the search explode. */
export const MAX_CANDIDATES = 200;

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

/** Everything that a path may be built from. */
export interface Pool {
  /** Certificates with that name whose key identifier doesn't contradict; anchors first. */
  readonly candidatesFor: (signed: Pick<Signed, 'issuer' | 'authorityKeyIdentifier'>) => readonly Certificate[];
  readonly isAnchor: (certificate: Certificate) => boolean;
  /** Takes one of the signatures that may be tried; false when there is none left. */
  readonly spend: () => boolean;
  readonly isExhausted: () => boolean;
  /** The same certificates, with a count of their own. */
  readonly renewed: () => Pool;
}

/** What a pool is made of. */
export interface PoolContents {
  readonly anchors: readonly TrustAnchor[];
  /** Certificates at hand that nobody needs to trust. */
  readonly intermediates: readonly Certificate[];
  /** Signatures that may be tried; `MAX_CANDIDATES` unless told otherwise. */
  readonly limit?: number;
}

/** A pool with its own count of signatures that may be tried. Equal certificates count once. */
export function makePool({ anchors, intermediates, limit = MAX_CANDIDATES }: PoolContents): Pool {
  const anchorIds = new Set(anchors.map(({ certificate }) => certificate.id));
  const known = [...anchors.map(({ certificate }) => certificate), ...intermediates];
  let left = limit;
  let exhausted = false;
  return {
    candidatesFor: (signed) => {
      const name = nameKey(signed.issuer);
      const named = known.filter(
        (candidate) => nameKey(candidate.subject) === name && !contradicts(signed.authorityKeyIdentifier, candidate),
      );
      return [...new Map(named.map((candidate) => [candidate.id, candidate])).values()];
    },
    isAnchor: ({ id }) => anchorIds.has(id),
    spend: () => {
      left -= 1;
      exhausted = left < 0;
      return !exhausted;
    },
    isExhausted: () => exhausted,
    renewed: () => makePool({ anchors, intermediates, limit }),
  };
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

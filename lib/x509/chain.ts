import type { Check } from '#lib/encoding/check.ts';
import { nameKey, nameText } from './name.ts';
import { asSigned, makePool, type Pool, pathsThrough, type Signed, type Step } from './path.ts';
import { isValidAt, type PathProblem, problemsOfPath } from './path-rules.ts';
import type { SignatureOutcome } from './signature.ts';
import { signerOf } from './signer.ts';
import type { AuthorityKeyIdentifier, Certificate, Name, TrustAnchor } from './types.ts';

/** A signed document and the trust that it is judged by. */
export interface ChainQuestion {
  readonly issuer: Name;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  readonly anchors: readonly TrustAnchor[];
  /** Certificates at hand that nobody needs to trust. */
  readonly intermediates: readonly Certificate[];
  /** ISO 8601: the proof of existence, at which the path is judged. */
  readonly at: string;
  /** Verifies the document's own signature with the key of a candidate. */
  readonly verifyLeaf: (issuer: Certificate) => SignatureOutcome;
}

/** The answers about one signed document. */
export interface ChainResult {
  readonly signature: Check;
  readonly chain: Check;
  readonly revocation: Check;
  /** One sentence for each weak algorithm or key that the path relies on. */
  readonly weak: readonly string[];
  /** From the issuer of the document to the anchor; empty when there is no path to an anchor. */
  readonly path: readonly Certificate[];
}

/** A plain certificate and the trust that it is judged by. */
export interface CertificateQuestion {
  readonly certificate: Certificate;
  readonly anchors: readonly TrustAnchor[];
  readonly intermediates: readonly Certificate[];
  /** ISO 8601. */
  readonly at: string;
}

/** Problems of a path that are told; the first ones are the nearest to the document. */
const MAX_TOLD_PROBLEMS = 3;

/**
 * Finds who signed a document and whether an anchor vouches for the signer. Pure; never throws for what a file holds.
 * No signer at hand gives `unknown`. A signature that verifies with no candidate fails only when an anchor vouches for one of
 * them, so that a stranger's certificate of the same name can't make a good document fail.
 * @spec RFC 5280 section 6.1
 */
export function verifyChain({ anchors, intermediates, at, ...leaf }: ChainQuestion): ChainResult {
  const { issuer, authorityKeyIdentifier, verifyLeaf } = leaf;
  const signed: Signed = { issuer, authorityKeyIdentifier, verifyWith: verifyLeaf };
  return answerFor({ signed, at, pool: makePool(anchors, intermediates), ownId: null });
}

/**
 * Answers the checks `signature`, `chain`, `validity` and `revocation` for a plain certificate. An anchor passes the first
 * two by being trusted; a self-signed certificate is verified with its own key.
 * @spec RFC 5280 section 6.1
 */
export function verifyCertificate({ certificate, anchors, intermediates, at }: CertificateQuestion): readonly Check[] {
  const validity = validityOf(certificate, at);
  if (anchors.some((anchor) => anchor.certificate.id === certificate.id)) {
    const detail = 'is itself a trust anchor';
    return [signatureCheck('pass', detail), chainCheck('pass', detail), validity, REVOCATION];
  }
  const isSelfIssued = nameKey(certificate.issuer) === nameKey(certificate.subject);
  const pool = makePool(anchors, isSelfIssued ? [...intermediates, certificate] : intermediates);
  const result = answerFor({ signed: asSigned(certificate), at, pool, ownId: certificate.id });
  const weak = result.weak.length === 0 ? '' : `; weak: ${result.weak.join('; ')}`;
  return [{ ...result.signature, detail: `${result.signature.detail}${weak}` }, result.chain, validity, result.revocation];
}

interface Search {
  readonly signed: Signed;
  readonly at: string;
  readonly pool: Pool;
  /** The document itself, when it is a certificate: it vouches for its own self-signature. */
  readonly ownId: string | null;
}

function answerFor(search: Search): ChainResult {
  const { signed, pool } = search;
  const candidates = pool.candidatesFor(signed);
  if (candidates.length === 0) {
    const issuer = textOf(signed.issuer);
    return unanswered(signatureCheck('unknown', `issuer ${issuer} not at hand`), issuer);
  }
  const tried = candidates.filter(pool.spend).map((certificate) => ({ certificate, outcome: signed.verifyWith(certificate) }));
  const verified = tried.filter(({ outcome }) => outcome.status === 'valid');
  return verified.length === 0 ? answerUnverified(search, tried) : answerVerified(search, verified);
}

/** Only candidates that an anchor vouches for can tell that a signature is wrong. */
function answerUnverified({ signed, pool, ownId }: Search, tried: readonly Step[]): ChainResult {
  const issuer = textOf(signed.issuer);
  const vouched = tried.filter((step) => step.certificate.id === ownId || hasPath(step, pool));
  const [told] = [...vouched.filter(({ outcome }) => outcome.status === 'unsupported'), ...vouched, ...tried];
  if (told === undefined || pool.isExhausted()) {
    return unanswered(signatureCheck('unknown', `too many certificates are named ${issuer} to try them all`), issuer);
  }
  const isFailed = vouched.length > 0 && told.outcome.status === 'invalid';
  const ground = vouched.length > 0 ? '' : '; no trust anchor vouches for that signer, so this proves nothing';
  const signature = signatureCheck(isFailed ? 'fail' : 'unknown', `signer ${issuer}: ${told.outcome.detail}${ground}`);
  return { ...unanswered(signature, issuer), weak: weakOf([told]) };
}

function hasPath(step: Step, pool: Pool): boolean {
  return pathsThrough(step, [], pool).next().done !== true;
}

function answerVerified({ at, pool }: Search, verified: readonly Step[]): ChainResult {
  const [first] = verified;
  const signature = signatureCheck(
    'pass',
    first === undefined ? '' : `signer ${textOf(first.certificate.subject)}: ${first.outcome.detail}`,
  );
  const { steps, problems } = bestPath(verified, { at, pool });
  if (steps.length === 0) {
    const detail = pool.isExhausted()
      ? 'too many certificates share a name to try all paths'
      : `no trust anchor at hand for ${deadEndOf(verified)}`;
    return { signature, chain: chainCheck('unknown', detail), revocation: REVOCATION, weak: weakOf(verified.slice(0, 1)), path: [] };
  }
  const path = steps.map(({ certificate }) => certificate);
  const status = problems.some((problem) => problem.status === 'fail') ? 'fail' : problems.length > 0 ? 'unknown' : 'pass';
  const detail =
    status === 'pass'
      ? pathText(path, at)
      : problems
          .slice(0, MAX_TOLD_PROBLEMS)
          .map((problem) => problem.detail)
          .join('; ');
  const chain = { ...chainCheck(status, detail), signers: path.map(signerOf) };
  return { signature, chain, revocation: REVOCATION, weak: weakOf(steps), path };
}

interface JudgedPath {
  readonly steps: readonly Step[];
  readonly problems: readonly PathProblem[];
}

/** The first path without problems, else the first without a broken rule, else the first. */
function bestPath(verified: readonly Step[], { at, pool }: { readonly at: string; readonly pool: Pool }): JudgedPath {
  const judged: JudgedPath[] = [];
  for (const step of verified) {
    for (const steps of pathsThrough(step, [], pool)) {
      const problems = problemsOfPath(
        steps.map(({ certificate }) => certificate),
        at,
      );
      if (problems.length === 0) return { steps, problems };
      judged.push({ steps, problems });
    }
  }
  const open = judged.find(({ problems }) => problems.every(({ status }) => status === 'unknown'));
  return open ?? judged[0] ?? { steps: [], problems: [] };
}

/** The issuer where the search ended, for the person who looks for the missing certificate. */
function deadEndOf(verified: readonly Step[]): string {
  const [first] = verified;
  return first === undefined ? 'the signer' : textOf(first.certificate.issuer);
}

function pathText(path: readonly Certificate[], at: string): string {
  return `${path.map(({ subject }) => textOf(subject)).join(', issued by ')}, a trust anchor; judged at ${at}`;
}

/** The first outcome is the document's own; each further one is about the certificate below it. */
function weakOf(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ outcome }, index) => {
    const below = steps[index - 1];
    if (outcome.weak === null) return [];
    return [below === undefined ? outcome.weak : `certificate of ${textOf(below.certificate.subject)}: ${outcome.weak}`];
  });
}

function unanswered(signature: Check, issuer: string): ChainResult {
  const chain = chainCheck(
    'unknown',
    signature.status === 'fail' ? 'not judged: the signature does not verify' : `no verified signer ${issuer}`,
  );
  return { signature, chain, revocation: REVOCATION, weak: [], path: [] };
}

function validityOf(certificate: Certificate, at: string): Check {
  const isValid = isValidAt(certificate, at);
  const detail = `valid from ${certificate.notBefore} to ${certificate.notAfter}${isValid ? '' : `, not at ${at}`}`;
  return { id: 'validity', status: isValid ? 'pass' : 'fail', detail, spec: 'RFC 5280 section 4.1.2.5' };
}

function signatureCheck(status: Check['status'], detail: string): Check {
  return { id: 'signature', status, detail, spec: 'RFC 5280 section 6.1.3' };
}

function chainCheck(status: Check['status'], detail: string): Check {
  return { id: 'chain', status, detail, spec: 'RFC 5280 section 6.1' };
}

const REVOCATION: Check = { id: 'revocation', status: 'unknown', detail: 'revocation not checked', spec: 'RFC 5280 section 6.3' };

function textOf(name: Name): string {
  return nameText(name) || 'an empty name';
}

import type { Check, Signer } from '#lib/encoding/check.ts';
import { type BestPath, bestPath, type PathQuestion } from './best-path.ts';
import { nameKey, nameText } from './name.ts';
import { certificatesOf, pathsThrough, type Step } from './path.ts';
import { isValidAt, type PathUse } from './path-rules.ts';
import { makePool, type Pool, type PoolContents } from './pool.ts';
import { NOT_CHECKED } from './revocation-check.ts';
import { type RevocationContext, subjectOf } from './revocation-context.ts';
import type { RevocationCheck } from './revocation-types.ts';
import type { RevocationSubject } from './revocation-words.ts';
import type { SignatureOutcome } from './signature.ts';
import { asSigned, type Signed } from './signed.ts';
import { signerOf } from './signer.ts';
import type { AuthorityKeyIdentifier, Certificate, Name, TrustAnchor } from './types.ts';
import { vouchedAuthorities } from './vouched-authorities.ts';

/** A signed document, and what is asked of the path to its signer. */
export interface ChainQuestion {
  readonly issuer: Name;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  /** Verifies the document's own signature with the key of a candidate. */
  readonly verifyLeaf: (issuer: Certificate) => SignatureOutcome;
  /** The document as its issuer's lists name it; absent when it is none that could be revoked. */
  readonly leaf?: RevocationSubject | undefined;
  readonly signs?: PathUse['signs'];
  /** The document's own names, where an authority above may constrain them. */
  readonly named?: PathUse['named'];
}

/** What signed documents are judged by; `at`: the proof of existence, at which the path is judged. */
export interface ChainTrust extends RevocationContext {
  readonly anchors: readonly TrustAnchor[];
  /** Certificates at hand that nobody needs to trust. */
  readonly intermediates: readonly Certificate[];
}

/** The answers about one signed document. */
export interface ChainResult {
  readonly signature: Check;
  readonly chain: Check;
  readonly revocation: RevocationCheck;
  /** One sentence for each weak algorithm or key that the path relies on. */
  readonly weak: readonly string[];
  /** From the issuer of the document to the anchor; empty when there is no path to an anchor. */
  readonly path: readonly Certificate[];
}

/** A plain certificate and the trust that it is judged by. */
export interface CertificateQuestion extends ChainTrust {
  readonly certificate: Certificate;
}

/** Problems of a path that are told; the first ones are the nearest to the document. */
const MAX_TOLD_PROBLEMS = 3;

/**
 * Finds who signed a document and whether an anchor vouches for the signer. Pure; never throws for what a file holds.
 * No signer at hand gives `unknown`. A signature that verifies with no candidate fails only when an anchor vouches for one of
 * them, so that a stranger's certificate of the same name can't make a good document fail.
 * @spec RFC 5280 section 6.1
 */
export function verifyChain(question: ChainQuestion, trust: ChainTrust): ChainResult {
  const { issuer, authorityKeyIdentifier, verifyLeaf, leaf, signs, named } = question;
  const signed: Signed = { issuer, authorityKeyIdentifier, verifyWith: verifyLeaf };
  return answerFor({ signed, ownId: null, leaf, use: { at: trust.at, signs, named }, context: trust }, trust);
}

/**
 * Answers the checks `signature`, `chain`, `validity` and `revocation` for a plain certificate. An anchor passes the first
 * two by being trusted; a self-signed certificate is verified with its own key.
 * @spec RFC 5280 section 6.1
 */
export function verifyCertificate({ certificate, ...trust }: CertificateQuestion): readonly Check[] {
  const { anchors, intermediates, at } = trust;
  const validity = validityOf(certificate, at);
  if (anchors.some((anchor) => anchor.certificate.id === certificate.id)) {
    const detail = 'is itself a trust anchor';
    return [signatureCheck('pass', detail), chainCheck('pass', detail), validity, NOT_CHECKED];
  }
  const isSelfIssued = nameKey(certificate.issuer) === nameKey(certificate.subject);
  const use = { at, named: certificate };
  const question = { signed: asSigned(certificate), ownId: certificate.id, leaf: subjectOf(certificate), use, context: trust };
  const result = answerFor(question, { anchors, intermediates: isSelfIssued ? [...intermediates, certificate] : intermediates });
  const weak = result.weak.length === 0 ? '' : `; weak: ${result.weak.join('; ')}`;
  return [{ ...result.signature, detail: `${result.signature.detail}${weak}` }, result.chain, validity, result.revocation];
}

interface Question extends PathQuestion {
  readonly signed: Signed;
  /** The document itself, when it is a certificate: it vouches for its own self-signature. */
  readonly ownId: string | null;
}

/** Nested, not spread: the shape of spread objects dies with the last of them, and with it compiled code that relies on it. */
interface Search {
  readonly question: Question;
  readonly pool: Pool;
}

/**
 * Where strangers' certificates use up what may be tried, it is tried again with those alone that an anchor vouches for: nobody hides an
 * authority behind others of its name.
 */
function answerFor(question: Question, { anchors, intermediates }: PoolContents): ChainResult {
  const pool = makePool({ anchors, intermediates });
  const answer = searchIn({ question, pool });
  if (!pool.isExhausted()) return answer;
  const own = intermediates.filter(({ id }) => id === question.ownId);
  const vouched = makePool({ anchors, intermediates: [...vouchedAuthorities({ anchors, intermediates }), ...own] });
  const again = searchIn({ question, pool: vouched });
  const isFailed = again.signature.status === 'fail' && answer.signature.status !== 'pass';
  return again.path.length > 0 || isFailed ? again : answer;
}

function searchIn(search: Search): ChainResult {
  const { pool } = search;
  const { signed } = search.question;
  const candidates = pool.candidatesFor(signed);
  if (candidates.length === 0) {
    const issuer = textOf(signed.issuer);
    return unanswered(signatureCheck('unknown', `issuer ${issuer} not at hand`), issuer);
  }
  const tried: Step[] = [];
  const verified: Step[] = [];
  for (const certificate of candidates) {
    if (!pool.spend()) break;
    const step = { certificate, outcome: signed.verifyWith(certificate) };
    tried.push(step);
    if (step.outcome.status === 'valid') verified.push(step);
  }
  return verified.length === 0 ? answerUnverified(search, tried) : answerVerified(search, verified);
}

/** Only candidates that an anchor vouches for can tell that a signature is wrong. */
function answerUnverified({ question: { signed, ownId }, pool }: Search, tried: readonly Step[]): ChainResult {
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

function answerVerified(search: Search, verified: readonly Step[]): ChainResult {
  const { question, pool } = search;
  const [first] = verified;
  const signature = signatureCheck(
    'pass',
    first === undefined ? '' : `signer ${textOf(first.certificate.subject)}: ${first.outcome.detail}`,
  );
  const best = bestPath(verified, search);
  // A path that wasn't tried may be the good one.
  const isOpen = pool.isExhausted() && best.problems.length > 0;
  if (best.steps.length === 0 || isOpen) {
    const detail = pool.isExhausted() ? 'too many paths to try them all' : `no trust anchor at hand for ${deadEndOf(verified)}`;
    return { signature, chain: chainCheck('unknown', detail), revocation: NOT_CHECKED, weak: weakOf(verified.slice(0, 1)), path: [] };
  }
  const path = certificatesOf(best.steps);
  return { signature, chain: chainOf(best, question.use.at), revocation: best.revocation, weak: weakOf(best.steps), path };
}

function chainOf({ steps, problems }: BestPath, at: string): Check {
  const status = problems.some((problem) => problem.status === 'fail') ? 'fail' : problems.length > 0 ? 'unknown' : 'pass';
  const told = problems.slice(0, MAX_TOLD_PROBLEMS).map((problem) => problem.detail);
  const path = certificatesOf(steps);
  const signers: Signer[] = [];
  for (const certificate of path) signers.push(signerOf(certificate));
  const { id, detail, spec } = chainCheck(status, status === 'pass' ? pathText(path, at) : told.join('; '));
  return { id, status, detail, spec, signers };
}

/** The issuer where the search ended, for the person who looks for the missing certificate. */
function deadEndOf(verified: readonly Step[]): string {
  const [first] = verified;
  return first === undefined ? 'the signer' : textOf(first.certificate.issuer);
}

function pathText(path: readonly Certificate[], at: string): string {
  const names: string[] = [];
  for (const { subject } of path) names.push(textOf(subject));
  return `${names.join(', issued by ')}, a trust anchor; judged at ${at}`;
}

/** The first outcome is the document's own; each further one is about the certificate below it. */
function weakOf(steps: readonly Step[]): readonly string[] {
  const sentences: string[] = [];
  let below: Step | undefined;
  for (const step of steps) {
    const { weak } = step.outcome;
    if (weak !== null) sentences.push(below === undefined ? weak : `certificate of ${textOf(below.certificate.subject)}: ${weak}`);
    below = step;
  }
  return sentences;
}

function unanswered(signature: Check, issuer: string): ChainResult {
  const chain = chainCheck(
    'unknown',
    signature.status === 'fail' ? 'not judged: the signature does not verify' : `no verified signer ${issuer}`,
  );
  return { signature, chain, revocation: NOT_CHECKED, weak: [], path: [] };
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

function textOf(name: Name): string {
  return nameText(name) || 'an empty name';
}

import { certificatesOf, pathsThrough, type Step } from './path.ts';
import { type Issued, revocationOfPath } from './path-revocation.ts';
import { type PathProblem, type PathUse, problemsOfPath } from './path-rules.ts';
import type { Pool } from './pool.ts';
import { NOT_CHECKED } from './revocation-check.ts';
import { type RevocationContext, subjectOf } from './revocation-context.ts';
import { isListOf } from './revocation-signers.ts';
import type { CertificateList, RevocationCheck } from './revocation-types.ts';
import type { RevocationSubject } from './revocation-words.ts';
import { NO_REVOCATIONS } from './revocations.ts';
import type { Certificate } from './types.ts';

/** What paths are chosen by. */
export interface PathQuestion {
  readonly use: PathUse;
  readonly context: RevocationContext;
  /** The document as its issuer's lists name it. */
  readonly leaf: RevocationSubject | undefined;
}

/** What paths are chosen by, and what they are made of. */
export interface PathSearch {
  readonly question: PathQuestion;
  readonly pool: Pool;
}

/** A path from the issuer of a document to an anchor, what speaks against it, and whether anything on it was revoked. */
export interface BestPath {
  readonly steps: readonly Step[];
  readonly problems: readonly PathProblem[];
  readonly revocation: RevocationCheck;
}

/**
 * The first path without problems and revocation, else the first without problems, else the first without a broken rule, else
 * the first; no steps when nothing leads to an anchor. Several authorities may have certified one key.
 * @param verified  certificates whose key signed the document
 */
export function bestPath(verified: readonly Step[], search: PathSearch): BestPath {
  const { question, pool } = search;
  const judged: BestPath[] = [];
  for (const step of verified) {
    for (const steps of pathsThrough(step, [], pool)) {
      const path = certificatesOf(steps);
      const problems = problemsOfPath(path, question.use);
      const revocation = problems.length === 0 ? revocationOf(path, search) : NOT_CHECKED;
      if (problems.length === 0 && revocation.status !== 'fail') return { steps, problems, revocation };
      judged.push({ steps, problems, revocation });
    }
  }
  const sound = judged.find(({ problems }) => problems.length === 0);
  const open = judged.find(({ problems }) => problems.every(({ status }) => status === 'unknown'));
  return sound ?? open ?? judged[0] ?? { steps: [], problems: [], revocation: NOT_CHECKED };
}

/** Nothing is asked where nothing is at hand: most paths are judged so. */
function revocationOf(path: readonly Certificate[], { question: { context, leaf }, pool }: PathSearch): RevocationCheck {
  const { at, now = at, revocations = NO_REVOCATIONS } = context;
  if (revocations.isEmpty) return NOT_CHECKED;
  const chain = issuedOn(path, leaf);
  return revocationOfPath({ chain, revocations, provenAt: at, now, isListOfOther: otherSigners(path, pool) });
}

/** Everything below the anchor, with its issuer. */
function issuedOn(path: readonly Certificate[], leaf: RevocationSubject | undefined): readonly Issued[] {
  const [direct] = path;
  const first = leaf === undefined || direct === undefined ? [] : [{ subject: leaf, issuer: direct }];
  const others = path.slice(0, -1).flatMap((certificate, index) => {
    const issuer = path[index + 1];
    return issuer === undefined ? [] : [{ subject: subjectOf(certificate), issuer }];
  });
  return [...first, ...others];
}

/**
 * Tells whether another certificate of the list's name signed it, and leads to the same anchor: an authority may sign lists
 * with a key of their own, or have a new one. What is tried takes nothing from what may be tried for the document.
 * @spec RFC 5280 section 6.3.3 (f)
 */
function otherSigners(path: readonly Certificate[], pool: Pool): (list: CertificateList) => boolean {
  const anchor = path.at(-1);
  let vouched: Pool | undefined;
  const own = (): Pool => {
    vouched ??= pool.vouched();
    return vouched;
  };
  const known = new Map<string, readonly (readonly Certificate[])[]>();
  const pathsOf = (certificate: Certificate): readonly (readonly Certificate[])[] => {
    const paths = known.get(certificate.id) ?? pathsToAnchor(certificate, { anchor, pool: own() });
    known.set(certificate.id, paths);
    return paths;
  };
  return (list) => {
    const others = own()
      .candidatesFor(list)
      .filter(({ id }) => !path.some((certificate) => certificate.id === id));
    const signers = others.filter((certificate) => isListOf(list, certificate));
    const use = { at: list.thisUpdate, signs: 'revocation-lists' } as const;
    return signers.some((signer) => pathsOf(signer).some((candidate) => problemsOfPath(candidate, use).length === 0));
  };
}

interface Goal {
  readonly anchor: Certificate | undefined;
  readonly pool: Pool;
}

function pathsToAnchor(certificate: Certificate, { anchor, pool }: Goal): readonly (readonly Certificate[])[] {
  const outcome = { status: 'valid', algorithm: '', weak: null, detail: '' } as const;
  const paths = [...pathsThrough({ certificate, outcome }, [], pool)].map(certificatesOf);
  return paths.filter((candidate) => candidate.at(-1)?.id === anchor?.id);
}

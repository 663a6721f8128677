import type { ReadDocument } from '#lib/artifact/types.ts';
import type { Evidence } from './evidence.ts';
import type { Statement } from './statement/statement-types.ts';
import type { Submission } from './submission-types.ts';
import { compareTexts, compareTimes, instantOf, inTimeOrder } from './time.ts';

/** A document with all acts of handing it in: PEM and DER of one certificate are one document. */
export interface KnownDocument {
  readonly read: ReadDocument;
  /** The artifact of the first submission. */
  readonly sha256: string;
  /** Earliest first; never empty. */
  readonly submissions: readonly Submission[];
  /** Proof of existence: when the first submission was received. */
  readonly provenAt: string;
}

/** The evidence in one fixed order, each act and each document once, without what happened after the instant asked about. */
export interface KnownEvidence {
  readonly documents: readonly KnownDocument[];
  readonly statements: readonly Statement[];
  /** What the documents name and is not among them. */
  readonly named: readonly KnownDocument[];
}

/**
 * Brings evidence into the one order that folding uses. The order of the arrays and repeated entries make no difference.
 * @returns documents by first submission; statements by time
 */
export function knownEvidence(evidence: Evidence): KnownEvidence {
  const named = evidence.named ?? [];
  const beside = new Map(named.map(({ submission, documents }) => [submission.sha256, documents]));
  return {
    documents: documentsOf(evidence.submissions, evidence.artifacts, evidence.at),
    statements: statementsInOrder(evidence),
    named: documentsOf(
      named.map(({ submission }) => submission),
      beside,
      evidence.at,
    ),
  };
}

function documentsOf(handedIn: readonly Submission[], artifacts: Evidence['artifacts'], at: string): readonly KnownDocument[] {
  const byId = new Map<string, { read: ReadDocument; submissions: Submission[] }>();
  const asked = instantOf(at);
  const submissions = submissionsInOrder(handedIn);
  const last = submissions.at(-1);
  // Nothing happened after it was received.
  const isPast = last !== undefined && instantOf(last.receivedAt) <= asked;
  for (const submission of submissions) {
    for (const read of artifacts.get(submission.sha256) ?? []) {
      const happened = byId.has(read.id) && isCertificate(read) ? submission.receivedAt : happenedAt(submission, read);
      if (isPast || isAboutRevocation(read) || compareTimes(happened, at) <= 0) enter(byId, read, submission);
    }
  }
  return [...byId.values()].map(knownDocument);
}

/**
 * When a submission's document began to be true, by its evidence and never after it was received: what the submitter
 * says for an observation, `notBefore` for a certificate, the time of its knowledge for a revocation list, and when a result was made.
 */
export const happenedAt = (submission: Submission, read: ReadDocument): string => happeningOf(read)(submission);

/** The same for all acts of handing in one document, which is asked once. */
export function happeningOf({ document }: ReadDocument): (submission: Submission) => string {
  const begin = certificateBegin(document);
  return ({ receivedAt, observedAt }) => {
    const said = begin ?? observedAt;
    return said !== null && compareTimes(said, receivedAt) < 0 ? said : receivedAt;
  };
}

function certificateBegin(document: ReadDocument['document']): string | null {
  if (document === undefined) return null;
  if (document.kind === 'attestation-result') return document.issuedAt;
  if ('certificate' in document) return document.certificate.notBefore;
  if ('thisUpdate' in document) return document.thisUpdate;
  if ('producedAt' in document) return document.producedAt;
  return 'notBefore' in document ? document.notBefore : null;
}

/**
 * A list or a response. It may tell of a revocation that happened long before it was made, so it is asked whatever the
 * instant: each of its entries has a date of its own.
 */
export const isAboutRevocation = ({ kind }: Pick<ReadDocument, 'kind'>): boolean =>
  kind === 'certificate-revocation-list' || kind === 'ocsp-response';

/** What it says began with its validity; that it is handed in again is an act of that moment. */
const isCertificate = ({ document }: ReadDocument): boolean =>
  document !== undefined && document.kind !== 'attestation-result' && ('certificate' in document || 'notBefore' in document);

/** Earliest first, each once. */
export function submissionsInOrder(submissions: readonly Submission[]): readonly Submission[] {
  return inOrder(eachOnce(submissions), ({ receivedAt }) => receivedAt);
}

function eachOnce(submissions: readonly Submission[]): readonly Submission[] {
  // Ids that rise, as those of a store do, are ids that differ.
  if (submissions.every(({ id }, index) => index === 0 || id > (submissions[index - 1]?.id ?? id))) return submissions;
  const once = new Map<string, Submission>();
  for (const submission of submissions) {
    const { id, sha256 } = submission;
    // Making a text of both for each takes as long as everything else here.
    once.set((once.get(id)?.sha256 ?? sha256) === sha256 ? id : `${id} ${sha256}`, submission);
  }
  return [...once.values()];
}

function statementsInOrder({ statements, at }: Evidence): readonly Statement[] {
  const once = new Map(statements.map((statement) => [statement.id, statement]));
  const said = [...once.values()].filter((statement) => compareTimes(statement.at, at) <= 0);
  return inOrder(said, (statement) => statement.at);
}

/** By time, then id. Times are read once each: there may be a hundred thousand. */
function inOrder<T extends { readonly id: string; readonly sha256?: string | null }>(
  items: readonly T[],
  timeOf: (item: T) => string,
): readonly T[] {
  return inTimeOrder(
    items,
    (item) => instantOf(timeOf(item)),
    (a, b) => compareTexts(a.id, b.id) || compareTexts(a.sha256 ?? '', b.sha256 ?? ''),
  );
}

// Three parameters: it is called for every act, and an object for each would be most of what this makes.
function enter(byId: Map<string, { read: ReadDocument; submissions: Submission[] }>, read: ReadDocument, submission: Submission): void {
  // Two unreadable blocks of one bundle share the bundle's id and are two documents all the same.
  const key = read.document === undefined ? `${read.id}@${read.offset}` : read.id;
  const known = byId.get(key);
  if (known === undefined) byId.set(key, { read, submissions: [submission] });
  else if (known.submissions.at(-1) !== submission) known.submissions.push(submission);
}

function knownDocument({ read, submissions }: { read: ReadDocument; submissions: readonly Submission[] }): KnownDocument {
  const [first] = submissions;
  if (first === undefined) throw new Error('a document without a submission');
  return { read, sha256: first.sha256, submissions, provenAt: first.receivedAt };
}

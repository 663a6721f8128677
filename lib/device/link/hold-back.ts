import type { Unlinked } from '../device-state.ts';
import type { KnownDocument } from '../documents.ts';
import type { Statement } from '../statement/statement-types.ts';
import type { Submission } from '../submission-types.ts';
import { compareTimes } from '../time.ts';
import { isGranted, type ResolveDevice } from './device-references.ts';
import type { JudgedDocument } from './judged-document.ts';
import type { LinkedGroup, Links } from './link.ts';

/** Acts of handing in that wait for an operator, by document. */
export interface HeldBack {
  readonly documents: readonly KnownDocument[];
  readonly unlinked: readonly Unlinked[];
}

/**
 * Certificates name their device by strong keys, whoever hands them in. Who may hand in for some devices only may form new ones; what
 * would enter a device that others handed in before, and that isn't granted, waits until an operator links it.
 * @returns null when nothing is held back; else the documents without those acts, and why they wait
 */
export function holdBack(known: readonly KnownDocument[], links: Links, inForce: readonly Statement[]): HeldBack | null {
  const linked = new Set(inForce.flatMap((statement) => (statement.kind === 'link' ? [statement.submission] : [])));
  const held = new Map<string, Submission>();
  for (const group of links.groups) {
    for (const { document, submission } of heldOf(group, links.resolve)) {
      if (!linked.has(submission.id)) held.set(keyOf(document.read.id, submission), submission);
    }
  }
  if (held.size === 0) return null;
  return {
    documents: known.flatMap((document) => without(document, held)),
    unlinked: known.flatMap((document) => waiting(document, held)),
  };
}

const keyOf = (documentId: string, { id, sha256 }: Submission): string => `${documentId} ${id} ${sha256}`;

const STRONG: ReadonlySet<string> = new Set(['holder', 'platform-identity', 'ek-certificate', 'previous-certificate']);

function heldOf(
  { group, documents, deltas }: LinkedGroup,
  resolve: ResolveDevice,
): readonly { readonly document: JudgedDocument; readonly submission: Submission }[] {
  const strong = documents.filter(({ ground }) => STRONG.has(ground));
  const unfounded = new Set(deltas.flatMap(({ delta, isFounded }) => (isFounded ? [] : [delta.judged.read.id])));
  const all = strong.flatMap((document) => document.submissions.map((submission) => ({ document, submission })));
  return all.filter(
    ({ submission }) =>
      !isGranted(submission, group, resolve) &&
      all.some(
        // A stranger's file takes no device, nor ties another's to it: only what convinces, all the way to a base, makes it that of others.
        ({ document, submission: other }) =>
          document.convinces &&
          !unfounded.has(document.read.id) &&
          other.submittedBy !== submission.submittedBy &&
          compareTimes(other.receivedAt, submission.receivedAt) < 0,
      ),
  );
}

function without(document: KnownDocument, held: ReadonlyMap<string, Submission>): readonly KnownDocument[] {
  const submissions = document.submissions.filter((submission) => !held.has(keyOf(document.read.id, submission)));
  const [first] = submissions;
  return first === undefined ? [] : [{ ...document, submissions, sha256: first.sha256, provenAt: first.receivedAt }];
}

function waiting({ read, submissions }: KnownDocument, held: ReadonlyMap<string, Submission>): readonly Unlinked[] {
  return submissions
    .filter((submission) => held.has(keyOf(read.id, submission)))
    .map((submission) => ({
      submission,
      documentId: read.id,
      reason: 'not-granted',
      detail: `It speaks of no device that ${submission.submittedBy} may hand in for; an operator can link it.`,
    }));
}

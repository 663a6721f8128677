import { OTHER_KIND } from '#components/unlinked/reason-choice.ts';
import type { UnlinkedRow } from '#components/unlinked/unlinked-row.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { unlinkedAdvice } from '#lib/present/unlinked-advice.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import type { ReadFailure } from '#lib/present/vocabulary.ts';
import type { UnlinkedDocument, UnlinkedQuery } from '#lib/store/unlinked.ts';

/** Nothing in them says of which device they could be, so no person can say it either. */
const NO_DEVICE = ['unreadable', 'unsupported', 'authority-certificate', 'revocation-information'];

/** Files that may be sound and are of another kind than this version reads: nothing in them breaks. */
const OTHER_KINDS = ['not-a-platform-certificate', 'public-key-alone', 'unknown-format'] as const;

/** What the filter asks the store for: files of another kind wait under the same reason as those that can't be read. */
export function reasonQuery(reason: string): Pick<UnlinkedQuery, 'reason' | 'refusal'> {
  if (reason === '') return {};
  if (reason === OTHER_KIND) return { reason: 'unreadable', refusal: { codes: OTHER_KINDS, is: 'among' } };
  return { reason, ...(reason === 'unreadable' ? { refusal: { codes: OTHER_KINDS, is: 'not-among' } } : {}) };
}

type Texts = Pick<Catalogue, 'unlinked' | 'kind'>;

/** A waiting document as its page shows it. @param error why it could not be read */
export function unlinkedRow(waiting: UnlinkedDocument, error: ReadFailure | null, texts: Texts): UnlinkedRow {
  const { submissionId, documentId, sha256, reason, receivedAt, submittedBy, fileName, kind } = waiting;
  return {
    submission: submissionId,
    document: documentId,
    sha256,
    kind: textOf(texts.kind, kind ?? 'unknown') ?? texts.kind.unknown,
    fileName: fileName === null ? null : visibleText(fileName),
    receivedAt,
    submittedBy,
    ...groundOf(waiting, error, texts),
    canBeLinked: !NO_DEVICE.includes(reason),
  };
}

function groundOf({ reason, detail }: UnlinkedDocument, error: ReadFailure | null, { unlinked }: Texts) {
  const { reasons, next, otherKind } = unlinked;
  const code = reason === 'unreadable' ? OTHER_KINDS.find((each) => each === error?.code) : undefined;
  if (code === undefined || error === null) {
    return { reason: textOf(reasons, reason) ?? reason, detail: visibleText(detail), next: unlinkedAdvice(reason, next) };
  }
  const { what, fix } = otherKind[code];
  return { reason: otherKind.reason, detail: fill(what, { message: visibleText(error.message) }), next: fix };
}

function textOf(texts: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}

import type { UnlinkedRow } from '#components/unlinked/unlinked-row.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import type { UnlinkedDocument } from '#lib/store/unlinked.ts';

/** Nothing in them says of which device they could be, so no person can say it either. */
const NO_DEVICE = ['unreadable', 'unsupported', 'authority-certificate'];

/** A waiting document as its page shows it. */
export function unlinkedRow(waiting: UnlinkedDocument, texts: Pick<Catalogue, 'unlinked' | 'kind'>): UnlinkedRow {
  const { submissionId, documentId, sha256, reason, detail, receivedAt, submittedBy, fileName, kind } = waiting;
  const { reasons, next } = texts.unlinked;
  return {
    submission: submissionId,
    document: documentId,
    sha256,
    kind: textOf(texts.kind, kind ?? 'unknown') ?? texts.kind.unknown,
    fileName: fileName === null ? null : visibleText(fileName),
    receivedAt,
    submittedBy,
    reason: textOf(reasons, reason) ?? reason,
    detail: visibleText(detail),
    next: textOf(next, reason) ?? next.other,
    canBeLinked: !NO_DEVICE.includes(reason),
  };
}

function textOf(texts: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}

import type { SubmissionRow } from '#components/submissions/submission-row.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { unlinkedAdvice } from '#lib/present/unlinked-advice.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import type { SubmissionOutcome } from '#lib/store/submission-outcomes.ts';
import type { TrackedSubmission } from '#lib/store/submissions.ts';

type Texts = Pick<Catalogue, 'submissions' | 'unlinked' | 'kind'>;

/** In no device by its nature, and nothing waits for anybody. */
const FOR_MANY = ['authority-certificate', 'revocation-information', 'model-reference'];

/** An act of handing in as its page shows it. @param nameOf names of devices that the viewer may see */
export function submissionRow(
  submission: TrackedSubmission,
  { devices, hasMoreDevices, waiting, wasHandedInAgain }: SubmissionOutcome,
  { nameOf, texts }: { readonly nameOf: ReadonlyMap<string, string>; readonly texts: Texts },
): SubmissionRow {
  const { id, sha256, fileName, kind, receivedAt, submittedBy } = submission;
  return {
    id,
    sha256,
    name: fileName === null || fileName === '' ? null : visibleText(fileName),
    kind: kind === null ? null : (textOf(texts.kind, kind) ?? texts.kind.unknown),
    receivedAt,
    by: visibleText(submittedBy),
    devices: devices.map((device) => ({ id: device, name: nameOf.get(device) ?? device })),
    hasMoreDevices,
    ...standingOf(submission, { isLinked: devices.length > 0, reason: waiting[0], wasHandedInAgain }, texts),
  };
}

interface Found {
  readonly isLinked: boolean;
  readonly reason: string | undefined;
  readonly wasHandedInAgain: boolean;
}

function standingOf(
  { status }: TrackedSubmission,
  { isLinked, reason, wasHandedInAgain }: Found,
  texts: Texts,
): Pick<SubmissionRow, 'mark' | 'told'> {
  const { states, unreadable, again } = texts.submissions;
  if (status === 'unreadable') return { mark: { glyph: 'cross', tone: 'bad', word: states.unreadable }, told: unreadable };
  if (status !== 'settled') return { mark: { glyph: 'clock', tone: 'plain', word: states[status] }, told: null };
  if (isLinked || reason === undefined) {
    return { mark: { glyph: 'check', tone: 'good', word: isLinked ? states.linked : states.done }, told: wasHandedInAgain ? again : null };
  }
  const { reasons, next } = texts.unlinked;
  const [why, advice] = [textOf(reasons, reason) ?? reason, unlinkedAdvice(reason, next)];
  if (FOR_MANY.includes(reason)) return { mark: { glyph: 'check', tone: 'good', word: why }, told: advice };
  return { mark: { glyph: 'question', tone: 'caution', word: states.waits }, told: `${sentence(why)} ${advice}` };
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function textOf(texts: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}

import { visibleText } from '#lib/component/visible-text.ts';
import type { RepeatedAct } from '#lib/device/timeline/repeats.ts';
import type { AuthorizationOutcome } from '#lib/device/types.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { differsByMinute, timeText } from './time-text.ts';
import type { EventRow, Lane, TimelineView } from './timeline-view.ts';

/** One event of a timeline as a page needs it: words only, nothing of the states behind it. */
export interface TimelineEntryView {
  readonly id: string;
  readonly lane: Lane;
  readonly laneWord: string;
  readonly text: string;
  readonly at: string;
  readonly recorded: string | null;
  readonly by: string;
  /** What the person who said it gave as reason. */
  /** What the table of who may say what says about it; null where it says nothing. */
  readonly policy: string | null;
  readonly reason: string | null;
  readonly sha256: string | null;
  readonly trusted: boolean | null;
  readonly trust: string | null;
  readonly changes: string | null;
  /** A change that nobody with the right signed for. */
  readonly isUnsigned: boolean;
}

export interface TimelineRepeatView {
  readonly id: string;
  readonly lane: Lane;
  readonly laneWord: string;
  readonly text: string;
  readonly at: string;
  readonly count: number;
  /** Where its acts are listed, page by page; null where the rows are what there is. */
  readonly href: string | null;
  readonly sha256: string | null;
  /** Newest first, at most MAX_REPEATS. */
  readonly rows: readonly TimelineEntryView[];
}

export type TimelineItem =
  | { readonly kind: 'event'; readonly row: TimelineEntryView }
  | { readonly kind: 'repeat'; readonly row: TimelineRepeatView };

export interface TimelinePage {
  readonly phases: readonly { readonly word: string; readonly items: readonly TimelineItem[] }[];
  /** Rows of the whole timeline, and whether the page leaves some out. */
  readonly rowCount: number;
  readonly isCut: boolean;
}

/** Repeats that a collapsed row opens to. */
export const MAX_REPEATS = 100;

interface PageQuestion {
  readonly limit: number;
  /** Where the acts of an event that tells several are listed. */
  readonly hrefOf: (event: string) => string;
}

/** The newest rows of a timeline, at most `limit`, phase by phase. */
export function timelinePage({ phases }: TimelineView, { limit, hrefOf }: PageQuestion): TimelinePage {
  const rowCount = phases.reduce((sum, { rows }) => sum + rows.length, 0);
  let left = limit;
  const shown = phases.map(({ word, rows }) => {
    const items = rows.slice(0, Math.max(0, left)).map((row) => itemOf(row, hrefOf));
    left -= rows.length;
    return { word, items };
  });
  return { phases: shown.filter(({ items }) => items.length > 0), rowCount, isCut: rowCount > limit };
}

function itemOf(row: TimelineView['phases'][number]['rows'][number], hrefOf: PageQuestion['hrefOf']): TimelineItem {
  if (row.kind === 'event') return { kind: 'event', row: entryOf(row) };
  const { id, lane, laneWord, text, at, count, event, rows } = row;
  const shown = rows.slice(0, MAX_REPEATS).map(entryOf);
  return {
    kind: 'repeat',
    row: {
      ...{ id, lane, laneWord, text, at, count },
      href: event === null ? null : hrefOf(event.id),
      sha256: event?.sha256 ?? null,
      rows: shown,
    },
  };
}

/** One of the acts that a row tells as one. */
export interface RepeatedActView {
  readonly id: string;
  readonly at: string;
  readonly recorded: string | null;
  readonly sha256: string;
  readonly by: string;
  readonly fileName: string | null;
}

/** What a page shows of each act behind a row of repeats. */
export function repeatedActView(
  locale: Locale,
  { id, at, submission: { receivedAt, sha256, submittedBy, fileName } }: RepeatedAct,
): RepeatedActView {
  return {
    ...{ id, at, sha256 },
    recorded: differsByMinute(at, receivedAt) ? translate(locale, 'timeline.recorded', { at: timeText(receivedAt) }) : null,
    by: visibleText(submittedBy),
    fileName: fileName === null ? null : visibleText(fileName),
  };
}

const UNSIGNED: readonly (AuthorizationOutcome | null)[] = ['unauthorized', 'wrong-part', 'scope-exceeded', 'outside-window', 'expired'];

function entryOf({ event, ...row }: EventRow): TimelineEntryView {
  const { id, lane, laneWord, text, at, recorded, trust, changes } = row;
  const { reason, policy } = event.facts;
  return {
    ...{ id, lane, laneWord, text, at, recorded, trust, changes },
    by: visibleText(event.by),
    reason: typeof reason === 'string' ? visibleText(reason) : null,
    // What the title says already isn't said again.
    policy: typeof policy === 'string' && !text.includes(policy) ? visibleText(policy) : null,
    sha256: event.sha256,
    trusted: event.trusted,
    isUnsigned: event.differences.some(({ authorization }) => authorization !== null && UNSIGNED.includes(authorization)),
  };
}

import { visibleText } from '#lib/component/visible-text.ts';
import type { AuthorizationOutcome } from '#lib/device/types.ts';
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

/** The newest rows of a timeline, at most `limit`, phase by phase. */
export function timelinePage({ phases }: TimelineView, limit: number): TimelinePage {
  const rowCount = phases.reduce((sum, { rows }) => sum + rows.length, 0);
  let left = limit;
  const shown = phases.map(({ word, rows }) => {
    const items = rows.slice(0, Math.max(0, left)).map(itemOf);
    left -= rows.length;
    return { word, items };
  });
  return { phases: shown.filter(({ items }) => items.length > 0), rowCount, isCut: rowCount > limit };
}

function itemOf(row: TimelineView['phases'][number]['rows'][number]): TimelineItem {
  if (row.kind === 'event') return { kind: 'event', row: entryOf(row) };
  const { id, lane, laneWord, text, at, rows } = row;
  return { kind: 'repeat', row: { id, lane, laneWord, text, at, count: rows.length, rows: rows.slice(0, MAX_REPEATS).map(entryOf) } };
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

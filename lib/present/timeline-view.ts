import { visibleText } from '#lib/component/visible-text.ts';
import { type DecisionKind, LIFECYCLES, type Lifecycle } from '#lib/device/statement/statement-types.ts';
import type { Repeats, TimelineEvent } from '#lib/device/timeline/timeline-types.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { dayText, differsByMinute, timeText } from './time-text.ts';

const DECISIONS: readonly DecisionKind[] = ['accept-risk', 'false-alarm', 'investigating', 'resolved'];

export type Lane = TimelineEvent['lane'];

/** Lanes in the order of their chips. */
export const LANES = [
  'certificate',
  'change',
  'observation',
  'attestation',
  'bom',
  'custody',
  'decision',
  'finding',
  'gap',
] as const satisfies readonly Lane[];

/** One row of the timeline: an event, or passing repeats of one. */
export type TimelineRow = EventRow | RepeatRow;

export interface EventRow {
  readonly kind: 'event';
  readonly id: string;
  readonly lane: Lane;
  readonly laneWord: string;
  readonly event: TimelineEvent;
  readonly text: string;
  /** When it happened. */
  readonly at: string;
  readonly atText: string;
  /** When it was recorded, if a reader of minutes sees a difference. */
  readonly recorded: string | null;
  /** In words; null where trust is no question. */
  readonly trust: string | null;
  /** Differences that are changes, counted in words; null when there are none. */
  readonly changes: string | null;
}

export interface RepeatRow {
  readonly kind: 'repeat';
  readonly id: string;
  readonly lane: Lane;
  readonly laneWord: string;
  readonly text: string;
  /** The newest. */
  readonly at: string;
  readonly atText: string;
  readonly count: number;
  /** The event that tells them as one: they are listed when they are asked for. Null where the rows are all of them. */
  readonly event: TimelineEvent | null;
  /** Newest first. */
  readonly rows: readonly EventRow[];
}

export interface TimelinePhase {
  readonly lifecycle: Lifecycle;
  readonly word: string;
  /** Newest first. */
  readonly rows: readonly TimelineRow[];
}

export interface TimelineView {
  /** Newest first. */
  readonly phases: readonly TimelinePhase[];
  /** Lanes that have events, with their counts before the filter. */
  readonly lanes: readonly { readonly lane: Lane; readonly word: string; readonly count: number }[];
}

interface TimelineQuestion {
  readonly locale: Locale;
  /** In any order. */
  readonly events: readonly TimelineEvent[];
  /** Lanes to show; all when absent. */
  readonly lanes?: readonly Lane[];
}

/**
 * The timeline of a device: by lifecycle phase, newest first. Passing repeats are one row; failures and changes
 * never are. Phases follow from all events, so that a filter doesn't move a row into another phase.
 */
export function timelineView({ locale, events, lanes = LANES }: TimelineQuestion): TimelineView {
  const phases = phasesOf(inOrder(events)).map(({ lifecycle, events: inPhase }) => ({
    lifecycle,
    word: translate(locale, lifecycle === 'unknown' ? 'timeline.beforeLifecycle' : `lifecycle.${lifecycle}`),
    rows: collapse(
      locale,
      inPhase.filter(({ lane }) => lanes.includes(lane)),
    ).toReversed(),
  }));
  return { phases: phases.filter(({ rows }) => rows.length > 0).toReversed(), lanes: lanesOf(locale, events) };
}

const inOrder = (events: readonly TimelineEvent[]): readonly TimelineEvent[] =>
  events.toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || Date.parse(a.receivedAt) - Date.parse(b.receivedAt) || (a.id < b.id ? -1 : 1),
  );

function lanesOf(locale: Locale, events: readonly TimelineEvent[]): TimelineView['lanes'] {
  return LANES.map((lane) => ({
    lane,
    word: translate(locale, `timeline.lane.${lane}`),
    count: events.reduce((count, event) => count + (event.lane === lane ? (event.repeats?.count ?? 1) : 0), 0),
  })).filter(({ count }) => count > 0);
}

interface Phase {
  readonly lifecycle: Lifecycle;
  readonly events: TimelineEvent[];
}

/** A lifecycle event opens the phase in which it stands; a base that convinces opens the first one. */
function phasesOf(events: readonly TimelineEvent[]): readonly Phase[] {
  const phases: Phase[] = [{ lifecycle: 'unknown', events: [] }];
  for (const event of events) {
    const current = phases.at(-1);
    const opened = phaseOpenedBy(event, current?.lifecycle ?? 'unknown');
    if (opened === null) current?.events.push(event);
    else phases.push({ lifecycle: opened, events: [event] });
  }
  return phases;
}

function phaseOpenedBy({ kind, facts, trusted }: TimelineEvent, current: Lifecycle): Lifecycle | null {
  if (kind === 'lifecycle') {
    const state = LIFECYCLES.find((candidate) => candidate === facts.state);
    return state === undefined || state === current ? null : state;
  }
  return kind === 'base-certificate' && trusted === true && current === 'unknown' ? 'manufactured' : null;
}

/** Consecutive passing events of one lane that say the same become one row. @param events oldest first */
function collapse(locale: Locale, events: readonly TimelineEvent[]): readonly TimelineRow[] {
  const runs: TimelineEvent[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && repeats(last, event)) run.push(event);
    else runs.push([event]);
  }
  return runs.map((run) => rowOf(locale, run));
}

const isChange = ({ kind }: TimelineEvent['differences'][number]): boolean =>
  kind !== 'same' && kind !== 'not-collected' && kind !== 'not-reported';

const isPassing = ({ lane, trusted, differences }: TimelineEvent): boolean =>
  (lane === 'observation' || lane === 'bom') && trusted !== false && !differences.some(isChange);

const repeats = (first: TimelineEvent, next: TimelineEvent): boolean =>
  first.repeats === null &&
  next.repeats === null &&
  isPassing(first) &&
  isPassing(next) &&
  first.kind === next.kind &&
  first.by === next.by;

function rowOf(locale: Locale, run: readonly TimelineEvent[]): TimelineRow {
  const [only] = run;
  if (only !== undefined && only.repeats !== null) return repeatsRow(locale, only, only.repeats);
  const rows = run.map((event) => eventRow(locale, event));
  const [oldest] = rows;
  const newest = rows.at(-1);
  if (oldest === undefined || newest === undefined) throw new Error('a run without an event');
  if (rows.length === 1) return oldest;
  const isSame = run.every(({ sha256 }) => sha256 !== null && sha256 === oldest.event.sha256);
  const message = isSame ? (oldest.lane === 'bom' ? 'sameBom' : 'sameInventory') : 'noChange';
  const text = translate(locale, `timeline.${message}`, { count: rows.length, from: dayText(oldest.at), to: dayText(newest.at) });
  const { id, lane, laneWord, at, atText } = newest;
  return { kind: 'repeat', id: `${id}+`, lane, laneWord, text, at, atText, count: rows.length, event: null, rows: rows.toReversed() };
}

/** Observations are told by their number; what else repeats says itself what it is. */
function repeatsRow(locale: Locale, event: TimelineEvent, { count, lastAt, documents }: Repeats): RepeatRow {
  const { id, lane, kind, at } = event;
  const reported = kind === 'inventory' ? 'sameInventory' : kind === 'hardware-bom' ? 'sameBom' : null;
  const message = reported !== null && documents.length > 1 ? 'noChange' : reported;
  const text =
    message === null ? textOf(locale, event) : translate(locale, `timeline.${message}`, { count, from: dayText(at), to: dayText(lastAt) });
  const laneWord = translate(locale, `timeline.lane.${lane}`);
  return { kind: 'repeat', id, lane, laneWord, text, at: lastAt, atText: timeText(lastAt), count, event, rows: [] };
}

/** The title with the decision in words: the state names it by its value. */
function textOf(locale: Locale, { kind, title }: TimelineEvent): string {
  const text = visibleText(title);
  const decision = kind === 'decision' ? DECISIONS.find((each) => text.includes(`: ${each}`)) : undefined;
  return decision === undefined ? text : text.replace(`: ${decision}`, `: ${translate(locale, `findings.decisions.${decision}`)}`);
}

function eventRow(locale: Locale, event: TimelineEvent): EventRow {
  const changes = event.differences.filter(isChange).length;
  return {
    kind: 'event',
    id: event.id,
    lane: event.lane,
    laneWord: translate(locale, `timeline.lane.${event.lane}`),
    event,
    text: textOf(locale, event),
    at: event.at,
    atText: timeText(event.at),
    recorded: differsByMinute(event.at, event.receivedAt)
      ? translate(locale, 'timeline.recorded', { at: timeText(event.receivedAt) })
      : null,
    trust: event.trusted === null ? null : translate(locale, event.trusted ? 'timeline.trusted' : 'timeline.notTrusted'),
    changes: changes === 0 ? null : translate(locale, 'timeline.changes', { count: changes }),
  };
}

import type { ReadDocument } from '#lib/artifact/types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { DeviceState } from '../device-state.ts';
import { happeningOf } from '../documents.ts';
import type { Submission } from '../submission-types.ts';
import { compareTexts, instantOf } from '../time.ts';
import type { DeviceDocument } from '../types.ts';
import type { TimelineEvent } from './timeline-types.ts';

/** Acts of handing in one document that passed and changed nothing. */
export interface PassingActs {
  readonly document: DeviceDocument;
  /** In the order of the document's submissions. */
  readonly acts: readonly Submission[];
  /** What they say: acts of one submitter that say the same are repeats, be it of several documents. */
  readonly subject: string;
  /** Of their events. */
  readonly kind: string;
  /** The event of one of them by itself. */
  readonly event: (submission: Submission) => TimelineEvent;
}

/** One act among the passing ones, with its instants. */
interface Act {
  readonly submission: Submission;
  readonly source: PassingActs;
  readonly idOf: (submission: Submission) => string;
  readonly at: number;
  readonly received: number;
}

interface Run {
  first: Act;
  last: Act;
  count: number;
  readonly documents: Set<string>;
}

/**
 * One event for each run of repeats: passing acts of one submitter that say the same, with nothing in between but other passing acts.
 * A run has the id, the time and the artifact of its first act, so that it stays itself as it grows.
 * @param others  all other events of the device, in the order of its timeline; each of them ends the runs before it
 */
export function repeatEvents(others: readonly TimelineEvent[], passing: readonly PassingActs[]): readonly TimelineEvent[] {
  const runs = new Map<string, Run>();
  for (const source of passing) gather(runs, source, others);
  return [...runs.values()].map(runEvent);
}

function gather(runs: Map<string, Run>, source: PassingActs, others: readonly TimelineEvent[]): void {
  const { read } = source.document;
  const idOf = actIds(read);
  const happening = actTimeOf(read, source.kind);
  let run: Run | undefined;
  let [by, after, before] = ['', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const submission of source.acts) {
    const { receivedAt, submittedBy } = submission;
    const happened = happening(submission);
    const received = instantOf(receivedAt);
    const act: Act = { submission, source, idOf, at: happened === receivedAt ? received : instantOf(happened), received };
    // Mostly the next act of a document stands between the same two events as the one before it.
    if (run === undefined || by !== submittedBy || act.at <= after || act.at >= before) {
      const place = placeAmong(others, act);
      by = submittedBy;
      after = instantBeside(others, place - 1) ?? Number.NEGATIVE_INFINITY;
      before = instantBeside(others, place) ?? Number.POSITIVE_INFINITY;
      const key = `${place}\n${submittedBy}\n${source.subject}`;
      run = runs.get(key) ?? { first: act, last: act, count: 0, documents: new Set() };
      runs.set(key, run);
      run.documents.add(read.id);
    }
    run.count += 1;
    if (compareActs(act, run.first) < 0) run.first = act;
    if (compareActs(act, run.last) > 0) run.last = act;
  }
}

const compareActs = (a: Act, b: Act): number =>
  a.at - b.at || a.received - b.received || compareTexts(a.idOf(a.submission), b.idOf(b.submission));

function instantBeside(others: readonly TimelineEvent[], place: number): number | undefined {
  const other = others[place];
  return other === undefined ? undefined : instantOf(other.at);
}

/** How many of the events come before the act. */
function placeAmong(others: readonly TimelineEvent[], { at, received, idOf, submission }: Act): number {
  const id = idOf(submission);
  let [low, high] = [0, others.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = others[middle];
    const isBefore =
      other !== undefined && (instantOf(other.at) - at || instantOf(other.receivedAt) - received || compareTexts(other.id, id)) < 0;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}

function runEvent({ first, last, count, documents }: Run): TimelineEvent {
  const event = first.source.event(first.submission);
  if (count === 1) return event;
  const lastAt = actTimeOf(last.source.document.read, last.source.kind)(last.submission);
  return {
    ...event,
    title: `${event.title}; ${count} times without a change, ${dayOf(event.at)} to ${dayOf(lastAt)}`,
    repeats: {
      count,
      lastAt,
      lastReceivedAt: last.submission.receivedAt,
      lastId: last.idOf(last.submission),
      documents: [...documents].sort(compareTexts),
    },
  };
}

/** When an act happened, as its event tells it: a certificate that is handed in again says nothing new of when it began, so that is when it was handed in. */
export const actTimeOf = (read: ReadDocument, kind: string): ((submission: Submission) => string) =>
  kind === RESUBMISSION ? ({ receivedAt }) => receivedAt : happeningOf(read);

/** The kind of events of a certificate that was handed in before. */
export const RESUBMISSION = 'resubmission';

const dayOf = (time: string): string => time.slice(0, 10);

/** Names the event of an act: one act and one document make one, and one digest serves all acts with the same bytes. */
export function actIds({ id: documentId, offset }: ReadDocument): (submission: Pick<Submission, 'id' | 'sha256'>) => string {
  const endings = new Map<string, string>();
  return ({ id, sha256 }) => {
    const ending = endings.get(sha256) ?? sha256Hex(JSON.stringify([documentId, offset, sha256]));
    endings.set(sha256, ending);
    return `${id}-${ending}`;
  };
}

/** Ids of the acts that handed in an answer of a TPM: a certificate that comes again inside one has its event there. */
export function answeringActs(documents: readonly DeviceDocument[]): ReadonlySet<string> {
  const answers = documents.filter(({ read }) => read.document?.kind === 'attestation-evidence');
  return new Set(answers.flatMap(({ submissions }) => submissions.map(({ id }) => id)));
}

/** One act of handing in, as its own event would say when it happened. */
export interface RepeatedAct {
  /** The id that the event would have, if it stood alone. */
  readonly id: string;
  readonly at: string;
  readonly submission: Submission;
}

/** Each of the acts that an event tells as one, in the order of the timeline; none where the event is no run of repeats. */
export function repeatedActs({ documents }: Pick<DeviceState, 'documents'>, event: TimelineEvent): readonly RepeatedAct[] {
  const { repeats, by } = event;
  if (repeats === null) return [];
  const untold = event.kind === RESUBMISSION ? answeringActs(documents) : NO_ACTS;
  const acts = documents
    .filter(({ read }) => repeats.documents.includes(read.id))
    .flatMap(({ read, submissions }) => {
      const idOf = actIds(read);
      const happened = actTimeOf(read, event.kind);
      return submissions
        .filter(({ id, submittedBy }) => submittedBy === by && !untold.has(id))
        .map((submission) => ({ id: idOf(submission), at: happened(submission), submission }));
    })
    .map((act) => ({ act, at: instantOf(act.at), received: instantOf(act.submission.receivedAt), id: act.id }))
    .sort(compareKeys);
  const first = { at: instantOf(event.at), received: instantOf(event.receivedAt), id: event.id };
  const last = { at: instantOf(repeats.lastAt), received: instantOf(repeats.lastReceivedAt), id: repeats.lastId };
  return acts.filter((key) => compareKeys(first, key) <= 0 && compareKeys(key, last) <= 0).map(({ act }) => act);
}

const NO_ACTS: ReadonlySet<string> = new Set();

interface Key {
  readonly at: number;
  readonly received: number;
  readonly id: string;
}

const compareKeys = (a: Key, b: Key): number => a.at - b.at || a.received - b.received || compareTexts(a.id, b.id);

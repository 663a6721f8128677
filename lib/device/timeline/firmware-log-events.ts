import { visibleText } from '#lib/component/visible-text.ts';
import type { ReportedEvent } from '#lib/inventory/types.ts';
import type { Submission } from '../submission-types.ts';
import { compareTimes } from '../time.ts';
import type { DeviceDocument } from '../types.ts';
import { timelineEvent } from './timeline-events.ts';
import type { TimelineEvent } from './timeline-types.ts';

/** Entries of one file that get a place of their own on a timeline; the file has the rest. The newest are kept. */
export const MAX_LOG_EVENTS = 200;

/**
 * What a firmware's log says, as what it is: reported, not attested. An entry that several files repeat is one event, told by the file
 * that was received first. It stands at its own time when that may be right, else at the receipt.
 * @param documents  of one device
 */
export function firmwareLogEvents(documents: readonly DeviceDocument[]): readonly TimelineEvent[] {
  const logs = documents.flatMap(({ read: { document }, submissions }) => {
    const [first] = submissions;
    return document?.kind !== 'inventory' || document.events.length === 0 || first === undefined
      ? []
      : [{ first, events: document.events }];
  });
  const told = new Map<string, TimelineEvent>();
  const inOrder = logs.sort((a, b) => compareTimes(a.first.receivedAt, b.first.receivedAt) || (a.first.id < b.first.id ? -1 : 1));
  for (const { first, events } of inOrder) {
    for (const event of newest(events)) {
      const seed = JSON.stringify([event.source, event.what, event.message, event.time?.written ?? null]);
      if (!told.has(seed)) told.set(seed, eventOf(event, first, seed));
    }
  }
  return [...told.values()];
}

/** Those without a time that may be right go last. */
function newest(events: readonly ReportedEvent[]): readonly ReportedEvent[] {
  if (events.length <= MAX_LOG_EVENTS) return events;
  return events.toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1)).slice(0, MAX_LOG_EVENTS);
}

const timeOf = ({ time }: ReportedEvent): string => (time === null || time.implausible !== null ? '' : (time.iso ?? ''));

function eventOf(event: ReportedEvent, { sha256, receivedAt, submittedBy }: Submission, seed: string): TimelineEvent {
  const { source, what, message, time } = event;
  const said = timeOf(event);
  const isPlaced = said !== '' && compareTimes(said, receivedAt) <= 0;
  const written = time === null || isPlaced ? '' : `, at ${time.written} by its own clock`;
  const detail = message === null || message === '' ? '' : `: ${message}`;
  return timelineEvent({
    lane: 'observation',
    kind: 'firmware-log',
    title: visibleText(`The firmware's log says ${source}, ${what}${detail}${written} (reported, not attested)`),
    facts: { source, what },
    at: isPlaced ? said : receivedAt,
    receivedAt,
    by: submittedBy,
    sha256,
    seed,
  });
}

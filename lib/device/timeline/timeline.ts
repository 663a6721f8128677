import type { Reconciled } from '../reconcile.ts';
import type { DeviceStatements } from '../statement/statements.ts';
import { compareTexts, compareTimes, instantOf, inTimeOrder } from '../time.ts';
import { documentEvents } from './document-events.ts';
import { firmwareLogEvents } from './firmware-log-events.ts';
import { repeatEvents } from './repeats.ts';
import { revocationEvents } from './revocation-events.ts';
import { statementEvents } from './statement-events.ts';
import type { TimelineEvent } from './timeline-types.ts';

/**
 * Everything that was handed in for a device or said about it, oldest first. What doesn't convince appears and changes nothing.
 * Repeats in which nothing changed are one event.
 */
export function timelineOf(reconciled: Reconciled, statements: DeviceStatements): readonly TimelineEvent[] {
  const { documents } = reconciled;
  const { events, passing } = documentEvents(reconciled);
  const others = inOrder([...events, ...firmwareLogEvents(documents), ...revocationEvents(documents), ...statementEvents(statements)]);
  const repeats = repeatEvents(others, passing);
  return repeats.length === 0 ? others : inOrder([...others, ...repeats]);
}

const inOrder = (events: readonly TimelineEvent[]): readonly TimelineEvent[] =>
  inTimeOrder(
    events,
    ({ at }) => instantOf(at),
    (a, b) => compareTimes(a.receivedAt, b.receivedAt) || compareTexts(a.id, b.id),
  );

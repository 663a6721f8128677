import { documentEvents } from './document-events.ts';
import { firmwareLogEvents } from './firmware-log-events.ts';
import type { DeviceStatements, Reconciled } from './reconcile.ts';
import { revocationEvents } from './revocation-events.ts';
import { statementEvents } from './statement-events.ts';
import { compareTexts, instantOf } from './time.ts';
import type { TimelineEvent } from './types.ts';

/** Everything that was handed in for a device or said about it, oldest first. What doesn't convince appears and changes nothing. */
export function timelineOf(reconciled: Reconciled, statements: DeviceStatements): readonly TimelineEvent[] {
  const { documents } = reconciled;
  return [...documentEvents(reconciled), ...firmwareLogEvents(documents), ...revocationEvents(documents), ...statementEvents(statements)]
    .map((event) => {
      const received = instantOf(event.receivedAt);
      return { event, at: event.at === event.receivedAt ? received : instantOf(event.at), received };
    })
    .sort((a, b) => a.at - b.at || a.received - b.received || compareTexts(a.event.id, b.event.id))
    .map(({ event }) => event);
}

import type { DeviceState } from '#lib/device/device-state.ts';
import { compareTexts, compareTimes } from '#lib/device/time.ts';
import { type RepeatedAct, repeatedActs } from '#lib/device/timeline/repeats.ts';
import { decodeCursor, type Page, pageSize, toPage } from '#lib/store/page.ts';

interface RepeatsQuestion {
  /** Id of the event that tells them as one. */
  readonly event: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/**
 * A page of the acts that one event of a timeline tells as one, the newest first; undefined when the device has no such event. They are those of the
 * answer that was kept, or folded for a moment: `asOf` and `knownAt` hold for them as for the event.
 * @throws BadCursor
 */
export function findRepeats(
  device: Pick<DeviceState, 'documents' | 'timeline'>,
  { event: id, cursor, limit: asked }: RepeatsQuestion,
): Page<RepeatedAct> | undefined {
  const limit = pageSize(asked);
  const event = device.timeline.find((each) => each.id === id);
  if (event === undefined) return undefined;
  const after = cursor === undefined ? null : decodeCursor(cursor, 3).map(String);
  const acts = repeatedActs(device, event).toReversed();
  const left = after === null ? acts : acts.filter((act) => isBefore(act, after));
  return toPage(left.slice(0, limit + 1), { limit, keyOf, itemOf: (act) => act });
}

const keyOf = ({ at, submission, id }: RepeatedAct): readonly [string, string, string] => [at, submission.receivedAt, id];

function isBefore(act: RepeatedAct, [lastAt = '', lastReceivedAt = '', lastId = '']: readonly string[]): boolean {
  const [at, receivedAt, id] = keyOf(act);
  return (compareTimes(at, lastAt) || compareTimes(receivedAt, lastReceivedAt) || compareTexts(id, lastId)) < 0;
}

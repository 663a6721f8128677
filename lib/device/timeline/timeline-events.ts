import { sha256Hex } from '#lib/encoding/digest.ts';
import type { TimelineEvent } from './timeline-types.ts';

type EventParts = Omit<TimelineEvent, 'id' | 'facts' | 'statement' | 'sha256' | 'trusted' | 'differences' | 'repeats'> &
  Partial<Pick<TimelineEvent, 'facts' | 'statement' | 'sha256' | 'trusted' | 'differences'>> & {
    /** What else tells two events of one kind and time apart: a submission, a document. */
    readonly seed: string;
  };

/** An event with its deterministic id. */
export function timelineEvent({ seed, ...parts }: EventParts): TimelineEvent {
  const { kind, at, sha256 = null, statement = null } = parts;
  const id = sha256Hex(JSON.stringify([kind, sha256, statement, at, seed]));
  return { facts: {}, trusted: null, differences: [], repeats: null, ...parts, sha256, statement, id };
}

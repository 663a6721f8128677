import type { JudgedAnswer } from './attestations.ts';
import { attestedSightings } from './boots.ts';

/** A start of the device of which its TPM tells, and no log that its quote confirms. */
export interface UntoldStart {
  /** The artifact with the answer. */
  readonly sha256: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** The artifact with the answer that attested the start by which the device would be judged. */
  readonly attestedBy: string;
}

/**
 * The start that a device runs since, where an earlier one is the last that its TPM attested. Whoever runs the system sends the log or leaves it out, and the
 * TPM counts its starts all the same: without this an old start would go on to speak for what was started in its place.
 * @param answers  in the order of receipt
 * @returns null where the newest answer is of the attested start, and where none was ever attested
 * @spec TPM 2.0 Library Part 2 section 10.11.1 (resetCount, restartCount)
 */
export function untoldStartOf(answers: readonly JudgedAnswer[]): UntoldStart | null {
  const attesting = new Set(attestedSightings(answers).flatMap(({ attested, submission }) => (attested ? [submission.id] : [])));
  const isAttesting = ({ submission }: JudgedAnswer): boolean => attesting.has(submission.id);
  const newest = answers.findLast(isOfTpm);
  const judged = answers.findLast(isAttesting);
  if (newest === undefined || judged === undefined || isAttesting(newest) || isSameStart(newest, judged)) return null;
  return { sha256: newest.document.sha256, receivedAt: newest.submission.receivedAt, attestedBy: judged.document.sha256 };
}

/** What must hold for the counters of an answer to be those of the device's TPM, now. */
const SAID_NOW: readonly string[] = ['quote', 'signature', 'key-attributes', 'enrolment', 'endorsement', 'nonce', 'challenge'];

const isOfTpm = ({ attestation: { checks } }: JudgedAnswer): boolean =>
  SAID_NOW.every((id) => checks.some((check) => check.id === id && check.status === 'pass'));

/** Of one key: another one may see the counters with another number added. */
function isSameStart(one: JudgedAnswer, other: JudgedAnswer): boolean {
  const [a, b] = [one.evidence.quote.clockInfo, other.evidence.quote.clockInfo];
  return one.attestation.key === other.attestation.key && a.resetCount === b.resetCount && a.restartCount === b.restartCount;
}

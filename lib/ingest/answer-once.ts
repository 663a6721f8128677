import type { Challenge } from '#lib/device/submission-types.ts';
import { consumeChallenge } from '#lib/store/challenges.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { AttestationRefused } from './attestation-refused.ts';

/** In the transaction that keeps the answer: a challenge is answered once, or the answer isn't kept. @throws AttestationRefused */
export async function answerOnce(db: Queryable, { id }: Challenge, at: string): Promise<void> {
  if (!(await consumeChallenge(db, { id, at })))
    throw new AttestationRefused('used', 'This challenge was answered before. Ask for another one.');
}

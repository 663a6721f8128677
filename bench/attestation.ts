import { benchAppraisal } from './appraisal.ts';
import { benchFoldAnswers } from './fold-answers.ts';
import type { Figure } from './harness.ts';

/** Attestation: what one answer costs, and what a year of them does to a fold. */
export async function benchAttestation({ rounds }: { rounds: number }): Promise<readonly Figure[]> {
  return [...(await benchAppraisal({ rounds })), ...(await benchFoldAnswers({ rounds }))];
}

'use server';

import { revalidatePath } from 'next/cache';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import { isStandingEnrolment } from '#lib/ingest/list-enrolments.ts';
import { requireActor } from '../../server/action-guard.ts';
import { withdrawable } from '../../server/approval-right.ts';
import { formText } from '../../server/form-text.ts';
import { RequestProblem } from '../../server/problem.ts';
import { say } from '../../server/say.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';

/** A person with the right takes back that a key was enrolled: it is asked no more. */
export async function withdrawEnrolment(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/enrolments/actions.ts#withdrawEnrolment');
  const texts = (await viewerTexts()).enrolments;
  const [statement, reason] = [formText(form, 'statement'), formText(form, 'reason').trim()];
  if (reason === '') return { kind: 'refused', text: texts.noReason };
  if (!(await isStandingEnrolment(getStore(), statement))) return { kind: 'refused', text: texts.gone };
  try {
    await withdrawable(getStore(), principal, statement);
    await say(getStore(), principal, { kind: 'withdrawal', statement, reason });
  } catch (error) {
    if (error instanceof RequestProblem) return { kind: 'refused', text: texts.gone };
    throw error;
  }
  revalidatePath('/enrolments');
  return { kind: 'done', text: texts.withdrawnDone };
}

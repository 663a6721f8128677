'use server';

import { revalidatePath } from 'next/cache';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { requireActor } from '../../server/action-guard.ts';
import { formText } from '../../server/form-text.ts';
import { RequestProblem } from '../../server/problem.ts';
import { say } from '../../server/say.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';

/** A person with the right says to which device a waiting file belongs. */
export async function linkSubmission(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/unlinked/actions.ts#linkSubmission');
  const texts = (await viewerTexts()).unlinked;
  const [submission, device, reason] = [formText(form, 'submission'), formText(form, 'device'), formText(form, 'reason').trim()];
  if (device === '') return { kind: 'refused', text: texts.noDevice };
  if (reason === '') return { kind: 'refused', text: texts.noReason };
  const waiting = await listUnlinked(getStore(), { submissionId: submission, limit: 1 });
  if (waiting.items.length === 0) return { kind: 'refused', text: texts.gone };
  try {
    await say(getStore(), principal, { kind: 'link', submission, device, reason });
  } catch (error) {
    if (error instanceof RequestProblem) return { kind: 'refused', text: texts.noSuchDevice };
    throw error;
  }
  revalidatePath('/unlinked');
  return { kind: 'done', text: texts.linked };
}

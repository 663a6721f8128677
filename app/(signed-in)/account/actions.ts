'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { PasswordRefusal } from '#components/access/change-password-form.tsx';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import { changePassword as change } from '#lib/auth/change-password.ts';
import { requireActor } from '../../server/action-guard.ts';
import { formText } from '../../server/form-text.ts';
import { getStore } from '../../server/store.ts';
import { endTokenOfForm, tokenOfForm } from '../../server/token-actions.ts';

export async function changePassword(_: PasswordRefusal | null, form: FormData): Promise<PasswordRefusal | null> {
  const principal = await requireActor('app/(signed-in)/account/actions.ts#changePassword');
  const next = formText(form, 'next');
  if (next !== formText(form, 'repeat')) return 'not-repeated';
  const outcome = await change(getStore(), { userId: principal.userId, current: formText(form, 'current'), next, at: new Date() });
  if (outcome.kind === 'throttled') return { waitSeconds: outcome.waitSeconds };
  if (outcome.kind === 'refused') return outcome.problem;
  // The change ended this session too.
  redirect('/sign-in?changed=1');
}

export async function createOwnToken(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/account/actions.ts#createOwnToken');
  const result = await tokenOfForm(principal, principal.userId, form);
  revalidatePath('/account');
  return result;
}

export async function revokeOwnToken(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/account/actions.ts#revokeOwnToken');
  const result = await endTokenOfForm(principal, form, { ownerId: principal.userId });
  revalidatePath('/account');
  return result;
}

'use server';

import { revalidatePath } from 'next/cache';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import {
  type AccountChange,
  type AccountRefusal,
  type Act,
  changeAccount as change,
  createAccount as create,
  type PasswordOutcome,
  replaceGrants,
  resetPassword as reset,
} from '#lib/auth/accounts.ts';
import { isRole } from '#lib/auth/rights.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { requireActor } from '../../server/action-guard.ts';
import { formText } from '../../server/form-text.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { endTokenOfForm, tokenOfForm } from '../../server/token-actions.ts';

export async function createAccount(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/users/actions.ts#createAccount');
  const role = formText(form, 'role');
  if (!isRole(role)) return notUnderstood();
  const outcome = await create(getStore(), { name: formText(form, 'name').trim(), role }, actOf(principal));
  revalidatePath('/users');
  return passwordResult(outcome);
}

export async function resetPassword(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/users/actions.ts#resetPassword');
  const outcome = await reset(getStore(), formText(form, 'user'), actOf(principal));
  revalidatePath('/users', 'layout');
  return passwordResult(outcome);
}

export async function changeAccount(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/users/actions.ts#changeAccount');
  const wanted = changeOf(form);
  if (wanted === null) return notUnderstood();
  const outcome = await change(getStore(), formText(form, 'user'), wanted, actOf(principal));
  revalidatePath('/users', 'layout');
  const { access } = await viewerTexts();
  return outcome.kind === 'done' ? { kind: 'done', text: access.saved } : { kind: 'refused', text: refusalText(outcome.code, access) };
}

export async function changeGrant(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/users/actions.ts#changeGrant');
  const devices = [
    ...new Set(
      formText(form, 'devices')
        .split(/\s+/)
        .filter((device) => device !== ''),
    ),
  ];
  const outcome = await replaceGrants(getStore(), formText(form, 'user'), devices, actOf(principal));
  revalidatePath('/users', 'layout');
  const { access } = await viewerTexts();
  if (outcome.kind === 'done') return { kind: 'done', text: access.saved };
  const text = outcome.kind === 'refused' ? access.noSuchUser : fill(access.grantsUnknown, { device: outcome.device });
  return { kind: 'refused', text };
}

export async function issueToken(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/users/actions.ts#issueToken');
  const result = await tokenOfForm(principal, formText(form, 'owner'), form);
  revalidatePath('/users', 'layout');
  return result;
}

export async function revokeAnyToken(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/users/actions.ts#revokeAnyToken');
  const result = await endTokenOfForm(principal, form);
  revalidatePath('/users', 'layout');
  return result;
}

async function notUnderstood(): Promise<ActionResult> {
  return { kind: 'refused', text: (await viewerTexts()).access.notUnderstood };
}

function actOf({ name }: { readonly name: string }): Act {
  return { actor: name, at: new Date() };
}

function changeOf(form: FormData): AccountChange | null {
  const kind = formText(form, 'change');
  const role = formText(form, 'role');
  if (kind === 'role') return isRole(role) ? { kind, role } : null;
  return kind === 'disable' || kind === 'enable' ? { kind } : null;
}

async function passwordResult(outcome: PasswordOutcome): Promise<ActionResult> {
  const { access } = await viewerTexts();
  if (outcome.kind === 'refused') return { kind: 'refused', text: refusalText(outcome.code, access) };
  const title = fill(access.oneTimePassword, { name: outcome.name });
  return { kind: 'secret', title, hint: access.oneTimeHint, secret: outcome.oneTimePassword };
}

function refusalText(code: AccountRefusal, texts: Catalogue['access']): string {
  const refusals: Readonly<Record<AccountRefusal, string>> = {
    'name-taken': texts.nameTaken,
    'name-form': texts.nameForm,
    'no-such-user': texts.noSuchUser,
    'last-administrator': texts.lastAdministrator,
  };
  return refusals[code];
}

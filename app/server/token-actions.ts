import type { ActionResult } from '#components/ui/action-notice.tsx';
import type { Principal } from '#lib/auth/principal.ts';
import { endToken, issueToken } from '#lib/auth/tokens.ts';
import { formText } from './form-text.ts';
import { getStore } from './store.ts';
import { viewerTexts } from './texts.ts';

/** Makes the token that a form asks for; the caller has checked the right. */
export async function tokenOfForm(principal: Principal, ownerId: string, form: FormData): Promise<ActionResult> {
  const { access } = await viewerTexts();
  const outcome = await issueToken(
    getStore(),
    { ownerId, name: formText(form, 'name'), scopes: form.getAll('scope').map(String), days: Number(formText(form, 'days')) },
    { actor: principal.name, at: new Date() },
  );
  if (outcome.kind === 'done') return { kind: 'secret', title: access.newToken, hint: access.newTokenHint, secret: outcome.token };
  const refusals = { 'no-such-user': access.noSuchUser, 'no-scopes': access.noScopes, 'bad-name': access.badTokenName };
  return { kind: 'refused', text: refusals[outcome.code] };
}

/** Ends the token that a form names; with `ownerId`, only one of that user's. */
export async function endTokenOfForm(principal: Principal, form: FormData, owner: { ownerId?: string } = {}): Promise<ActionResult> {
  const { access } = await viewerTexts();
  await endToken(getStore(), { id: formText(form, 'token'), ...owner }, { actor: principal.name, at: new Date() });
  // A token that was ended before is as the person wants it.
  return { kind: 'done', text: access.saved };
}

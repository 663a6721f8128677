'use server';

import type { ActionResult } from '#components/ui/action-notice.tsx';
import type { Principal } from '#lib/auth/principal.ts';
import { fill } from '#lib/i18n/fill.ts';
import { listAliases } from '#lib/ingest/list-aliases.ts';
import { manufacturerAlias } from '#lib/present/governing-schema.ts';
import { requireActor } from '../../server/action-guard.ts';
import { approvable } from '../../server/approval-right.ts';
import { formText } from '../../server/form-text.ts';
import { endChange, recordChange, waitingChange } from '../../server/governed-form.ts';
import type { Said } from '../../server/say.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';

/** Two names that mean the same once an operator approves it. */
export async function proposeAlias(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/aliases/actions.ts#proposeAlias');
  const { policy, aliases } = await viewerTexts();
  const [name, means, reason] = ['name', 'means', 'reason'].map((field) => formText(form, field).trim());
  if (!reason) return { kind: 'refused', text: policy.reasonMissing };
  if (!name || !means) return { kind: 'refused', text: aliases.nameMissing };
  const read = manufacturerAlias.safeParse({ scheme: 'manufacturer', name, means });
  if (!read.success)
    return { kind: 'refused', text: fill(aliases.refused, { problem: read.error.issues.map(({ message }) => message).join('; ') }) };
  return record(principal, {
    said: { kind: 'manufacturer-alias', change: { action: 'add', line: read.data }, reason },
    text: policy.proposed,
  });
}

/** The end of an alias in force; it holds until an operator approves the end. */
export async function proposeAliasEnd(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/aliases/actions.ts#proposeAliasEnd');
  const { policy, aliases } = await viewerTexts();
  const asked = endChange(await aliasRows(), form);
  if ('refused' in asked) return { kind: 'refused', text: { ...policy, notInForce: aliases.notInForce }[asked.refused] };
  return record(principal, { said: { kind: 'manufacturer-alias', ...asked }, text: aliases.endProposed });
}

/** The second person. */
export async function approveAlias(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/aliases/actions.ts#approveAlias');
  const { policy, aliases } = await viewerTexts();
  const waiting = waitingChange(await aliasRows(), form);
  if ('refused' in waiting) return { kind: 'refused', text: policy[waiting.refused] };
  const { id, reason } = waiting;
  await approvable(getStore(), principal, id);
  return record(principal, { said: { kind: 'approval', statement: id, reason }, text: aliases.approved });
}

/** An operator says no: the proposal is withdrawn. */
export async function declineAlias(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/aliases/actions.ts#declineAlias');
  const { policy } = await viewerTexts();
  const waiting = waitingChange(await aliasRows(), form);
  if ('refused' in waiting) return { kind: 'refused', text: policy[waiting.refused] };
  const { id, reason } = waiting;
  return record(principal, { said: { kind: 'withdrawal', statement: id, reason }, text: policy.withdrawn });
}

/** An administrator takes back what they proposed. */
export async function withdrawAlias(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/aliases/actions.ts#withdrawAlias');
  const { policy } = await viewerTexts();
  const waiting = waitingChange(await aliasRows(), form);
  if ('refused' in waiting) return { kind: 'refused', text: policy[waiting.refused] };
  const { id, reason, author } = waiting;
  if (author !== principal.name) return { kind: 'refused', text: policy.gone };
  return record(principal, { said: { kind: 'withdrawal', statement: id, reason }, text: policy.withdrawn });
}

const aliasRows = async () => (await listAliases(getStore(), new Date())).rows;

const record = (principal: Principal, { said, text }: { readonly said: Said; readonly text: string }): Promise<ActionResult> =>
  recordChange(principal, { said, text, path: '/aliases' });

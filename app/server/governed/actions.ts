'use server';

import type { ActionResult } from '#components/ui/action-notice.tsx';
import { requireActor } from '../action-guard.ts';
import { approvable } from '../approval-right.ts';
import { getStore } from '../store.ts';
import { viewerTexts } from '../texts.ts';
import { endChange, recordChange, waitingChange } from './form.ts';

/** The end of a line in force; it holds until an operator approves the end. */
export async function proposeEnd(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/server/governed/actions.ts#proposeEnd');
  const { governed } = await viewerTexts();
  const asked = await endChange(form);
  if ('refused' in asked) return { kind: 'refused', text: governed[asked.refused] };
  return recordChange(principal, { said: asked, kind: asked.kind, text: governed.endProposed });
}

/** The second person. */
export async function approveChange(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/server/governed/actions.ts#approveChange');
  const { governed } = await viewerTexts();
  const waiting = await waitingChange(form);
  if ('refused' in waiting) return { kind: 'refused', text: governed[waiting.refused] };
  const { id, reason, kind } = waiting;
  await approvable(getStore(), principal, id);
  return recordChange(principal, { said: { kind: 'approval', statement: id, reason }, kind, text: governed.approved });
}

/** An operator says no: the proposal is withdrawn. */
export async function declineChange(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/server/governed/actions.ts#declineChange');
  const { governed } = await viewerTexts();
  const waiting = await waitingChange(form);
  if ('refused' in waiting) return { kind: 'refused', text: governed[waiting.refused] };
  const { id, reason, kind } = waiting;
  return recordChange(principal, { said: { kind: 'withdrawal', statement: id, reason }, kind, text: governed.withdrawn });
}

/** An administrator takes back what they proposed. */
export async function withdrawProposal(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/server/governed/actions.ts#withdrawProposal');
  const { governed } = await viewerTexts();
  const waiting = await waitingChange(form);
  if ('refused' in waiting) return { kind: 'refused', text: governed[waiting.refused] };
  const { id, reason, kind, author } = waiting;
  if (author !== principal.name) return { kind: 'refused', text: governed.gone };
  return recordChange(principal, { said: { kind: 'withdrawal', statement: id, reason }, kind, text: governed.withdrawn });
}

'use server';

import type { ActionResult } from '#components/ui/action-notice.tsx';
import type { Principal } from '#lib/auth/principal.ts';
import { fill } from '#lib/i18n/fill.ts';
import { listAttestationPolicy } from '#lib/ingest/list-attestation-policy.ts';
import { attestationPolicyLine } from '#lib/present/governing-schema.ts';
import { requireActor } from '../../server/action-guard.ts';
import { approvable } from '../../server/approval-right.ts';
import { formText } from '../../server/form-text.ts';
import { endChange, recordChange, waitingChange } from '../../server/governed-form.ts';
import type { Said } from '../../server/say.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { lineOfForm } from './line-of-form.ts';

/** A line that says what a group of devices has to show, once an operator approves it. */
export async function proposeAttestationPolicy(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/attestation-policy/actions.ts#proposeAttestationPolicy');
  const { policy, attestationPolicy } = await viewerTexts();
  const reason = formText(form, 'reason').trim();
  if (!reason) return { kind: 'refused', text: policy.reasonMissing };
  const read = attestationPolicyLine.safeParse(lineOfForm(form));
  if (!read.success) {
    const problem = read.error.issues
      .map(({ path, message }) => [path.join('.'), message].filter((part) => part !== '').join(': '))
      .join('; ');
    return { kind: 'refused', text: fill(attestationPolicy.refused, { problem }) };
  }
  return record(principal, {
    said: { kind: 'attestation-policy', change: { action: 'add', line: read.data }, reason },
    text: policy.proposed,
  });
}

/** The end of a line in force; it holds until an operator approves the end. */
export async function proposeAttestationPolicyEnd(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/attestation-policy/actions.ts#proposeAttestationPolicyEnd');
  const { policy, attestationPolicy } = await viewerTexts();
  const asked = endChange(await lineRows(), form);
  if ('refused' in asked) return { kind: 'refused', text: { ...policy, notInForce: attestationPolicy.notInForce }[asked.refused] };
  return record(principal, { said: { kind: 'attestation-policy', ...asked }, text: attestationPolicy.endProposed });
}

/** The second person. */
export async function approveAttestationPolicy(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/attestation-policy/actions.ts#approveAttestationPolicy');
  const { policy, attestationPolicy } = await viewerTexts();
  const waiting = waitingChange(await lineRows(), form);
  if ('refused' in waiting) return { kind: 'refused', text: policy[waiting.refused] };
  const { id, reason } = waiting;
  await approvable(getStore(), principal, id);
  return record(principal, { said: { kind: 'approval', statement: id, reason }, text: attestationPolicy.approved });
}

/** An operator says no: the proposal is withdrawn. */
export async function declineAttestationPolicy(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/attestation-policy/actions.ts#declineAttestationPolicy');
  const { policy } = await viewerTexts();
  const waiting = waitingChange(await lineRows(), form);
  if ('refused' in waiting) return { kind: 'refused', text: policy[waiting.refused] };
  const { id, reason } = waiting;
  return record(principal, { said: { kind: 'withdrawal', statement: id, reason }, text: policy.withdrawn });
}

/** An administrator takes back what they proposed. */
export async function withdrawAttestationPolicy(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/attestation-policy/actions.ts#withdrawAttestationPolicy');
  const { policy } = await viewerTexts();
  const waiting = waitingChange(await lineRows(), form);
  if ('refused' in waiting) return { kind: 'refused', text: policy[waiting.refused] };
  const { id, reason, author } = waiting;
  if (author !== principal.name) return { kind: 'refused', text: policy.gone };
  return record(principal, { said: { kind: 'withdrawal', statement: id, reason }, text: policy.withdrawn });
}

const lineRows = async () => (await listAttestationPolicy(getStore(), new Date())).rows;

const record = (principal: Principal, { said, text }: { readonly said: Said; readonly text: string }): Promise<ActionResult> =>
  recordChange(principal, { said, text, path: '/attestation-policy' });

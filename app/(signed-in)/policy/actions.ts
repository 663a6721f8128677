'use server';

import { NAME_DIVIDER } from '#components/policy/name-divider.ts';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import type { Principal } from '#lib/auth/principal.ts';
import { fill } from '#lib/i18n/fill.ts';
import { listIssuerPolicy } from '#lib/ingest/list-policy.ts';
import { requireActor } from '../../server/action-guard.ts';
import { approvable } from '../../server/approval-right.ts';
import { formText } from '../../server/form-text.ts';
import { endChange, recordChange, waitingChange } from '../../server/governed-form.ts';
import { type Limits, lineOf } from '../../server/policy-line.ts';
import type { Said } from '../../server/say.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';

/** A line that changes nothing until an operator approves it. */
export async function proposeLine(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/policy/actions.ts#proposeLine');
  const { policy } = await viewerTexts();
  const reason = formText(form, 'reason').trim();
  if (reason === '') return { kind: 'refused', text: policy.reasonMissing };
  if (form.getAll('rights').length === 0) return { kind: 'refused', text: policy.rightMissing };
  const speaker = formText(form, 'speaker');
  const issuer = speaker === 'account' ? '' : formText(form, speaker === 'pasted' ? 'certificate' : 'issuer');
  const account = speaker === 'account' ? formText(form, 'account') : '';
  const asked = await lineOf(getStore(), { issuer, account, limits: limitsOf(form) });
  if ('problem' in asked) return { kind: 'refused', text: fill(policy.refused, { problem: asked.problem }) };
  return record(principal, { said: { kind: 'issuer-policy', change: { action: 'add', line: asked.line }, reason }, text: policy.proposed });
}

function limitsOf(form: FormData): Limits {
  const names = (name: string): string[] =>
    [
      ...new Set(
        formText(form, name)
          .split(NAME_DIVIDER)
          .map((each) => each.trim()),
      ),
    ].filter((each) => each !== '');
  const day = (name: string): string | null => (formText(form, name) === '' ? null : `${formText(form, name)}T00:00:00Z`);
  const checked = (name: string): string[] => form.getAll(name).flatMap((value) => (typeof value === 'string' ? [value] : []));
  return {
    // What a form holds is checked with the line that it makes.
    rights: checked('rights') as Limits['rights'],
    manufacturers: names('manufacturers'),
    models: names('models'),
    devices: names('devices'),
    categories: names('categories') as Limits['categories'],
    actions: checked('actions') as Limits['actions'],
    from: day('from'),
    until: day('until'),
  };
}

/** The end of a line in force; it holds until an operator approves the end. */
export async function proposeEnd(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/policy/actions.ts#proposeEnd');
  const { policy } = await viewerTexts();
  const asked = endChange(await policyRows(), form);
  if ('refused' in asked) return { kind: 'refused', text: policy[asked.refused] };
  return record(principal, { said: { kind: 'issuer-policy', ...asked }, text: policy.endProposed });
}

/** The second person. */
export async function approveChange(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/policy/actions.ts#approveChange');
  const { policy } = await viewerTexts();
  const waiting = waitingChange(await policyRows(), form);
  if ('refused' in waiting) return { kind: 'refused', text: policy[waiting.refused] };
  const { id, reason } = waiting;
  await approvable(getStore(), principal, id);
  return record(principal, { said: { kind: 'approval', statement: id, reason }, text: policy.approved });
}

/** An operator says no: the proposal is withdrawn. */
export async function declineChange(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/policy/actions.ts#declineChange');
  const { policy } = await viewerTexts();
  const waiting = waitingChange(await policyRows(), form);
  if ('refused' in waiting) return { kind: 'refused', text: policy[waiting.refused] };
  const { id, reason } = waiting;
  return record(principal, { said: { kind: 'withdrawal', statement: id, reason }, text: policy.withdrawn });
}

/** An administrator takes back what they proposed. */
export async function withdrawProposal(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/policy/actions.ts#withdrawProposal');
  const { policy } = await viewerTexts();
  const waiting = waitingChange(await policyRows(), form);
  if ('refused' in waiting) return { kind: 'refused', text: policy[waiting.refused] };
  const { id, reason, author } = waiting;
  if (author !== principal.name) return { kind: 'refused', text: policy.gone };
  return record(principal, { said: { kind: 'withdrawal', statement: id, reason }, text: policy.withdrawn });
}

const policyRows = async () => (await listIssuerPolicy(getStore(), new Date())).rows;

const record = (principal: Principal, { said, text }: { readonly said: Said; readonly text: string }): Promise<ActionResult> =>
  recordChange(principal, { said, text, path: '/policy' });

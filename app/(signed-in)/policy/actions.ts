'use server';

import { NAME_DIVIDER } from '#components/governed/name-divider.ts';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { requireActor } from '../../server/action-guard.ts';
import { formText } from '../../server/form-text.ts';
import { recordChange } from '../../server/governed/form.ts';
import { type Limits, lineOf } from '../../server/policy-line.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';

/** A line that changes nothing until an operator approves it. */
export async function proposeLine(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/policy/actions.ts#proposeLine');
  const { governed, policy } = await viewerTexts();
  const reason = formText(form, 'reason').trim();
  if (reason === '') return { kind: 'refused', text: governed.reasonMissing };
  if (form.getAll('rights').length === 0) return { kind: 'refused', text: policy.rightMissing };
  const speaker = formText(form, 'speaker');
  const issuer = speaker === 'account' ? '' : formText(form, speaker === 'pasted' ? 'certificate' : 'issuer');
  const account = speaker === 'account' ? formText(form, 'account') : '';
  const asked = await lineOf(getStore(), { issuer, account, limits: limitsOf(form) });
  if ('problem' in asked) return { kind: 'refused', text: fill(policy.refused, { problem: asked.problem }) };
  const kind = 'issuer-policy';
  return recordChange(principal, { said: { kind, change: { action: 'add', line: asked.line }, reason }, kind, text: governed.proposed });
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

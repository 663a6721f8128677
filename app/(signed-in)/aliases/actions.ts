'use server';

import type { ActionResult } from '#components/ui/action-notice.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { manufacturerAlias } from '#lib/present/governing-schema.ts';
import { requireActor } from '../../server/action-guard.ts';
import { formText } from '../../server/form-text.ts';
import { recordChange } from '../../server/governed/form.ts';
import { viewerTexts } from '../../server/texts.ts';

/** Two names that mean the same once an operator approves it. */
export async function proposeAlias(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/aliases/actions.ts#proposeAlias');
  const { governed, aliases } = await viewerTexts();
  const [name, means, reason] = ['name', 'means', 'reason'].map((field) => formText(form, field).trim());
  if (!reason) return { kind: 'refused', text: governed.reasonMissing };
  if (!name || !means) return { kind: 'refused', text: aliases.nameMissing };
  const read = manufacturerAlias.safeParse({ scheme: 'manufacturer', name, means });
  if (!read.success)
    return { kind: 'refused', text: fill(aliases.refused, { problem: read.error.issues.map(({ message }) => message).join('; ') }) };
  const kind = 'manufacturer-alias';
  return recordChange(principal, { said: { kind, change: { action: 'add', line: read.data }, reason }, kind, text: governed.proposed });
}

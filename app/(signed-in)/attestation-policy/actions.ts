'use server';

import type { ActionResult } from '#components/ui/action-notice.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { attestationPolicyLine } from '#lib/present/governing-schema.ts';
import { requireActor } from '../../server/action-guard.ts';
import { formText } from '../../server/form-text.ts';
import { recordChange } from '../../server/governed/form.ts';
import { viewerTexts } from '../../server/texts.ts';
import { lineOfForm } from './line-of-form.ts';
import { lineProblem } from './line-problem.ts';

/** A line that says what a group of devices has to show, once an operator approves it. */
export async function proposeAttestationPolicy(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/attestation-policy/actions.ts#proposeAttestationPolicy');
  const { governed, attestationPolicy } = await viewerTexts();
  const reason = formText(form, 'reason').trim();
  if (!reason) return { kind: 'refused', text: governed.reasonMissing };
  const read = attestationPolicyLine.safeParse(lineOfForm(form));
  if (!read.success)
    return { kind: 'refused', text: fill(attestationPolicy.refused, { problem: lineProblem(read.error, attestationPolicy) }) };
  const kind = 'attestation-policy';
  return recordChange(principal, { said: { kind, change: { action: 'add', line: read.data }, reason }, kind, text: governed.proposed });
}

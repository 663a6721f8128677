'use server';

import { revalidatePath } from 'next/cache';
import { DECISIONS, MAX_DECIDED } from '#components/findings/inbox.ts';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import { type Principal, requireRight } from '#lib/auth/principal.ts';
import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { pluralText } from '#lib/i18n/message.ts';
import { needsSecondPerson } from '#lib/present/finding-history.ts';
import type { DecisionKind } from '#lib/present/vocabulary.ts';
import { findFinding } from '#lib/store/findings.ts';
import { requireActor } from '../../server/action-guard.ts';
import { approvable, withdrawable } from '../../server/approval-right.ts';
import { formText } from '../../server/form-text.ts';
import { RequestProblem } from '../../server/problem.ts';
import { say } from '../../server/say.ts';
import { getStore } from '../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../server/texts.ts';

/** Records one decision for each device that is marked: all of them are checked before the first is recorded. */
export async function decide(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/findings/actions.ts#decide');
  const texts = (await viewerTexts()).findings;
  const wanted = wantedOf(form, texts);
  if (typeof wanted === 'string') return { kind: 'refused', text: wanted };
  const { about, decision, expiresAt, reason } = wanted;
  for (const { device, finding } of about) {
    const found = maySeeDevice(principal, device) ? await findFinding(getStore(), { deviceId: device, id: finding }) : undefined;
    if (found?.open !== true) return { kind: 'refused', text: texts.gone };
  }
  for (const place of about) await say(getStore(), principal, { kind: 'decision', ...place, decision, expiresAt, reason });
  revalidatePath('/findings');
  const locale = await viewerLocale();
  const sentences = [texts.recorded, ...(needsSecondPerson(decision) ? [texts.recordedWaiting] : [])];
  return { kind: 'done', text: sentences.map((forms) => pluralText(locale, forms, { count: about.length })).join(' ') };
}

/** A second person agrees, or somebody takes the proposal back. */
export async function settleDecision(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/findings/actions.ts#settleDecision');
  const texts = (await viewerTexts()).findings;
  const statements = [...new Set(form.getAll('statement').map(String))];
  const [reason, act] = [formText(form, 'reason').trim(), formText(form, 'act')];
  if (reason === '') return { kind: 'refused', text: texts.noApproveReason };
  const kind = act === 'withdraw' ? 'withdrawal' : 'approval';
  try {
    // All are checked before the first is settled.
    for (const statement of statements) await checkSettleable(principal, kind, statement);
    for (const statement of statements) await say(getStore(), principal, { kind, statement, reason });
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return { kind: 'refused', text: error.code === 'conflict' ? texts.ownStatement : texts.alreadySettled };
  }
  revalidatePath('/findings');
  const forms = kind === 'approval' ? texts.approved : texts.withdrawn;
  return { kind: 'done', text: pluralText(await viewerLocale(), forms, { count: statements.length }) };
}

/** @throws RequestProblem, AccessRefused */
async function checkSettleable(principal: Principal, kind: 'approval' | 'withdrawal', id: string): Promise<void> {
  if (kind === 'withdrawal') {
    requireRight(principal, 'statement.withdraw');
    await withdrawable(getStore(), principal, id);
    return;
  }
  const { author } = await approvable(getStore(), principal, id);
  if (author === principal.name) throw new RequestProblem('conflict', { reason: 'own statement' });
}

interface Wanted {
  readonly about: readonly { readonly device: string; readonly finding: string }[];
  readonly decision: DecisionKind;
  readonly expiresAt: string | null;
  readonly reason: string;
}

/** What the form asks for, or why it can't be recorded. */
function wantedOf(form: FormData, texts: Catalogue['findings']): Wanted | string {
  const about = [...new Set(form.getAll('finding').map(String))].map((key) => {
    const [device = '', finding = ''] = key.split(' ');
    return { device, finding };
  });
  const reason = formText(form, 'reason').trim();
  const decision = DECISIONS.find((kind) => kind === formText(form, 'decision'));
  if (about.length === 0) return texts.noneSelected;
  if (about.length > MAX_DECIDED) return fill(texts.tooMany, { count: MAX_DECIDED });
  if (decision === undefined) return texts.noKind;
  if (reason === '') return texts.noReason;
  if (!needsSecondPerson(decision)) return { about, decision, expiresAt: null, reason };
  const until = Date.parse(`${formText(form, 'until')}T00:00:00Z`);
  if (Number.isNaN(until) || until <= Date.now()) return texts.noUntil;
  return { about, decision, expiresAt: new Date(until).toISOString(), reason };
}

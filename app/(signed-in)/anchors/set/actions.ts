'use server';

import { revalidatePath } from 'next/cache';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { pluralText } from '#lib/i18n/message.ts';
import { listAnchors } from '#lib/ingest/governing.ts';
import { type AnchorOffer, offerOf } from '#lib/present/anchor-set-view.ts';
import { requireActor } from '../../../server/action-guard.ts';
import { formText } from '../../../server/form-text.ts';
import { say } from '../../../server/say.ts';
import { getStore } from '../../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../../server/texts.ts';

const MAX_LABEL = 200;
/** Fewer than fill the megabyte that an action may have. */
const MAX_CHOSEN = 100;

/** Trusts each of the chosen certificates, after all were looked at; one that is trusted already is left as it is. */
export async function addAnchors(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/anchors/set/actions.ts#addAnchors');
  const { anchors, anchorSet: texts } = await viewerTexts();
  const refused = (text: string): ActionResult => ({ kind: 'refused', text });
  const reason = formText(form, 'reason').trim();
  if (reason === '') return refused(anchors.reasonMissing);
  const chosen = form.getAll('certificate').filter((value) => typeof value === 'string');
  if (chosen.length === 0) return refused(texts.noneChosen);
  if (chosen.length > MAX_CHOSEN) return refused(fill(texts.tooMany, { limit: MAX_CHOSEN }));
  const offers = await offersOf(chosen);
  if (offers === null) return refused(texts.notCertificate);
  const odd = offers.find(({ standing }) => standing === 'expired' || standing === 'no-authority');
  if (odd !== undefined) return refused(fill(texts.notEligible, { subject: odd.subject }));
  const fresh = [...new Map(offers.filter(({ standing }) => standing !== 'known').map((offer) => [offer.sha256, offer])).values()];
  for (const { sha256, certificate, subject } of fresh)
    await say(getStore(), principal, { kind: 'anchor', action: 'add', sha256, certificate, label: subject.slice(0, MAX_LABEL), reason });
  revalidatePath('/anchors');
  return { kind: 'done', text: pluralText(await viewerLocale(), texts.added, { count: fresh.length }) };
}

/** How each stands now; null where one is no certificate. */
async function offersOf(chosen: readonly string[]): Promise<readonly AnchorOffer[] | null> {
  const now = new Date();
  const known = new Set((await listAnchors(getStore(), now)).map(({ sha256 }) => sha256));
  const offers = chosen.map((certificate) => offerOf(certificate, { known, at: now.toISOString() }));
  return offers.some((offer) => offer === null) ? null : offers.filter((offer) => offer !== null);
}

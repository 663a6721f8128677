'use server';

import { revalidatePath } from 'next/cache';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { listAnchors } from '#lib/ingest/governing.ts';
import { readAnchor } from '#lib/present/anchor-view.ts';
import { readVerifierKey } from '#lib/present/verifier-key-view.ts';
import { requireActor } from '../../server/action-guard.ts';
import { formText } from '../../server/form-text.ts';
import { say } from '../../server/say.ts';
import { getStore } from '../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../server/texts.ts';
import { verifierKeyRemoval } from '../../server/verifier-key-removal.ts';

const MAX_LABEL = 200;

export async function addAnchor(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/anchors/actions.ts#addAnchor');
  const { anchors } = await viewerTexts();
  const reason = formText(form, 'reason').trim();
  if (reason === '') return { kind: 'refused', text: anchors.reasonMissing };
  const read = readAnchor(formText(form, 'certificate'), await viewerLocale());
  if (read.kind === 'not-single') return { kind: 'refused', text: fill(anchors.notSingle, { count: read.count }) };
  if (read.kind === 'unreadable') return { kind: 'refused', text: fill(anchors.unreadable, { detail: read.detail }) };
  const { sha256, subject } = read.view;
  if (await anchorInForce(sha256)) return { kind: 'refused', text: anchors.already };
  const label = formText(form, 'label').trim().slice(0, MAX_LABEL) || subject.slice(0, MAX_LABEL);
  await say(getStore(), principal, { kind: 'anchor', action: 'add', sha256, certificate: read.certificate, label, reason });
  revalidatePath('/anchors');
  return { kind: 'done', text: anchors.added };
}

export async function removeAnchor(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/anchors/actions.ts#removeAnchor');
  const { anchors } = await viewerTexts();
  const reason = formText(form, 'reason').trim();
  if (reason === '') return { kind: 'refused', text: anchors.reasonMissing };
  const anchor = await anchorInForce(formText(form, 'sha256'));
  if (anchor === undefined) return { kind: 'refused', text: anchors.notAnchor };
  const { sha256, label } = anchor;
  await say(getStore(), principal, { kind: 'anchor', action: 'remove', sha256, certificate: null, label, reason });
  revalidatePath('/anchors');
  return { kind: 'done', text: anchors.removed };
}

export async function addVerifierKey(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/anchors/actions.ts#addVerifierKey');
  const { anchors, verifiers } = await viewerTexts();
  const reason = formText(form, 'reason').trim();
  if (reason === '') return { kind: 'refused', text: anchors.reasonMissing };
  const read = readVerifierKey(formText(form, 'key'));
  if (read.kind === 'not-single') return { kind: 'refused', text: fill(verifiers.notSingle, { count: read.count }) };
  const { sha256, keyId, issuer: named, algorithm } = read.view;
  const issuer = formText(form, 'issuer').trim() || named;
  const label = formText(form, 'label').trim().slice(0, MAX_LABEL) || algorithm;
  await say(getStore(), principal, {
    kind: 'verifier-key',
    action: 'add',
    sha256,
    publicKey: read.publicKey,
    keyId,
    issuer,
    label,
    reason,
  });
  revalidatePath('/anchors');
  return { kind: 'done', text: verifiers.added };
}

export async function removeVerifierKey(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/anchors/actions.ts#removeVerifierKey');
  const { anchors, verifiers } = await viewerTexts();
  const reason = formText(form, 'reason').trim();
  if (reason === '') return { kind: 'refused', text: anchors.reasonMissing };
  const said = await verifierKeyRemoval(getStore(), { sha256: formText(form, 'sha256'), reason });
  if (said === undefined) return { kind: 'refused', text: verifiers.notKey };
  await say(getStore(), principal, said);
  revalidatePath('/anchors');
  return { kind: 'done', text: verifiers.removed };
}

async function anchorInForce(sha256: string): Promise<{ sha256: string; label: string } | undefined> {
  return (await listAnchors(getStore(), new Date())).find((anchor) => anchor.sha256 === sha256);
}

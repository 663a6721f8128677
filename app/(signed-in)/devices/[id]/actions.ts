'use server';

import { revalidatePath } from 'next/cache';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import type { Principal } from '#lib/auth/principal.ts';
import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import { fill } from '#lib/i18n/fill.ts';
import { LIFECYCLES } from '#lib/present/vocabulary.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { requireActor } from '../../../server/action-guard.ts';
import { approvable, withdrawable } from '../../../server/approval-right.ts';
import { formText } from '../../../server/form-text.ts';
import { RequestProblem } from '../../../server/problem.ts';
import { type Said, say } from '../../../server/say.ts';
import { getStore } from '../../../server/store.ts';
import { viewerTexts } from '../../../server/texts.ts';
import { canBeWithdrawn } from './standing-statement.ts';

/** Where the device is in its life, from now on. */
export async function recordLifecycle(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/devices/[id]/actions.ts#recordLifecycle');
  const { device: texts, lifecycle } = await viewerTexts();
  const [device, reason] = [formText(form, 'device'), formText(form, 'reason').trim()];
  const state = LIFECYCLES.find((each) => each === formText(form, 'state'));
  if (reason === '') return { kind: 'refused', text: texts.actions.reasonMissing };
  if (state === undefined || state === 'unknown') return { kind: 'refused', text: texts.actions.stateMissing };
  const text = fill(texts.actions.lifecycleDone, { state: lifecycle[state] });
  return record(principal, { device, said: { kind: 'lifecycle', device, state, reason }, text });
}

/** One observation as what the device holds, once another person approves it. */
export async function proposeBaseline(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/devices/[id]/actions.ts#proposeBaseline');
  const texts = (await viewerTexts()).device.actions;
  const [device, submission, reason] = [formText(form, 'device'), formText(form, 'submission'), formText(form, 'reason').trim()];
  if (reason === '') return { kind: 'refused', text: texts.reasonMissing };
  const assessed = maySeeDevice(principal, device) ? await findAssessed(getStore(), device) : undefined;
  if (assessed?.device.observations.some((observation) => observation.submission.id === submission) !== true) {
    return { kind: 'refused', text: texts.noObservation };
  }
  if (assessed.device.expected.basis !== 'none') return { kind: 'refused', text: texts.enrolled };
  return record(principal, { device, said: { kind: 'baseline', device, submission, reason }, text: texts.baselineDone });
}

/** Which of several base certificates counts, once another person approves it. */
export async function proposeBase(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/devices/[id]/actions.ts#proposeBase');
  const texts = (await viewerTexts()).device.actions;
  const [device, certificate, reason] = [formText(form, 'device'), formText(form, 'certificate'), formText(form, 'reason').trim()];
  if (reason === '') return { kind: 'refused', text: texts.reasonMissing };
  const assessed = maySeeDevice(principal, device) ? await findAssessed(getStore(), device) : undefined;
  const isBase = assessed?.device.documents.some(({ read, sha256 }) => {
    return read.id === certificate && assessed.device.expected.because.includes(sha256);
  });
  if (isBase !== true || assessed?.device.expected.basis !== 'conflict') return { kind: 'refused', text: texts.noBase };
  return record(principal, { device, said: { kind: 'base-choice', device, certificate, reason }, text: texts.baselineDone });
}

/** The second person. */
export async function approveProposal(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/devices/[id]/actions.ts#approveProposal');
  const texts = (await viewerTexts()).device.actions;
  const [device, id, reason] = [formText(form, 'device'), formText(form, 'statement'), formText(form, 'reason').trim()];
  if (reason === '') return { kind: 'refused', text: texts.reasonMissing };
  const proposed = await approvable(getStore(), principal, id).catch((error: unknown) => {
    if (error instanceof RequestProblem) return undefined;
    throw error;
  });
  if ((proposed?.kind !== 'baseline' && proposed?.kind !== 'base-choice') || proposed.device !== device)
    return { kind: 'refused', text: texts.gone };
  if (proposed.author === principal.name) return { kind: 'refused', text: texts.own };
  return record(principal, { device, said: { kind: 'approval', statement: id, reason }, text: texts.approved });
}

/** Takes back what somebody said about this device. */
export async function withdrawStatement(_: ActionResult | null, form: FormData): Promise<ActionResult> {
  const principal = await requireActor('app/(signed-in)/devices/[id]/actions.ts#withdrawStatement');
  const texts = (await viewerTexts()).device.actions;
  const [device, statement, reason] = [formText(form, 'device'), formText(form, 'statement'), formText(form, 'reason').trim()];
  if (reason === '') return { kind: 'refused', text: texts.reasonMissing };
  const stands = maySeeDevice(principal, device) && (await canBeWithdrawn(getStore(), { device, statement, viewer: principal.name }));
  if (!stands) return { kind: 'refused', text: texts.notStanding };
  await withdrawable(getStore(), principal, statement);
  return record(principal, { device, said: { kind: 'withdrawal', statement, reason }, text: texts.withdrawn });
}

interface Recording {
  readonly device: string;
  readonly said: Said;
  /** What the person is told when it is done. */
  readonly text: string;
}

async function record(principal: Principal, { device, said, text }: Recording): Promise<ActionResult> {
  try {
    await say(getStore(), principal, said);
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    const { api, device: texts } = await viewerTexts();
    return { kind: 'refused', text: fill(texts.actions.refused, { detail: fill(api[error.code].detail, error.values) }) };
  }
  revalidatePath(`/devices/${encodeURIComponent(device)}`);
  return { kind: 'done', text };
}

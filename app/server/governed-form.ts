import { revalidatePath } from 'next/cache';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import type { Principal } from '#lib/auth/principal.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { GovernedRow } from '#lib/present/governed-rows.ts';
import { formText } from './form-text.ts';
import { RequestProblem } from './problem.ts';
import { type Said, say } from './say.ts';
import { getStore } from './store.ts';
import { viewerTexts } from './texts.ts';

type Waiting = { readonly id: string; readonly reason: string; readonly author: string } | { readonly refused: 'reasonMissing' | 'gone' };

/** The change of a governing table that a form is about, while it waits. */
export function waitingChange(rows: readonly GovernedRow<unknown>[], form: FormData): Waiting {
  const [id, reason] = [formText(form, 'id'), formText(form, 'reason').trim()];
  if (reason === '') return { refused: 'reasonMissing' };
  const proposals = rows.flatMap(({ state, proposed, proposedEnds }) => [...(state === 'waiting' ? [proposed] : []), ...proposedEnds]);
  const found = proposals.find((each) => each.id === id);
  return found === undefined ? { refused: 'gone' } : { id, reason, author: found.by };
}

type AskedEnd =
  | { readonly change: { readonly action: 'end'; readonly line: string; readonly until: string | null }; readonly reason: string }
  | { readonly refused: 'reasonMissing' | 'dayMissing' | 'notInForce' };

/** The end of a line in force that a form asks for. */
export function endChange(rows: readonly GovernedRow<unknown>[], form: FormData): AskedEnd {
  const [line, day, reason] = [formText(form, 'id'), formText(form, 'until'), formText(form, 'reason').trim()];
  const isNever = formText(form, 'never') !== '';
  if (reason === '') return { refused: 'reasonMissing' };
  if (!isNever && !/^\d{4}-\d{2}-\d{2}$/.test(day)) return { refused: 'dayMissing' };
  if (rows.find(({ id }) => id === line)?.state !== 'in-force') return { refused: 'notInForce' };
  return { change: { action: 'end', line, until: isNever ? null : `${day}T00:00:00Z` }, reason };
}

interface Recording {
  readonly said: Said;
  /** What the person is told when it is done. */
  readonly text: string;
  /** Pages below it show what was said. */
  readonly path: '/policy' | '/aliases' | '/attestation-policy';
}

/** Records what a form says, and tells how it went. */
export async function recordChange(principal: Principal, { said, text, path }: Recording): Promise<ActionResult> {
  try {
    await say(getStore(), principal, said);
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    const { api, device } = await viewerTexts();
    return { kind: 'refused', text: fill(device.actions.refused, { detail: fill(api[error.code].detail, error.values) }) };
  }
  revalidatePath(path, 'layout');
  return { kind: 'done', text };
}

import { revalidatePath } from 'next/cache';
import type { ActionResult } from '#components/ui/action-notice.tsx';
import type { Principal } from '#lib/auth/principal.ts';
import { fill } from '#lib/i18n/fill.ts';
import { listGoverned } from '#lib/ingest/list-governed.ts';
import type { GovernedRow } from '#lib/present/governed-rows.ts';
import type { GoverningKind } from '#lib/present/vocabulary.ts';
import { findStatement } from '#lib/store/statements.ts';
import { formText } from '../form-text.ts';
import { RequestProblem } from '../problem.ts';
import { type Said, say } from '../say.ts';
import { getStore } from '../store.ts';
import { viewerTexts } from '../texts.ts';
import { TABLES } from './table.ts';

type Refusal = { readonly refused: 'reasonMissing' | 'dayMissing' | 'gone' | 'notInForce' };

/** What a form is about: a line, or a change that waits, and the table that it belongs to. */
interface Asked {
  readonly id: string;
  readonly reason: string;
  readonly kind: GoverningKind;
  readonly rows: readonly GovernedRow<unknown>[];
}

async function askedOf(form: FormData): Promise<Asked | undefined> {
  const [id, reason] = [formText(form, 'id'), formText(form, 'reason').trim()];
  const statement = await findStatement(getStore(), id);
  if (statement === undefined || !('change' in statement)) return undefined;
  const { kind } = statement;
  return { id, reason, kind, rows: (await listGoverned(getStore(), kind, new Date())).rows };
}

/** The change of a table that a form is about, while it waits. */
export async function waitingChange(form: FormData): Promise<(Omit<Asked, 'rows'> & { readonly author: string }) | Refusal> {
  if (formText(form, 'reason').trim() === '') return { refused: 'reasonMissing' };
  const asked = await askedOf(form);
  const proposals = asked?.rows.flatMap(({ state, proposed, proposedEnds }) => [
    ...(state === 'waiting' ? [proposed] : []),
    ...proposedEnds,
  ]);
  const found = proposals?.find(({ id }) => id === asked?.id);
  return asked === undefined || found === undefined ? { refused: 'gone' } : { ...asked, author: found.by };
}

/** The end of a line in force that a form asks for. */
export async function endChange(form: FormData) {
  const day = formText(form, 'until');
  const isNever = formText(form, 'never') !== '';
  if (formText(form, 'reason').trim() === '') return { refused: 'reasonMissing' } as const;
  if (!isNever && !/^\d{4}-\d{2}-\d{2}$/.test(day)) return { refused: 'dayMissing' } as const;
  const asked = await askedOf(form);
  if (asked?.rows.find(({ id }) => id === asked.id)?.state !== 'in-force') return { refused: 'notInForce' } as const;
  const { kind, id, reason } = asked;
  return { kind, reason, change: { action: 'end', line: id, until: isNever ? null : `${day}T00:00:00Z` } } as const;
}

interface Recording {
  readonly said: Said;
  /** What the person is told when it is done. */
  readonly text: string;
  /** The table that it is about: its pages show what was said. */
  readonly kind: GoverningKind;
}

/** Records what a form says, and tells how it went. */
export async function recordChange(principal: Principal, { said, text, kind }: Recording): Promise<ActionResult> {
  try {
    await say(getStore(), principal, said);
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    const { api, device } = await viewerTexts();
    return { kind: 'refused', text: fill(device.actions.refused, { detail: fill(api[error.code].detail, error.values) }) };
  }
  revalidatePath(TABLES[kind].path, 'layout');
  return { kind: 'done', text };
}

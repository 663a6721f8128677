'use client';

import { type FormEvent, startTransition, useActionState } from 'react';
import type { ActionResult } from './action-notice.tsx';

/** A server action that a form sends its fields to. */
export type FormAction = (previous: ActionResult | null, form: FormData) => Promise<ActionResult>;

export interface FormActionState {
  readonly result: ActionResult | null;
  readonly isPending: boolean;
  /** Counts what was done: as `key` of the fields it empties them. */
  readonly round: number;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

type Told = Pick<FormActionState, 'result' | 'round'>;

/**
 * Sends a form to a server action and keeps what was typed when it is refused: given as `action`, a form would be emptied
 * either way.
 */
export function useFormAction(action: FormAction): FormActionState {
  const [{ result, round }, dispatch, isPending] = useActionState<Told, FormData>(
    async (before, fields) => {
      const answer = await action(before.result, fields);
      return { result: answer, round: before.round + (answer.kind === 'refused' ? 0 : 1) };
    },
    { result: null, round: 0 },
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const submitter = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null;
    const fields = new FormData(event.currentTarget, submitter);
    startTransition(() => dispatch(fields));
  };
  return { result, isPending, round, onSubmit };
}

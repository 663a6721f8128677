import type { FormAction } from '#components/ui/use-form-action.ts';
import { hasRight, type Principal } from '#lib/auth/principal.ts';

interface Question {
  /** Who proposed what waits. */
  readonly author: string;
  /** It lets the person who looks at it speak: another one has to approve. */
  readonly isFavored: boolean;
  readonly actions: { readonly approve: FormAction; readonly decline: FormAction; readonly withdraw: FormAction };
}

/** Which forms somebody sees below a change that waits: the second person's, the proposer's, or none. */
export function settling(principal: Principal, { author, isFavored, actions }: Question) {
  if (author === principal.name) return { approve: null, withdraw: { action: actions.withdraw, isOwn: true } };
  if (!hasRight(principal, 'policy.approve')) return { approve: null, withdraw: null };
  return { approve: isFavored ? null : actions.approve, withdraw: { action: actions.decline, isOwn: false } };
}

import { hasRight, type Principal } from '#lib/auth/principal.ts';
import { approveChange, declineChange, withdrawProposal } from './actions.ts';

interface Question {
  /** Who proposed what waits. */
  readonly author: string;
  /** It lets the person who looks at it speak: another one has to approve. */
  readonly isFavored: boolean;
}

/** Which forms somebody sees below a change that waits: the second person's, the proposer's, or none. */
export function settling(principal: Principal, { author, isFavored }: Question) {
  if (author === principal.name) return { approve: null, withdraw: { action: withdrawProposal, isOwn: true } };
  if (!hasRight(principal, 'policy.approve')) return { approve: null, withdraw: null };
  return { approve: isFavored ? null : approveChange, withdraw: { action: declineChange, isOwn: false } };
}

import { AccessRefused, hasRight, type Principal, requireRight } from '#lib/auth/principal.ts';
import type { Right } from '#lib/auth/rights.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findStatement } from '#lib/store/statements.ts';
import { RequestProblem } from './problem.ts';

type Said = NonNullable<Awaited<ReturnType<typeof findStatement>>>;

/** Which right approves a statement; null for statements that need no second person. */
const APPROVALS: Readonly<Record<Said['kind'], Right | null>> = {
  baseline: 'baseline.approve',
  'base-choice': 'baseline.approve',
  decision: 'decision.approve',
  'identity-continuity': 'baseline.approve',
  lifecycle: null,
  link: null,
  approval: null,
  withdrawal: null,
  anchor: null,
  'verifier-key': null,
  policy: null,
  'issuer-policy': 'policy.approve',
  'manufacturer-alias': 'policy.approve',
  'attestation-policy': 'policy.approve',
  'attestation-key': null,
};

/** The statement that somebody wants to approve, when they may. @throws RequestProblem, AccessRefused */
export async function approvable(store: Store, principal: Principal, id: string): Promise<Said> {
  const target = await findStatement(store, id);
  if (target === undefined) throw new RequestProblem('notFound', { what: 'statement' });
  const right = APPROVALS[target.kind];
  if (right === null) throw new RequestProblem('conflict', { reason: `A ${target.kind} statement needs no approval.` });
  requireRight(principal, right);
  return target;
}

/**
 * The statement that somebody wants to withdraw: what administrators decided for all devices only they take back, who proposes changes
 * of governing tables takes back their own, and a token takes back only what its owner said. @throws RequestProblem, AccessRefused
 */
export async function withdrawable(store: Store, principal: Principal, id: string): Promise<Said> {
  // Who may withdraw nothing at all doesn't learn which statements there are.
  if (!hasRight(principal, 'policy.propose')) requireRight(principal, 'statement.withdraw');
  const target = await findStatement(store, id);
  if (target === undefined) throw new RequestProblem('notFound', { what: 'statement' });
  if (target.kind === 'anchor' || target.kind === 'verifier-key' || target.kind === 'policy')
    throw new AccessRefused('not-allowed', { right: 'anchor.change' });
  const isOwn = target.author === principal.name;
  const isOwnProposal = isOwn && APPROVALS[target.kind] === 'policy.approve' && hasRight(principal, 'policy.propose');
  requireRight(principal, isOwnProposal ? 'policy.propose' : 'statement.withdraw');
  if (principal.via === 'token' && !isOwn)
    throw new RequestProblem('conflict', {
      reason: 'A token takes back only what its owner said; sign in to withdraw what another person said.',
    });
  return target;
}

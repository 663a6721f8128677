import { recordAction } from '#lib/store/audit.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findUserById, setPassword } from '#lib/store/users.ts';
import { hashPassword, type PasswordProblem, passwordProblem, verifyPassword } from './password.ts';
import { makeThrottle } from './throttle.ts';

/** Whoever sits at somebody's open session must not be able to try passwords. */
const attempts = makeThrottle({ events: 5, windowMs: 15 * 60_000 });

export type PasswordChange =
  | { readonly kind: 'changed' }
  | { readonly kind: 'refused'; readonly problem: PasswordProblem | 'same' | 'wrong-current' }
  | { readonly kind: 'throttled'; readonly waitSeconds: number };

/** Changes one's own password; all sessions of the user end with it. */
export async function changePassword(
  store: Store,
  { userId, current, next, at }: { userId: string; current: string; next: string; at: Date },
): Promise<PasswordChange> {
  const waitSeconds = attempts.waitSeconds(userId, at.getTime());
  if (waitSeconds > 0) return { kind: 'throttled', waitSeconds };
  const user = await findUserById(store, userId);
  if (user === undefined || !(await verifyPassword(current, user.passwordHash))) {
    attempts.record(userId, at.getTime());
    return { kind: 'refused', problem: 'wrong-current' };
  }
  const problem = next === current ? 'same' : passwordProblem(next, user.name);
  if (problem !== null) return { kind: 'refused', problem };
  await setPassword(store, { userId, passwordHash: await hashPassword(next), mustChangePassword: false });
  await recordAction(store.pool, { at, actor: user.name, action: 'password-changed', subject: user.name, detail: {} });
  attempts.forget(userId);
  return { kind: 'changed' };
}

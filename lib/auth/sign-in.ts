import { recordAction } from '#lib/store/audit.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findUserByName, recordFailedSignIn, recordSignIn } from '#lib/store/users.ts';
import { verifyPassword } from './password.ts';
import { makeThrottle } from './throttle.ts';

const MINUTE = 60_000;
/** One account from one address: a person who mistypes. */
const byAccountAndAddress = makeThrottle({ events: 5, windowMs: 15 * MINUTE });
/** One address over all accounts: somebody who tries names. */
const byAddress = makeThrottle({ events: 50, windowMs: 15 * MINUTE });
/** Failures of one account, over all addresses and web servers, after which it waits; kept in the database. */
const FREE_FAILURES = 20;
const LONGEST_WAIT_MS = 15 * MINUTE;
const MAX_NAME_LENGTH = 200;

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly userId: string; readonly name: string; readonly epoch: number }
  /** Wrong name, wrong password or a disabled account: told apart for nobody. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'throttled'; readonly waitSeconds: number };

export interface SignInAttempt {
  readonly name: string;
  readonly password: string;
  readonly address: string;
  readonly at: Date;
}

/** Checks a name and a password. Takes as long for a name that nobody has. */
export async function signIn(store: Store, { name, password, address, at }: SignInAttempt): Promise<SignInOutcome> {
  const now = at.getTime();
  const pair = `${name.slice(0, MAX_NAME_LENGTH)} ${address}`;
  const waitHere = Math.max(byAccountAndAddress.waitSeconds(pair, now), byAddress.waitSeconds(address, now));
  if (waitHere > 0) return { kind: 'throttled', waitSeconds: waitHere };
  // A name that no account can have is looked up as nobody's, so that it takes as long.
  const user = name.length > MAX_NAME_LENGTH || name.includes('\0') ? undefined : await findUserByName(store, name);
  const waitAccount = user === undefined ? 0 : accountWaitSeconds(user, at);
  if (waitAccount > 0) return { kind: 'throttled', waitSeconds: waitAccount };
  const right = await verifyPassword(password, user?.passwordHash ?? null);
  if (user === undefined || !right || user.disabled) {
    byAccountAndAddress.record(pair, now);
    byAddress.record(address, now);
    if (user !== undefined) {
      await recordFailedSignIn(store, user.id, at);
      await recordAction(store.pool, { at, actor: user.name, action: 'sign-in-failed', subject: user.name, detail: { address } });
    }
    return { kind: 'wrong' };
  }
  byAccountAndAddress.forget(pair);
  await recordSignIn(store, user.id, at);
  await recordAction(store.pool, { at, actor: user.name, action: 'signed-in', subject: user.name, detail: { address } });
  return { kind: 'signed-in', userId: user.id, name: user.name, epoch: user.sessionEpoch };
}

/** Seconds that an account waits after many failures: doubling from one second, at most a quarter of an hour. */
export function accountWaitSeconds(user: { failedSignIns: number; lastFailedAt: Date | null }, at: Date): number {
  if (user.lastFailedAt === null || user.failedSignIns <= FREE_FAILURES) return 0;
  const wait = Math.min(1000 * 2 ** Math.min(user.failedSignIns - FREE_FAILURES - 1, 20), LONGEST_WAIT_MS);
  return Math.max(0, Math.ceil((user.lastFailedAt.getTime() + wait - at.getTime()) / 1000));
}

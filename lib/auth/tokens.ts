import { recordAction } from '#lib/store/audit.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findTokenById, revokeToken, saveToken } from '#lib/store/tokens.ts';
import { findUserById } from '#lib/store/users.ts';
import type { Act } from './accounts.ts';
import { isRole } from './rights.ts';
import { isDelegable, MAX_TOKEN_DAYS, makeToken, scopesInForce } from './token.ts';

const DAY_MS = 86_400_000;
const MAX_NAME_LENGTH = 100;

export interface TokenRequest {
  /** Whose rights the token has; it acts in this name. */
  readonly ownerId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly days: number;
}

export type TokenOutcome =
  | { readonly kind: 'done'; readonly token: string }
  | { readonly kind: 'refused'; readonly code: 'no-such-user' | 'no-scopes' | 'bad-name' };

/** Makes a token; the token itself is told here, and only its hash is kept. Scopes beyond the owner's role are left out. */
export async function issueToken(store: Store, { ownerId, name, scopes, days }: TokenRequest, act: Act): Promise<TokenOutcome> {
  const owner = await findUserById(store, ownerId);
  if (owner === undefined || owner.disabled || !isRole(owner.role)) return { kind: 'refused', code: 'no-such-user' };
  const label = name.trim();
  if (label === '' || label.length > MAX_NAME_LENGTH) return { kind: 'refused', code: 'bad-name' };
  const own = scopesInForce(scopes, owner.role);
  // In another person's name an administrator lets programs read and hand in, and decide nothing.
  const held = act.actor === owner.name ? own : own.filter(isDelegable);
  if (held.length === 0) return { kind: 'refused', code: 'no-scopes' };
  const { token, hash } = makeToken();
  const expiresAt = new Date(act.at.getTime() + Math.min(Math.max(1, Math.trunc(days) || 1), MAX_TOKEN_DAYS) * DAY_MS);
  await saveToken(store, { name: label, userId: owner.id, scopes: held, hash, expiresAt, at: act.at });
  await recordAction(store.pool, { ...act, action: 'token-created', subject: owner.name, detail: { name: label, scopes: held } });
  return { kind: 'done', token };
}

/** Ends a token. With `ownerId`, only one of that user's. False when there is no such token in force. */
export async function endToken(store: Store, { id, ownerId }: { id: string; ownerId?: string }, act: Act): Promise<boolean> {
  const token = await findTokenById(store, id);
  if (token === undefined || (ownerId !== undefined && token.userId !== ownerId)) return false;
  if (!(await revokeToken(store, id, act.at))) return false;
  await recordAction(store.pool, { ...act, action: 'token-revoked', subject: token.name, detail: { token: token.id } });
  return true;
}

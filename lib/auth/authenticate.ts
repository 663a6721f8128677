import { listGrants } from '#lib/store/grants.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findTokenByHash, recordTokenUse } from '#lib/store/tokens.ts';
import { findUserById } from '#lib/store/users.ts';
import type { Principal } from './principal.ts';
import { isRole, type Right } from './rights.ts';
import type { SessionClaims } from './session.ts';
import { hashToken, isTokenLive, scopesInForce } from './token.ts';

/** The principal of a session, by the user's row as it stands now; null when the session is over. */
export async function sessionPrincipal(store: Store, claims: SessionClaims): Promise<Principal | null> {
  const user = await findUserById(store, claims.userId);
  if (user === undefined || user.sessionEpoch !== claims.epoch) return null;
  return principalOf(store, { user, via: 'session', scopes: null });
}

/** The principal of an API token; null when it is unknown, expired, revoked, or its owner is disabled. */
export async function tokenPrincipal(store: Store, token: string, at: Date): Promise<Principal | null> {
  const found = await findTokenByHash(store, hashToken(token));
  if (found === undefined || !isTokenLive(found, at)) return null;
  const { owner, scopes } = found;
  if (!isRole(owner.role)) return null;
  await recordTokenUse(store, found, at);
  return principalOf(store, { user: owner, via: 'token', scopes: scopesInForce(scopes, owner.role) });
}

interface Proven {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly disabled: boolean;
    readonly mustChangePassword: boolean;
  };
  readonly via: Principal['via'];
  readonly scopes: readonly Right[] | null;
}

async function principalOf(store: Store, { user, via, scopes }: Proven): Promise<Principal | null> {
  if (user.disabled || !isRole(user.role)) return null;
  const grants = user.role === 'integrator' ? await listGrants(store, user.id) : [];
  return { userId: user.id, name: user.name, role: user.role, via, scopes, grants, mustChangePassword: user.mustChangePassword };
}

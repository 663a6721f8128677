import type { TokenRow } from '#components/access/token-table.tsx';
import { isTokenLive } from '#lib/auth/token.ts';
import type { ApiToken } from '#lib/store/tokens.ts';

/** A token as pages show it. */
export function tokenRow(token: ApiToken, owner: string, now: Date): TokenRow {
  const state = token.revokedAt !== null ? 'revoked' : isTokenLive(token, now) ? 'live' : 'expired';
  const { id, name, scopes } = token;
  return {
    id,
    name,
    owner,
    scopes,
    state,
    expiresAt: token.expiresAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  };
}

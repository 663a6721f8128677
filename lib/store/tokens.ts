import { randomUUID } from 'node:crypto';
import type { ApiToken, User } from './generated/client.ts';
import { oneTrip } from './one-trip.ts';
import type { Store } from './open-store.ts';
import { select } from './sql.ts';

export type { ApiToken } from './generated/client.ts';

export interface NewToken {
  readonly name: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  /** SHA-256 of the token. */
  readonly hash: string;
  readonly expiresAt: Date | null;
  readonly at: Date;
}

export async function saveToken(store: Store, { at, scopes, ...token }: NewToken): Promise<ApiToken> {
  return store.prisma.apiToken.create({ data: { ...token, scopes: [...scopes], id: randomUUID(), createdAt: at } });
}

/** A token as a request needs it, and whose it is. */
export interface TokenOfOwner extends Pick<ApiToken, 'id' | 'scopes' | 'expiresAt' | 'lastUsedAt' | 'revokedAt'> {
  readonly owner: Pick<User, 'id' | 'name' | 'role' | 'disabled' | 'mustChangePassword'>;
}

/** Every request with a token asks. */
export const findTokenByHash = oneTrip(async ({ pool }, hashes: readonly string[]): Promise<ReadonlyMap<string, TokenOfOwner>> => {
  const rows = await select<Omit<TokenOfOwner, 'owner'> & TokenOfOwner['owner'] & { readonly hash: string; readonly tokenId: string }>(
    pool,
    `SELECT t.hash, t.id AS "tokenId", t.scopes, t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt", t.revoked_at AS "revokedAt",
       u.id, u.name, u.role, u.disabled, u.must_change_password AS "mustChangePassword"
     FROM api_token t JOIN app_user u ON u.id = t.user_id WHERE t.hash = ANY($1)`,
    [hashes],
  );
  return new Map(
    rows.map(({ hash, tokenId, scopes, expiresAt, lastUsedAt, revokedAt, ...owner }) => [
      hash,
      { id: tokenId, scopes, expiresAt, lastUsedAt, revokedAt, owner },
    ]),
  );
});

export async function findTokenById(store: Store, id: string): Promise<ApiToken | undefined> {
  return (await store.prisma.apiToken.findUnique({ where: { id } })) ?? undefined;
}

/** Tokens of one user, or of all, the newest first. */
export async function listTokens(store: Store, userId?: string): Promise<readonly ApiToken[]> {
  return store.prisma.apiToken.findMany({ ...(userId === undefined ? {} : { where: { userId } }), orderBy: { createdAt: 'desc' } });
}

/** Ends a token; false when there is none, or it was ended before. */
export async function revokeToken(store: Store, id: string, at: Date): Promise<boolean> {
  const { count } = await store.prisma.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
  return count === 1;
}

const USE_RESOLUTION_MS = 60_000;

/** Notes that a token was used; to the minute, so that a busy client doesn't write with every request. */
export async function recordTokenUse(store: Store, { id, lastUsedAt }: Pick<ApiToken, 'id' | 'lastUsedAt'>, at: Date): Promise<void> {
  const stale = new Date(at.getTime() - USE_RESOLUTION_MS);
  if (lastUsedAt !== null && lastUsedAt >= stale) return;
  await store.prisma.apiToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: stale } }] },
    data: { lastUsedAt: at },
  });
}

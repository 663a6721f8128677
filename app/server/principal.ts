import { getServerSession } from 'next-auth';
import { cache } from 'react';
import { sessionPrincipal, tokenPrincipal } from '#lib/auth/authenticate.ts';
import type { Principal } from '#lib/auth/principal.ts';
import { claimsOf } from '#lib/auth/session.ts';
import { bearerToken } from '#lib/auth/token.ts';
import type { ApiRequest } from './api-request.ts';
import { authOptions } from './session.ts';
import { getStore } from './store.ts';

/** Who looks at this page or calls this action; null when nobody is signed in. Looked up once per request. */
export const currentPrincipal = cache(async (): Promise<Principal | null> => {
  const claims = claimsOf(await getServerSession(authOptions()));
  return claims === null ? null : sessionPrincipal(getStore(), claims);
});

/** Who calls the API: by token when there is one (a wrong one is never replaced by a session), else by session. */
export async function requestPrincipal(request: Pick<ApiRequest, 'headers'>): Promise<Principal | null> {
  const header = request.headers.get('authorization');
  if (header === null) return currentPrincipal();
  const token = bearerToken(header);
  return token === null ? null : tokenPrincipal(getStore(), token, new Date());
}

import { AccessRefused, type Principal, requireRight } from '#lib/auth/principal.ts';
import { ROUTE_RIGHTS, type RouteKey } from '#lib/auth/route-rights.ts';
import { makeThrottle, type Throttle } from '#lib/auth/throttle.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { ApiRequest } from './api-request.ts';
import { requestPrincipal } from './principal.ts';
import { problemResponse } from './problem.ts';
import { refuseNul } from './refuse-nul.ts';
import { refuseUnknownParameters } from './refuse-unknown-parameters.ts';
import { isSameOrigin } from './same-origin.ts';
import { getStore } from './store.ts';

/** Requests that one caller may make in a minute: enough for a bulk upload, not for a runaway script. */
const REQUESTS_PER_MINUTE = 6000;
/** Methods that change nothing. */
const READS = ['GET', 'HEAD'];
// On the global object, because Next has its own copy of this file, and what passes by Next another: a caller has one allowance for both.
const held: { assayRequests?: Throttle } = globalThis as { assayRequests?: Throttle };
held.assayRequests ??= makeThrottle({ events: REQUESTS_PER_MINUTE, windowMs: 60_000 });
const requests = held.assayRequests;

export interface Call<Params> {
  readonly request: ApiRequest;
  readonly params: Params;
  readonly query: URLSearchParams;
  readonly store: Store;
}

export type GuardedCall<Params> = Call<Params> & { readonly principal: Principal };

type Handler<Params> = (request: ApiRequest, context: { params: Promise<Params> }) => Promise<Response>;

/** The only way to make a route of the API: asks the table of rights first, and turns everything thrown into a problem document. */
export function guardedRoute<Params extends object = object>(
  key: RouteKey,
  answer: (call: GuardedCall<Params>) => Promise<Response>,
): Handler<Params> {
  return async (request, context) => {
    try {
      const store = getStore();
      const principal = allowed(await requestPrincipal(request), key, request);
      return await answer({ ...(await askedOf(key, request, context)), store, principal });
    } catch (error) {
      return problemResponse(error);
    }
  };
}

/** A route that the table calls public. */
export function publicRoute<Params extends object = object>(
  key: RouteKey,
  answer: (call: Call<Params>) => Promise<Response>,
): Handler<Params> {
  if (ROUTE_RIGHTS[key] !== 'public') throw new Error(`${key} is not public in lib/auth/route-rights.ts`);
  return async (request, context) => {
    try {
      return await answer({ ...(await askedOf(key, request, context)), store: getStore() });
    } catch (error) {
      return problemResponse(error);
    }
  };
}

async function askedOf<Params extends object>(
  key: RouteKey,
  request: ApiRequest,
  context: { params: Promise<Params> },
): Promise<Omit<Call<Params>, 'store'>> {
  // A route without a parameter in its path gets none.
  const params = (await context.params) ?? {};
  const query = request.nextUrl.searchParams;
  for (const text of [...Object.values(params), ...query.values()]) refuseNul(String(text));
  refuseUnknownParameters(key, query);
  return { request, params, query };
}

function allowed(principal: Principal | null, key: RouteKey, request: ApiRequest): Principal {
  const requirement = ROUTE_RIGHTS[key];
  if (principal === null || requirement === 'public') throw new AccessRefused('not-signed-in');
  if (principal.via === 'session' && !READS.includes(request.method) && !isSameOrigin(request.headers))
    throw new AccessRefused('cross-site');
  const now = Date.now();
  const retryAfterSeconds = requests.waitSeconds(principal.userId, now);
  if (retryAfterSeconds > 0) throw new AccessRefused('too-many-requests', { retryAfterSeconds });
  requests.record(principal.userId, now);
  if (requirement !== 'signed-in') return requireRight(principal, requirement);
  if (principal.mustChangePassword) throw new AccessRefused('password-change-required');
  return principal;
}

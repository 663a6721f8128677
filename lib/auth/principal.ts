import { type Right, type Role, roleHas } from './rights.ts';

/** Who is asking, as far as it was proven in this request. */
export interface Principal {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly via: 'session' | 'token';
  /** What a token was made for; null for a session, which has all rights of the role. */
  readonly scopes: readonly Right[] | null;
  /** Device ids granted to an integrator; ignored for other roles. */
  readonly grants: readonly string[];
  /** The password was set by somebody else and must be changed before anything else. */
  readonly mustChangePassword: boolean;
}

export type RefusalCode = 'not-signed-in' | 'password-change-required' | 'not-allowed' | 'token-scope' | 'cross-site' | 'too-many-requests';

/** A request that is refused for who asks, not for what is asked. */
export class AccessRefused extends Error {
  readonly code: RefusalCode;
  /** What was asked for; null where it made no difference. */
  readonly right: Right | null;
  /** After how many seconds it is worth trying again. */
  readonly retryAfterSeconds: number | null;

  constructor(code: RefusalCode, facts: { right?: Right; retryAfterSeconds?: number } = {}) {
    super(code);
    this.name = 'AccessRefused';
    this.code = code;
    this.right = facts.right ?? null;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
  }
}

/** Whether `principal` has `right`: by role, and for a token also by its scopes. */
export function hasRight(principal: Principal, right: Right): boolean {
  return refusalOf(principal, right) === null;
}

/**
 * The one guard: every route and every server action passes through it before it reads or changes anything.
 * @throws AccessRefused
 */
export function requireRight(principal: Principal | null, right: Right): Principal {
  if (principal === null) throw new AccessRefused('not-signed-in', { right });
  const refusal = refusalOf(principal, right);
  if (refusal !== null) throw new AccessRefused(refusal, { right });
  return principal;
}

function refusalOf(principal: Principal, right: Right): RefusalCode | null {
  if (!roleHas(principal.role, right)) return 'not-allowed';
  if (principal.scopes !== null && !principal.scopes.includes(right)) return 'token-scope';
  if (principal.mustChangePassword && right !== 'password.own') return 'password-change-required';
  return null;
}

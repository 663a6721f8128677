import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { Store } from '#lib/store/open-store.ts';
import { signIn } from './sign-in.ts';

/** Sessions end after a working day, whatever happens. */
export const SESSION_SECONDS = 10 * 60 * 60;

/** What the signed and encrypted cookie says; every request compares it with the user's row. */
export interface SessionClaims {
  readonly userId: string;
  /** Of the user's row when the session began; a changed password, role or grant raises the row's. */
  readonly epoch: number;
}

/** Thrown texts that the sign-in page tells apart. */
export const SIGN_IN_REFUSALS = { wrong: 'wrong', throttled: 'throttled' } as const;

/** Options of next-auth: a name and a password, a cookie that holds two facts, nothing kept by the library. */
export function sessionOptions({ store, secret }: { store: () => Store; secret: string }): AuthOptions {
  return {
    secret,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [
      CredentialsProvider({
        name: 'password',
        credentials: { name: { type: 'text' }, password: { type: 'password' } },
        async authorize(credentials, request) {
          const outcome = await signIn(store(), {
            name: credentials?.name ?? '',
            password: credentials?.password ?? '',
            address: addressOf(request.headers),
            at: new Date(),
          }).catch(withoutItsText);
          if (outcome.kind === 'throttled') throw new Error(`${SIGN_IN_REFUSALS.throttled}:${outcome.waitSeconds}`);
          if (outcome.kind === 'wrong') throw new Error(SIGN_IN_REFUSALS.wrong);
          return { id: outcome.userId, name: outcome.name, epoch: outcome.epoch };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user !== undefined && 'epoch' in user ? { ...token, sub: user.id, epoch: user.epoch } : token),
      session: ({ session, token }) => ({ ...session, claims: { userId: token.sub, epoch: token.epoch } }),
    },
  };
}

/** Claims of a session as the library hands it out; null when it isn't one of ours. */
export function claimsOf(session: unknown): SessionClaims | null {
  if (typeof session !== 'object' || session === null || !('claims' in session)) return null;
  const { claims } = session;
  if (typeof claims !== 'object' || claims === null || !('userId' in claims) || !('epoch' in claims)) return null;
  const { userId, epoch } = claims;
  return typeof userId === 'string' && typeof epoch === 'number' ? { userId, epoch } : null;
}

/** The library puts the text of an error into an address; ours belongs in the log. */
function withoutItsText(error: unknown): never {
  console.error('sign-in:', error);
  throw new Error('unavailable');
}

/** The address that a request came from, as the web server recorded it. */
function addressOf(headers: Record<string, unknown> | undefined): string {
  const forwarded = headers?.['x-forwarded-for'];
  return typeof forwarded === 'string' ? (forwarded.split(',').at(-1)?.trim() ?? 'unknown') : 'unknown';
}

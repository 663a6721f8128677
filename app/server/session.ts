import type { AuthOptions } from 'next-auth';
import { sessionOptions } from '#lib/auth/session.ts';
import { getStore } from './store.ts';

// The library asks for its own address; behind `npm start` the one of the request is right. NEXTAUTH_URL overrides it.
process.env.AUTH_TRUST_HOST ??= 'true';

/** Options of next-auth for this process. @throws when NEXTAUTH_SECRET is not set: `npm start` sets it */
export function authOptions(): AuthOptions {
  const secret = process.env.NEXTAUTH_SECRET;
  if (secret === undefined || secret.length < 32) {
    throw new Error(
      'NEXTAUTH_SECRET is not set, or shorter than 32 characters. Start with “npm start”, which makes one, or set it yourself.',
    );
  }
  return sessionOptions({ store: getStore, secret });
}

import type { AuthOptions } from 'next-auth';
import { sessionOptions } from '#lib/auth/session.ts';
import { installationSecret } from './installation-secret.ts';
import { getStore } from './store.ts';

// The library asks for its own address; behind `npm start` the one of the request is right. NEXTAUTH_URL overrides it.
process.env.AUTH_TRUST_HOST ??= 'true';

/** Options of next-auth for this process. @throws when the installation has no secret */
export function authOptions(): AuthOptions {
  return sessionOptions({ store: getStore, secret: installationSecret() });
}

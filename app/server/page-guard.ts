import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { hasRight, type Principal } from '#lib/auth/principal.ts';
import { PAGE_RIGHTS, type PageKey } from '#lib/auth/route-rights.ts';
import { currentPrincipal } from './principal.ts';

/**
 * The first line of every page: who looks, if the table of rights opens the page to them. Leads others to the sign-in page,
 * to the change of a one-time password, or to the page that says what is missing.
 */
export async function requirePage(key: PageKey): Promise<Principal> {
  const principal = await currentPrincipal();
  if (principal === null) redirect(`/sign-in?from=${encodeURIComponent(await presentAddress())}`);
  if (principal.mustChangePassword && key !== '/account') redirect('/account');
  const requirement = PAGE_RIGHTS[key];
  if (requirement === 'public' || requirement === 'signed-in') return principal;
  if (!hasRight(principal, requirement)) forbidden();
  return principal;
}

async function presentAddress(): Promise<string> {
  return (await headers()).get('x-address') ?? '/';
}

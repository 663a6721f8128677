import { AccessRefused, type Principal, requireRight } from '#lib/auth/principal.ts';
import { ACTION_RIGHTS, type ActionKey } from '#lib/auth/route-rights.ts';
import { currentPrincipal } from './principal.ts';

/** The first line of every server action. Next compares Origin and Host before it. @throws AccessRefused */
export async function requireActor(key: ActionKey): Promise<Principal> {
  const principal = await currentPrincipal();
  if (principal === null) throw new AccessRefused('not-signed-in');
  return requireRight(principal, ACTION_RIGHTS[key]);
}

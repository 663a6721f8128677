import { ROLES, ROLES_BY_RIGHT, type Role } from './rights.ts';
import { PAGE_RIGHTS } from './route-rights.ts';

/** Roles that may open the page at a path such as `/devices/abc`; all of them where no right is needed, or where there is no page. */
export function rolesForPage(path: string): readonly Role[] {
  const asked = path.split('/');
  const found = Object.entries(PAGE_RIGHTS).find(([page]) => {
    const parts = page.split('/');
    return parts.length === asked.length && parts.every((part, index) => part.startsWith('[') || part === asked[index]);
  });
  const right = found?.[1] ?? 'public';
  return right === 'public' || right === 'signed-in' ? ROLES : ROLES_BY_RIGHT[right];
}

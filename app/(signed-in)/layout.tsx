import type { ReactNode } from 'react';
import { AppFrame } from '#components/shell/app-frame.tsx';
import { DESTINATIONS } from '#components/shell/destinations.ts';
import { hasRight } from '#lib/auth/principal.ts';
import { PAGE_RIGHTS } from '#lib/auth/route-rights.ts';
import { currentPrincipal } from '../server/principal.ts';

/** The frame. It guards nothing: every page asks the table of rights itself, and leads who is not signed in to the door. */
export default async function SignedInLayout({ children }: { readonly children: ReactNode }) {
  const principal = await currentPrincipal();
  if (principal === null) return children;
  const open = DESTINATIONS.map(({ href }) => href).filter((href) => hasRight(principal, PAGE_RIGHTS[href]));
  return (
    <AppFrame viewer={{ name: principal.name, role: principal.role }} open={open}>
      {children}
    </AppFrame>
  );
}

'use client';

import { Anchor } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';

/** A link to another page, for pages made on the server, which can't hand one component to another. */
export function PageLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Anchor component={Link} prefetch={false} href={href} inherit>
      {children}
    </Anchor>
  );
}

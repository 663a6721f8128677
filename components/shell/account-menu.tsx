'use client';

import { Button, Menu } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import Link from 'next/link';
import { signOut } from 'next-auth/react';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { ROLE_TEXTS, type RoleName } from './role-texts.ts';

/** Who looks at the page. */
export interface Viewer {
  readonly name: string;
  readonly role: RoleName;
}

export function AccountMenu({ viewer }: { readonly viewer: Viewer }) {
  const texts = useTexts().shell;
  const role = texts[ROLE_TEXTS[viewer.role]];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          h={32}
          leftSection={<IconUserCircle size={18} aria-hidden />}
          aria-label={fill(texts.accountMenu, { name: viewer.name })}
        >
          <span className="account-name">{viewer.name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{fill(texts.signedInAs, { name: viewer.name, role })}</Menu.Label>
        <Menu.Item component={Link} href="/account" leftSection={<IconUserCircle size={16} aria-hidden />}>
          {texts.account}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut({ callbackUrl: '/sign-in' })}>
          {texts.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

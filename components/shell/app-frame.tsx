'use client';

import { AppShell, Burger, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import { AccountMenu, type Viewer } from './account-menu.tsx';
import { ColorSchemeSwitch } from './color-scheme-switch.tsx';
import { DESTINATIONS, type DestinationHref } from './destinations.ts';
import { Keyboard } from './keyboard.tsx';
import { Logo } from './logo.tsx';
import { Navigation } from './navigation.tsx';

export interface AppFrameProps {
  readonly viewer: Viewer;
  /** Destinations that the viewer's role opens. */
  readonly open: readonly DestinationHref[];
  readonly children: ReactNode;
}

/** The frame of every page of somebody who is signed in. */
export function AppFrame({ viewer, open, children }: AppFrameProps) {
  const texts = useTexts().shell;
  const [opened, { toggle, close }] = useDisclosure(false);
  const destinations = DESTINATIONS.filter(({ href }) => open.includes(href));
  return (
    <>
      <a href="#content" className="skip-link">
        {texts.skipToContent}
      </a>
      <AppShell header={{ height: 56 }} navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="md">
        <AppShell.Header>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={texts.openMenu} aria-expanded={opened} />
              <Link prefetch={false} href="/" className="brand">
                <Logo />
                <Text component="span" fw={700} visibleFrom="xs">
                  {texts.appName}
                </Text>
              </Link>
            </Group>
            <Group gap="xs" wrap="nowrap">
              <Keyboard destinations={destinations} />
              <ColorSchemeSwitch />
              <AccountMenu viewer={viewer} />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" aria-label={texts.mainNavigation}>
          <Navigation destinations={destinations} onNavigate={close} />
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          {children}
        </AppShell.Main>
      </AppShell>
    </>
  );
}

'use client';

import { NavLink } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowsLeftRight,
  IconCertificate,
  IconClipboardList,
  IconFingerprint,
  IconGavel,
  IconInbox,
  IconKey,
  IconServer2,
  IconShieldCheck,
  IconUnlink,
  IconUpload,
  IconUsers,
} from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTexts } from '#components/ui/locale.tsx';
import { type Destination, type DestinationHref, isUnder } from './destinations.ts';

const ICONS: Readonly<Record<DestinationHref, typeof IconServer2>> = {
  '/fleet': IconServer2,
  '/findings': IconAlertTriangle,
  '/upload': IconUpload,
  '/submissions': IconInbox,
  '/unlinked': IconUnlink,
  '/enrolments': IconKey,
  '/anchors': IconCertificate,
  '/references': IconFingerprint,
  '/policy': IconGavel,
  '/aliases': IconArrowsLeftRight,
  '/attestation-policy': IconShieldCheck,
  '/users': IconUsers,
  '/log': IconClipboardList,
};

export interface NavigationProps {
  readonly destinations: readonly (Destination & { readonly href: DestinationHref })[];
  readonly onNavigate: () => void;
}

export function Navigation({ destinations, onNavigate }: NavigationProps) {
  const texts = useTexts().shell;
  const path = usePathname();
  return destinations.map(({ href, text }) => {
    const Icon = ICONS[href];
    const here = isUnder(path, href) || (href === '/fleet' && isUnder(path, '/devices'));
    return (
      <NavLink
        key={href}
        component={Link}
        prefetch={false}
        href={href}
        label={texts[text]}
        leftSection={<Icon size={18} aria-hidden />}
        active={here}
        onClick={onNavigate}
        {...(here ? { 'aria-current': path === href ? 'page' : 'true' } : {})}
      />
    );
  });
}

'use client';

import { Anchor, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTexts } from '#components/ui/locale.tsx';

interface HbomLinksProps {
  /** Null where nothing is expected. */
  readonly expectedHref: string | null;
  /** Null where nothing was observed. */
  readonly observedHref: string | null;
}

/** Both sides of a device to take away as HBOMs. */
export function HbomLinks({ expectedHref, observedHref }: HbomLinksProps) {
  const { hbom, hbomExpected, hbomObserved } = useTexts().device.components;
  if (expectedHref === null && observedHref === null) return null;
  return (
    <Group gap="xs">
      <IconDownload size={18} aria-hidden />
      <Text size="sm">{hbom}</Text>
      <Download href={expectedHref}>{hbomExpected}</Download>
      <Download href={observedHref}>{hbomObserved}</Download>
    </Group>
  );
}

function Download({ href, children }: { readonly href: string | null; readonly children: string }) {
  if (href === null) return null;
  return (
    <Anchor href={href} download size="sm" className="target">
      {children}
    </Anchor>
  );
}

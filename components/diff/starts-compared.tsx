'use client';

import { Stack, Text, Title } from '@mantine/core';
import { BootStepTable } from '#components/firmware/boot-steps.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import type { StartsBetween } from '#lib/present/starts-between.ts';

export interface StartsComparedProps {
  /** Null: no start was known on either day. */
  readonly view: StartsBetween | null;
  /** Where two starts are compared record by record. */
  readonly href: string;
}

/** How the device started on one day against another. */
export function StartsCompared({ view, href }: StartsComparedProps) {
  const texts = useTexts().firmware.between;
  return (
    <Stack gap="xs" component="section" aria-labelledby="starts-compared">
      <Title order={3} size="h5" id="starts-compared">
        {texts.heading}
      </Title>
      <Text>{view === null ? texts.none : view.sentence}</Text>
      {view === null || view.steps.length === 0 ? null : <BootStepTable steps={view.steps} />}
      {view === null || view.further === null ? null : <Text size="sm">{view.further}</Text>}
      {view === null || view.untold === null ? null : <Text fw={600}>{view.untold}</Text>}
      {view === null ? null : <PageLink href={href}>{view.pair === null ? texts.all : texts.link}</PageLink>}
    </Stack>
  );
}

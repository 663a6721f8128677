'use client';

import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { translate } from '#lib/i18n/message.ts';
import type { ObservedParts } from './observed-parts.ts';
import { UnitCellText } from './unit-cell-text.tsx';
import './difference.css';

/** What a source saw, where there is nothing to compare it with. */
export function ObservedList({ observed: { groups, left } }: { readonly observed: ObservedParts }) {
  const texts = useTexts().device.components;
  const locale = useLocale();
  return (
    <Stack gap="md">
      {groups.map(({ word, parts }) => (
        <section key={word}>
          <Title order={2} size="h5" mb={4}>
            {word}
          </Title>
          <SimpleGrid component="ul" cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm" className="parts">
            {parts.map(({ key, cell }) => (
              <li key={key}>
                <UnitCellText cell={cell} absent={texts.nothingObserved} />
              </li>
            ))}
          </SimpleGrid>
        </section>
      ))}
      {left === 0 ? null : <Text c="dimmed">{translate(locale, 'device.components.morePartsLeft', { count: left })}</Text>}
    </Stack>
  );
}

'use client';

import { Group, Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { EvidenceChip } from '#components/device/evidence-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import type { DifferenceView } from '#lib/present/difference-view.ts';

type Sides = Pick<DifferenceView, 'basis' | 'expectedFrom' | 'observedBy' | 'observedFrom' | 'coverage'>;

/** Above the table: what formed the expected side, who saw the observed side, when, and what that source can't see. */
export function DifferenceSides({ sides }: { readonly sides: Sides }) {
  const texts = useTexts().device.components;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <Paper withBorder p="sm" component="section">
        <Title order={2} size="h6">
          {texts.expectedSide}
        </Title>
        <Text size="sm">{sides.basis}</Text>
        {sides.expectedFrom.length === 0 ? null : (
          <Group gap="xs" mt="xs">
            <Text size="sm" c="dimmed">
              {texts.formedBy}
            </Text>
            {sides.expectedFrom.map((sha256) => (
              <EvidenceChip key={sha256} sha256={sha256} />
            ))}
          </Group>
        )}
      </Paper>
      <Paper withBorder p="sm" component="section">
        <Title order={2} size="h6">
          {texts.observedSide}
        </Title>
        <Text size="sm" className="breakable">
          {sides.observedBy}
        </Text>
        {sides.observedFrom === null ? null : (
          <Group gap="xs" mt="xs">
            <Text size="sm" c="dimmed">
              {texts.seenIn}
            </Text>
            <EvidenceChip sha256={sides.observedFrom} />
          </Group>
        )}
        {sides.coverage.map((line) => (
          <Text key={line} size="sm" mt="xs">
            {line}
          </Text>
        ))}
      </Paper>
    </SimpleGrid>
  );
}

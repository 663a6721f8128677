'use client';

import { Box, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { LifecycleBadge } from '#components/ui/lifecycle-badge.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { Term } from '#components/ui/term.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { VerdictView } from '#lib/present/verdict-view.ts';
import type { Lifecycle } from '#lib/present/vocabulary.ts';
import { VerdictBox } from './verdict-box.tsx';

export interface DeviceHeaderProps {
  /** As grants and the API ask for it. */
  readonly id: string;
  /** Manufacturer and model; null when nothing says so. */
  readonly product: string | null;
  readonly serial: string | null;
  readonly version: string | null;
  readonly verdict: VerdictView;
  /** The finding that the next step is about; null where it is about none. */
  readonly nextHref: string | null;
  readonly lifecycle: Lifecycle;
  /** The page shows something else than its first tab. */
  readonly isBrief: boolean;
  readonly actions: ReactNode;
}

/** Which device this is, and the verdict on it in one sentence with its reasons. */
export function DeviceHeader({ id, product, serial, version, verdict, nextHref, lifecycle, isBrief, actions }: DeviceHeaderProps) {
  const texts = useTexts().device;
  return (
    <Stack gap="sm" mb="md">
      <Group justify="space-between" align="flex-start" gap="md">
        <Box maw={760}>
          <Title order={1} size="h2" className="breakable">
            {product ?? texts.unnamed}
          </Title>
          <Group gap="md" mt={4}>
            {serial === null ? null : <Text className="breakable">{fill(texts.serial, { serial })}</Text>}
            {version === null ? null : <Text c="dimmed">{fill(texts.version, { version })}</Text>}
            <LifecycleBadge lifecycle={lifecycle} />
            <Text>
              {texts.tier}: <Term meaning={verdict.tierMeaning}>{verdict.tier}</Term>
            </Text>
            <Group gap={4}>
              <Text>{texts.deviceId}</Text>
              <HashChip hash={id} whole copyLabel={fill(texts.copyDeviceId, { id })} />
            </Group>
          </Group>
        </Box>
        {actions}
      </Group>
      <VerdictBox verdict={verdict} nextHref={nextHref} isBrief={isBrief} />
    </Stack>
  );
}

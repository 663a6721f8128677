'use client';

import { Alert, Box, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { LifecycleBadge } from '#components/ui/lifecycle-badge.tsx';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { Term } from '#components/ui/term.tsx';
import { TONE_COLORS, ToneMark } from '#components/ui/tone-mark.tsx';
import { TrustBadge } from '#components/ui/trust-badge.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import type { VerdictView } from '#lib/present/verdict-view.ts';
import type { Lifecycle } from '#lib/present/vocabulary.ts';

export interface DeviceHeaderProps {
  /** As grants and the API ask for it. */
  readonly id: string;
  /** Manufacturer and model; null when nothing says so. */
  readonly product: string | null;
  readonly serial: string | null;
  readonly version: string | null;
  readonly verdict: VerdictView;
  readonly lifecycle: Lifecycle;
  readonly actions: ReactNode;
}

/** Which device this is, and the verdict on it in one sentence with its reasons. */
export function DeviceHeader({ id, product, serial, version, verdict, lifecycle, actions }: DeviceHeaderProps) {
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
      <Verdict verdict={verdict} />
    </Stack>
  );
}

function Verdict({ verdict }: { readonly verdict: VerdictView }) {
  const texts = useTexts().device;
  return (
    <Paper withBorder p="md" component="section" aria-label={texts.verdict} className="verdict" data-tone={colorOf(verdict)}>
      <Stack gap="xs">
        <Group gap="sm">
          {verdict.recheck === null ? (
            <TrustBadge trust={verdict.trust} plain />
          ) : (
            <ToneMark glyph="clock" tone="caution" strong>
              {verdict.recheck.word}
            </ToneMark>
          )}
          <Text fw={600} size="lg">
            {verdict.sentence}
          </Text>
        </Group>
        {verdict.recheck === null ? null : (
          <Alert color="yellow" icon={<IconClockPause aria-hidden />} py="xs">
            {verdict.recheck.sentence}
          </Alert>
        )}
        <Reasons reasons={verdict.reasons} />
        <Text size="sm">
          <strong>{texts.next}: </strong>
          {verdict.next}
        </Text>
        <Text size="xs" c="dimmed">
          {verdict.computed}
        </Text>
      </Stack>
    </Paper>
  );
}

/** The color of the badge beside it. */
const colorOf = ({ trust, tone }: VerdictView): string =>
  trust === 'changed-unexplained' && tone === 'bad' ? 'orange' : TONE_COLORS[tone];

/** Reasons that stand open; the others are one step away. */
const SHOWN = 4;

function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  const locale = useLocale();
  const texts = useTexts().device;
  if (reasons.length === 0) return null;
  const more = reasons.slice(SHOWN);
  return (
    <div>
      <Text size="sm" fw={600}>
        {texts.reasons}
      </Text>
      <ReasonList reasons={reasons.slice(0, SHOWN)} />
      {more.length === 0 ? null : (
        <details className="disclosure-line">
          <summary>{translate(locale, 'device.moreReasons', { count: more.length })}</summary>
          <ReasonList reasons={more} />
        </details>
      )}
    </div>
  );
}

function ReasonList({ reasons }: { readonly reasons: readonly string[] }) {
  return (
    <ul className="lines breakable">
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}

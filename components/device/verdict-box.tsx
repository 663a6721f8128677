'use client';

import { Alert, Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconClockPause } from '@tabler/icons-react';
import Link from 'next/link';
import { useId, useState } from 'react';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { TONE_COLORS, ToneMark } from '#components/ui/tone-mark.tsx';
import { TrustBadge } from '#components/ui/trust-badge.tsx';
import { translate } from '#lib/i18n/message.ts';
import type { VerdictView } from '#lib/present/verdict-view.ts';

export interface VerdictBoxProps {
  readonly verdict: VerdictView;
  readonly nextHref: string | null;
  /** On narrow screens only the sentence stands open at first, so that what was asked for isn't a screen further down. */
  readonly isBrief: boolean;
}

/** The verdict in one sentence, its reasons, and what to do next. */
export function VerdictBox({ verdict, nextHref, isBrief }: VerdictBoxProps) {
  const texts = useTexts().device;
  const [isOpen, setIsOpen] = useState(false);
  const more = useId();
  return (
    <Paper withBorder p="md" component="section" aria-label={texts.verdict} className="verdict" data-tone={colorOf(verdict)}>
      <Stack gap="xs">
        <VerdictSentence verdict={verdict} />
        {isBrief ? (
          <Button
            variant="subtle"
            size="compact-sm"
            className="verdict-switch"
            aria-expanded={isOpen}
            aria-controls={more}
            rightSection={isOpen ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
            onClick={() => setIsOpen(!isOpen)}
          >
            {texts.verdictMore}
          </Button>
        ) : null}
        <Stack gap="xs" id={more} className="verdict-more" {...(isBrief && !isOpen ? { 'data-folded': true } : {})}>
          {verdict.recheck === null ? null : (
            <Alert color="yellow" icon={<IconClockPause aria-hidden />} py="xs">
              {verdict.recheck.sentence}
            </Alert>
          )}
          <Reasons reasons={verdict.reasons} />
          <Text size="sm" className="breakable">
            <strong>{texts.next}: </strong>
            {verdict.next.text}{' '}
            {nextHref === null ? null : (
              <Anchor component={Link} prefetch={false} href={nextHref} onClick={() => focusTarget(nextHref)}>
                {texts.nextFinding}
              </Anchor>
            )}
          </Text>
          <Text size="xs" c="dimmed">
            {verdict.computed}
          </Text>
        </Stack>
      </Stack>
    </Paper>
  );
}

/** Where the finding is on this page already, a link inside the application moves no focus by itself. */
function focusTarget(href: string): void {
  document.getElementById(href.slice(href.indexOf('#') + 1))?.focus();
}

function VerdictSentence({ verdict }: Pick<VerdictBoxProps, 'verdict'>) {
  return (
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

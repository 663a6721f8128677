'use client';

import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { EvidenceChip } from '#components/device/evidence-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { Term } from '#components/ui/term.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { BootView } from '#lib/present/firmware-view.ts';

export interface BootListProps {
  readonly boots: readonly BootView[];
  readonly chosen: string;
  /** By the id of the boot. */
  readonly hrefs: Readonly<Record<string, string>>;
}

/** Starts of the device, newest first; one of them is shown below. */
export function BootList({ boots, chosen, hrefs }: BootListProps) {
  const texts = useTexts().firmware;
  return (
    <Stack gap="xs" component="section" aria-labelledby="boots">
      <Title order={2} size="h4" id="boots">
        {texts.boots}
      </Title>
      <Text c="dimmed">{texts.bootsText}</Text>
      {boots.map((boot) => (
        <BootCard key={boot.id} boot={boot} isChosen={boot.id === chosen} href={hrefs[boot.id] ?? ''} />
      ))}
    </Stack>
  );
}

function BootCard({ boot, isChosen, href }: { readonly boot: BootView; readonly isChosen: boolean; readonly href: string }) {
  const texts = useTexts().firmware;
  const title = fill(texts.boot, { at: boot.atText });
  return (
    <Paper withBorder p="sm" component="article">
      <Group gap="sm">
        {isChosen ? (
          <Text fw={600}>{title}</Text>
        ) : (
          <Link prefetch={false} scroll={false} href={href} aria-label={fill(texts.show, { at: boot.atText })}>
            {title}
          </Link>
        )}
        {isChosen ? <Text size="sm">{texts.chosen}</Text> : null}
        <BootStanding standing={boot.standing} />
        <EvidenceChip sha256={boot.sha256} />
      </Group>
      <Text size="sm" fw={boot.isChanged ? 600 : 400}>
        {boot.changes}
      </Text>
      {boot.contradiction === null ? null : (
        <Text size="sm" className="breakable">
          {fill(texts.contradiction, { says: boot.contradiction })}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {boot.records}; {boot.seen}
      </Text>
    </Paper>
  );
}

/** What the log of a start is worth: a sign, a word, and what the word means. */
function BootStanding({ standing }: Pick<BootView, 'standing'>) {
  const texts = useTexts().firmware;
  if (standing === 'contradicted')
    return (
      <ToneMark glyph="cross" tone="bad" hint={texts.contradictedMeaning}>
        {texts.contradicted}
      </ToneMark>
    );
  const [word, meaning] =
    standing === 'attested' ? [texts.attested, texts.attestedMeaning] : [texts.selfAsserted, texts.selfAssertedMeaning];
  return (
    <Text size="sm">
      <Term meaning={meaning}>{word}</Term>
    </Text>
  );
}

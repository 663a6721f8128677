'use client';

import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import type { FormActionState } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { AnchorSetView } from '#lib/present/anchor-set-view.ts';
import { OfferGroup } from './offer-group.tsx';
import styles from './offers.module.css';

export interface AnchorOffersProps {
  /** Of the file. */
  readonly name: string;
  readonly view: AnchorSetView;
  readonly form: FormActionState;
}

/** What weighs most for a person comes first. */
const GROUPS = ['root', 'intermediate', 'known', 'expired', 'no-authority'] as const;

/** What a set offers, by standing; the chosen ones are sent with a reason. */
export function AnchorOffers({ name, view: { offers, unread }, form }: AnchorOffersProps) {
  const [locale, { anchorSet: texts }] = [useLocale(), useTexts()];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const roots = offers.filter(({ standing }) => standing === 'root');
  const toggle = (sha256: string): void =>
    setChosen((before) => (before.has(sha256) ? new Set([...before].filter((each) => each !== sha256)) : new Set([...before, sha256])));
  const counts = { total: offers.length.toLocaleString(locale), roots: roots.length.toLocaleString(locale) };
  return (
    <form onSubmit={form.onSubmit} aria-label={fill(texts.found, { name })}>
      <Stack>
        <Title order={2} size="h4" className="breakable">
          {fill(texts.found, { name })}
        </Title>
        <Text role="status">{fill(texts.counts, counts)}</Text>
        <Group gap="sm">
          <Button
            variant="default"
            size="xs"
            onClick={() => setChosen(new Set(roots.map(({ sha256 }) => sha256)))}
            disabled={roots.length === 0}
          >
            {texts.allRoots}
          </Button>
          <Button variant="default" size="xs" onClick={() => setChosen(new Set())} disabled={chosen.size === 0}>
            {texts.none}
          </Button>
        </Group>
        {GROUPS.map((standing) => (
          <OfferGroup
            key={standing}
            standing={standing}
            offers={offers.filter((offer) => offer.standing === standing)}
            chosen={chosen}
            onToggle={toggle}
          />
        ))}
        <Unread unread={unread} />
        {offers.map(({ sha256, certificate }) =>
          chosen.has(sha256) ? <input key={sha256} type="hidden" name="certificate" value={certificate} /> : null,
        )}
        <Confirm count={chosen.size} isPending={form.isPending} />
      </Stack>
    </form>
  );
}

function Confirm({ count, isPending }: { readonly count: number; readonly isPending: boolean }) {
  const [locale, { anchorSet: texts }] = [useLocale(), useTexts()];
  return (
    <Paper withBorder p="md" maw={720}>
      <Stack>
        <Title order={3} size="h5">
          {texts.confirmTitle}
        </Title>
        <Text size="sm" c="dimmed">
          {texts.confirmHint}
        </Text>
        <TextInput name="reason" label={texts.reason} description={texts.reasonHint} maxLength={2000} required />
        <Group>
          <Button type="submit" loading={isPending} disabled={count === 0}>
            {texts.add}
          </Button>
          <Text role="status">{fill(texts.chosen, { count: count.toLocaleString(locale) })}</Text>
        </Group>
      </Stack>
    </Paper>
  );
}

function Unread({ unread }: Pick<AnchorSetView, 'unread'>) {
  const texts = useTexts().anchorSet;
  if (unread.length === 0) return null;
  return (
    <details>
      <summary className={styles.summary}>{fill(texts.unread, { count: unread.length })}</summary>
      <ul>
        {unread.map(({ path, detail }) => (
          <li key={path} className="breakable">
            <bdi>{path}</bdi>: {detail}
          </li>
        ))}
      </ul>
    </details>
  );
}

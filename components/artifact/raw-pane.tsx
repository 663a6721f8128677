'use client';

import { Anchor, Button, Group, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import styles from './artifact.module.css';
import type { Choice, ShownRaw } from './artifact-page.ts';
import { RawRows } from './raw-rows.tsx';

/** The content of a file, a part at a time, with the place that was asked for marked, scrolled to and focused. */
export function RawPane({ raw }: { readonly raw: ShownRaw }) {
  const texts = useTexts().artifact;
  const box = useRef<HTMLElement>(null);
  const place = `${raw.rows.show} ${raw.from} ${raw.marked}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is what the effect is about; the box is found anew.
  useEffect(() => {
    const here = box.current?.querySelector<HTMLElement>('mark');
    if (box.current === null || here === null || here === undefined) return;
    box.current.scrollTop = here.offsetTop - box.current.offsetTop - box.current.clientHeight / 2;
    if (!raw.isAsked) return;
    here.focus({ preventScroll: true });
    here.scrollIntoView({ block: 'center', inline: 'nearest' });
  }, [place, raw.isAsked]);
  return (
    <section className={styles.raw} aria-labelledby="raw-title">
      <Group justify="space-between" mb="xs">
        <Title id="raw-title" order={2} size="h4">
          {texts.raw}
        </Title>
        <Choices label={texts.showAs} choices={raw.modes} />
      </Group>
      {raw.parts.length === 0 ? null : <Choices label={texts.layer} choices={raw.parts} />}
      {raw.isDecoded ? <Text size="sm">{texts.blockDecoded}</Text> : null}
      <Text size="sm" c="dimmed">
        {raw.total === 0 ? texts.rangeEmpty : fill(texts.range, { from: raw.from, to: Math.max(raw.from, raw.to - 1), total: raw.total })}
      </Text>
      <Text size="sm" fw={600} role="status">
        {raw.marked === null ? '' : fill(texts.here, { offset: raw.marked })}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard. */}
      <section ref={box} className={styles.rawBox} tabIndex={0} aria-label={texts.rawLabel}>
        <RawRows raw={raw} />
      </section>
      <Steps raw={raw} />
      {raw.rows.show === 'text' ? (
        <Text size="xs" c="dimmed" mt={4}>
          {texts.textNote}
        </Text>
      ) : null}
    </section>
  );
}

function Choices({ label, choices }: { readonly label: string; readonly choices: readonly Choice[] }) {
  return (
    <nav aria-label={label}>
      <ul className={styles.documents}>
        {choices.map((choice) => (
          <li key={choice.href}>
            <Anchor
              component={Link}
              prefetch={false}
              href={choice.href}
              scroll={false}
              size="sm"
              className={styles.choice}
              {...(choice.isCurrent ? { 'aria-current': 'true' as const } : {})}
            >
              {choice.label}
            </Anchor>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Steps({ raw }: { readonly raw: ShownRaw }) {
  const texts = useTexts().artifact;
  if (raw.earlier === null && raw.later === null) return null;
  return (
    <Group component="nav" justify="space-between" mt="xs" aria-label={texts.pages}>
      {raw.earlier === null ? (
        <span />
      ) : (
        <Button component={Link} prefetch={false} href={raw.earlier} scroll={false} size="xs" variant="default">
          {texts.earlier}
        </Button>
      )}
      {raw.later === null ? null : (
        <Button component={Link} prefetch={false} href={raw.later} scroll={false} size="xs" variant="default">
          {texts.later}
        </Button>
      )}
    </Group>
  );
}

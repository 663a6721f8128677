'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { pluralText } from '#lib/i18n/message.ts';
import styles from './artifact.module.css';
import type { Choice } from './artifact-page.ts';

/** A bundle holds many documents; one is shown at a time. */
export function DocumentChoice({ choices }: { readonly choices: readonly Choice[] }) {
  const texts = useTexts().artifact;
  const locale = useLocale();
  if (choices.length < 2) return null;
  return (
    <nav aria-label={texts.documentsLabel}>
      <Text size="sm" fw={600}>
        {pluralText(locale, texts.documents, { count: choices.length })}
      </Text>
      <ol className={styles.documents}>
        {choices.map(({ label, href, isCurrent }) => (
          <li key={href}>
            <Anchor
              component={Link}
              prefetch={false}
              href={href}
              scroll={false}
              size="sm"
              className={styles.choice}
              {...(isCurrent ? { 'aria-current': 'true' as const } : {})}
            >
              {label}
            </Anchor>
          </li>
        ))}
      </ol>
    </nav>
  );
}

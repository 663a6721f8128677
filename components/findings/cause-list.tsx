'use client';

import { Paper, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import Link from 'next/link';
import { useRef } from 'react';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { SeverityBadge } from '#components/ui/severity-badge.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';
import type { Catalogue, Locale } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { pluralText } from '#lib/i18n/message.ts';
import { timeText } from '#lib/present/time-text.ts';
import styles from './cause.module.css';
import { CausePanel } from './cause-panel.tsx';
import type { CauseRow } from './inbox.ts';
import { useListKeys } from './use-list-keys.ts';

export interface CauseListProps {
  readonly rows: readonly CauseRow[];
  /** Records decisions; null for who may not decide, and for closed findings. */
  readonly decide: FormAction | null;
}

/** Findings by cause. One is open at a time, and the address says which. */
export function CauseList({ rows, decide }: CauseListProps) {
  const texts = useTexts().findings;
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  return (
    <ul ref={list} className={styles.list} aria-label={texts.listLabel}>
      {rows.map((row) => (
        <Paper component="li" key={row.key} withBorder>
          <CauseHead row={row} />
          {row.detail === null ? null : <CausePanel id={panelId(row)} detail={row.detail} decide={decide} />}
        </Paper>
      ))}
    </ul>
  );
}

/** Who looks over the list sees where nobody has begun. */
function undecidedText({ undecided, devices, waits }: CauseRow, texts: Catalogue['findings'], locale: Locale): string {
  if (waits && undecided >= devices) return texts.oneWaits;
  const decided =
    undecided === 0
      ? texts.allDecided
      : undecided >= devices
        ? texts.noneDecided
        : pluralText(locale, texts.undecided, { count: undecided });
  return waits ? `${decided}; ${texts.oneWaits}` : decided;
}

const panelId = ({ key }: CauseRow): string => `cause-${key}`;

function CauseHead({ row }: { readonly row: CauseRow }) {
  const texts = useTexts().findings;
  const locale = useLocale();
  const isOpen = row.detail !== null;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <Link
      prefetch={false}
      href={row.href}
      scroll={false}
      className={styles.head}
      data-list-item
      aria-expanded={isOpen}
      {...(isOpen ? { 'aria-controls': panelId(row) } : {})}
    >
      <Chevron size={18} aria-hidden className={styles.chevron} />
      <SeverityBadge severity={row.severity} />
      <span className={styles.title}>
        <Text component="span" fw={600}>
          {row.title}
        </Text>
        <Text component="span" className="breakable">
          {row.subject}
        </Text>
      </span>
      <span className={styles.facts}>
        <Text component="span" size="sm" fw={600}>
          {pluralText(locale, texts.devices, { count: row.devices })}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {undecidedText(row, texts, locale)}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {fill(texts.newest, { at: timeText(row.newestAt) })}
        </Text>
      </span>
    </Link>
  );
}

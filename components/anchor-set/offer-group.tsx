'use client';

import { Checkbox, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { ToneMark, type ToneMarkProps } from '#components/ui/tone-mark.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { AnchorOffer, SetStanding } from '#lib/present/anchor-set-view.ts';
import { dayText } from '#lib/present/time-text.ts';
import styles from './offers.module.css';

export interface OfferGroupProps {
  readonly standing: SetStanding;
  readonly offers: readonly AnchorOffer[];
  /** SHA-256 of those to trust. */
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (sha256: string) => void;
}

const MARKS: Readonly<Record<SetStanding, Pick<ToneMarkProps, 'glyph' | 'tone'>>> = {
  root: { glyph: 'plus', tone: 'notice' },
  intermediate: { glyph: 'minus', tone: 'plain' },
  known: { glyph: 'check', tone: 'good' },
  expired: { glyph: 'clock', tone: 'caution' },
  'no-authority': { glyph: 'cross', tone: 'plain' },
};

/** Certificates of one standing. Only roots are open at once: a set may hold thousands of the others. */
export function OfferGroup({ standing, offers, chosen, onToggle }: OfferGroupProps) {
  const [locale, { anchorSet: texts }] = [useLocale(), useTexts()];
  const [isOpen, setOpen] = useState(standing === 'root');
  if (offers.length === 0) return null;
  const mayChoose = standing === 'root' || standing === 'intermediate';
  const title = fill(texts.groupCount, { name: texts.group[standing], count: offers.length.toLocaleString(locale) });
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>{title}</summary>
      {isOpen ? (
        <ul className={styles.list} aria-label={texts.group[standing]}>
          {offers.map((offer) => (
            <Offer key={offer.sha256} offer={offer} isChosen={chosen.has(offer.sha256)} onToggle={mayChoose ? onToggle : null} />
          ))}
        </ul>
      ) : null}
    </details>
  );
}

interface OfferProps {
  readonly offer: AnchorOffer;
  readonly isChosen: boolean;
  /** Null for what can't be chosen. */
  readonly onToggle: ((sha256: string) => void) | null;
}

function Offer({ offer, isChosen, onToggle }: OfferProps) {
  const texts = useTexts().anchorSet;
  const { sha256, subject, standing, weakness, path, key, notBefore, notAfter } = offer;
  const validity = fill(texts.details, { key, from: dayText(notBefore), to: dayText(notAfter) });
  return (
    <Paper component="li" withBorder className={styles.offer}>
      {onToggle === null ? null : (
        <Checkbox checked={isChosen} onChange={() => onToggle(sha256)} aria-label={fill(texts.chooseOne, { subject })} mt={2} />
      )}
      <div className={styles.words}>
        <Text fw={600} className="breakable" component="bdi">
          {subject}
        </Text>
        <Text size="sm" className="breakable">
          {validity}
          {path === '' ? null : <bdi>, {fill(texts.inFolder, { path })}</bdi>}
        </Text>
        <Group gap="sm" mt={4}>
          <ToneMark {...MARKS[standing]}>{texts.standing[standing]}</ToneMark>
          {weakness === null ? null : (
            <ToneMark glyph="warning" tone="caution">
              {weakness}
            </ToneMark>
          )}
          <HashChip hash={sha256} whole />
        </Group>
      </div>
    </Paper>
  );
}

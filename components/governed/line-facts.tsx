'use client';

import { Paper } from '@mantine/core';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import type { IssuerPolicyLine, LineText } from '#lib/present/policy-text.ts';
import styles from './line-facts.module.css';

export interface LineFactsProps extends LineText {
  readonly speaker: IssuerPolicyLine['who'];
}

/** What a line says, part by part, with the key that counts. */
export function LineFacts({ who, may, about, when, speaker }: LineFactsProps) {
  const texts = useTexts().policy;
  const facts: readonly (readonly [string, string])[] = [
    [texts.who, who],
    [texts.may, may],
    [texts.about, about],
    [texts.when, when],
  ];
  return (
    <Paper withBorder p="md" maw={760}>
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <div key={label} className={styles.fact}>
            <dt>{label}</dt>
            <dd className="breakable">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
        {speaker.kind === 'submitter' ? null : (
          <>
            <div className={styles.fact}>
              <dt>{texts.certificate}</dt>
              <dd>
                <HashChip hash={speaker.certificate} />
              </dd>
            </div>
            <div className={styles.fact}>
              <dt>{texts.key}</dt>
              <dd>
                <HashChip hash={speaker.key} />
              </dd>
            </div>
          </>
        )}
      </dl>
    </Paper>
  );
}

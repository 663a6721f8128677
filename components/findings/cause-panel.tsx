'use client';

import { Button, Group } from '@mantine/core';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';
import styles from './cause.module.css';
import { DecisionForm } from './decision-form.tsx';
import { FindingArticle } from './finding-article.tsx';
import type { CauseDetail } from './inbox.ts';

export interface CausePanelProps {
  readonly id: string;
  readonly detail: CauseDetail;
  readonly decide: FormAction | null;
}

/** What the rule means, then the devices; with the right, the decision about those that are marked. */
export function CausePanel({ id, detail, decide }: CausePanelProps) {
  const texts = useTexts().findings;
  return (
    <section id={id} className={styles.panel}>
      <dl className={styles.pair}>
        <dt>{texts.means}</dt>
        <dd>{detail.means}</dd>
        <dt>{texts.matters}</dt>
        <dd>{detail.matters}</dd>
        <dt>{texts.source}</dt>
        <dd>{detail.source}</dd>
      </dl>
      {decide === null ? (
        detail.items.map((item) => <FindingArticle key={`${item.device} ${item.finding}`} item={item} />)
      ) : (
        <DecisionForm items={detail.items} action={decide} />
      )}
      {detail.first === null && detail.next === null ? null : (
        <Group mt="md" justify="space-between">
          {detail.first === null ? (
            <span />
          ) : (
            <Button component={Link} prefetch={false} href={detail.first} scroll={false} variant="default" size="xs">
              {texts.firstDevices}
            </Button>
          )}
          {detail.next === null ? null : (
            <Button component={Link} prefetch={false} href={detail.next} scroll={false} variant="default" size="xs">
              {texts.moreDevices}
            </Button>
          )}
        </Group>
      )}
    </section>
  );
}

'use client';

import { Anchor, Button, Group, Paper, Text } from '@mantine/core';
import { IconLink, IconLinkOff } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { Mark } from '#components/ui/mark.tsx';
import { type FormAction, type FormActionState, useFormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from '#lib/present/time-text.ts';
import { LinkForm } from './link-form.tsx';
import styles from './unlinked.module.css';
import type { UnlinkedRow } from './unlinked-row.ts';

export interface UnlinkedListProps {
  readonly rows: readonly UnlinkedRow[];
  /** Records a link; null for who may not. */
  readonly link: FormAction | null;
}

/** Stands for the action where there is no form. */
const nobody: FormAction = async () => ({ kind: 'refused', text: '' });

const keyOf = ({ submission, document }: UnlinkedRow): string => `${submission} ${document}`;

/** What waits, each with its ground and what makes it link; with the right, a form to link it by hand. */
export function UnlinkedList({ rows, link }: UnlinkedListProps) {
  const texts = useTexts().unlinked;
  const action = useFormAction(link ?? nobody);
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <ActionNotice result={action.result} />
      <ul className={styles.list} aria-label={texts.listLabel}>
        {rows.map((row) => (
          <Row
            key={keyOf(row)}
            row={row}
            action={action}
            mayLink={link !== null && row.canBeLinked}
            isOpen={opened === keyOf(row)}
            onToggle={() => setOpened((before) => (before === keyOf(row) ? null : keyOf(row)))}
          />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  readonly row: UnlinkedRow;
  readonly action: FormActionState;
  readonly mayLink: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Row({ row, action, mayLink, isOpen, onToggle }: RowProps) {
  const texts = useTexts().unlinked;
  const name = row.fileName ?? texts.noName;
  return (
    <Paper component="li" withBorder className={styles.row}>
      <div>
        <Group gap="xs">
          <Mark icon={IconLinkOff} color="yellow">
            {row.reason}
          </Mark>
          <Anchor component={Link} prefetch={false} href={`/artifacts/${row.sha256}`} fw={600} className="breakable">
            {name}
          </Anchor>
          <Text size="sm">{row.kind}</Text>
          <HashChip hash={row.sha256} />
        </Group>
        <Text size="sm" c="dimmed" className="breakable">
          {fill(texts.received, { at: timeText(row.receivedAt), by: row.submittedBy })}
        </Text>
        <Text mt={4} className="breakable">
          {row.detail}
        </Text>
        <Text size="sm" className="breakable">
          <strong>{texts.whatToDo}: </strong>
          {row.next}
        </Text>
      </div>
      {mayLink ? (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconLink size={16} aria-hidden />}
          aria-label={fill(texts.linkFile, { file: name })}
          aria-expanded={isOpen}
          onClick={onToggle}
        >
          {texts.link}
        </Button>
      ) : null}
      {mayLink && isOpen ? <LinkForm submission={row.submission} action={action} onCancel={onToggle} /> : null}
    </Paper>
  );
}

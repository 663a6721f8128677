'use client';

import { Button, Group, Paper, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import styles from './acting-list.module.css';
import { ActionNotice } from './action-notice.tsx';
import { type FormAction, type FormActionState, useFormAction } from './use-form-action.ts';

/** What a person may do about a row. */
export interface RowAct<Row> {
  /** Null for who may not. */
  readonly action: FormAction | null;
  readonly may: (row: Row) => boolean;
  readonly icon: ReactNode;
  /** On the button that opens the form, and what the button is called beside others. */
  readonly open: string;
  readonly nameOf: (row: Row) => string;
  /** What it does, before anybody does it. */
  readonly lead: string;
  /** Which row it is about; what else it needs to be told goes before the reason. */
  readonly fields: (row: Row) => ReactNode;
  readonly words: Readonly<Record<'reason' | 'reasonHint' | 'submit' | 'cancel', string>>;
  /** Takes something away. */
  readonly isRemoval?: true;
}

export interface ActingListProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What a row tells. */
  readonly children: (row: Row) => ReactNode;
  readonly act: RowAct<Row>;
}

/** Stands for the action where there is no form. */
const nobody: FormAction = async () => ({ kind: 'refused', text: '' });

/** A list of what waits or stands, with a form for the one row that is opened; what was done is told above it. */
export function ActingList<Row>({ label, rows, keyOf, children, act }: ActingListProps<Row>) {
  const state = useFormAction(act.action ?? nobody);
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <ActionNotice result={state.result} />
      <ul className={styles.list} aria-label={label}>
        {rows.map((row) => {
          const [key, mayAct] = [keyOf(row), act.action !== null && act.may(row)];
          const isOpen = opened === key;
          const toggle = () => setOpened(isOpen ? null : key);
          return (
            <Paper key={key} component="li" withBorder className={styles.row}>
              <div>{children(row)}</div>
              {mayAct ? <OpenButton act={act} row={row} isOpen={isOpen} onToggle={toggle} /> : null}
              {mayAct && isOpen ? <ActForm act={act} row={row} state={state} onCancel={toggle} /> : null}
            </Paper>
          );
        })}
      </ul>
    </>
  );
}

interface OpenButtonProps<Row> {
  readonly act: RowAct<Row>;
  readonly row: Row;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function OpenButton<Row>({ act, row, isOpen, onToggle }: OpenButtonProps<Row>) {
  return (
    <Button variant="default" size="xs" leftSection={act.icon} aria-label={act.nameOf(row)} aria-expanded={isOpen} onClick={onToggle}>
      {act.open}
    </Button>
  );
}

interface ActFormProps<Row> {
  readonly act: RowAct<Row>;
  readonly row: Row;
  readonly state: FormActionState;
  readonly onCancel: () => void;
}

function ActForm<Row>({ act: { lead, fields, words, isRemoval }, row, state, onCancel }: ActFormProps<Row>) {
  return (
    <form onSubmit={state.onSubmit} className={styles.form}>
      <Stack gap="sm" maw={560}>
        <Text size="sm" c="dimmed">
          {lead}
        </Text>
        {fields(row)}
        <Textarea name="reason" label={words.reason} description={words.reasonHint} maxLength={2000} autosize minRows={2} required />
        <Group>
          <Button type="submit" loading={state.isPending} {...(isRemoval ? { color: 'red' } : {})}>
            {words.submit}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {words.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

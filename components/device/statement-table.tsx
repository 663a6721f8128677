'use client';

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { ActionNotice, type ActionResult } from '#components/ui/action-notice.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { Mark } from '#components/ui/mark.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { type FormAction, type FormActionState, useFormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import { ReasonField } from './reason-field.tsx';
import { useLateRefresh } from './use-late-refresh.ts';

/** Something that a person said about the device. */
export interface SaidView {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly text: string;
  readonly reason: string;
  /** Who took it back and when, in words; null while it stands. */
  readonly withdrawn: string | null;
  /** Whether the viewer can take it back, with the right to. */
  readonly canBeWithdrawn: boolean;
}

export interface StatementTableProps {
  readonly device: string;
  readonly statements: readonly SaidView[];
  /** Null for who may not. */
  readonly withdraw: FormAction | null;
}

/** What people said; with the right, each that stands can be taken back. */
export function StatementTable({ device, statements, withdraw }: StatementTableProps) {
  if (withdraw === null) return <Statements statements={statements} onWithdraw={null} />;
  return <Withdrawable device={device} statements={statements} action={withdraw} />;
}

interface WithdrawableProps extends Pick<StatementTableProps, 'device' | 'statements'> {
  readonly action: FormAction;
}

/** A statement that is about to be taken back. */
interface Asked {
  readonly said: SaidView;
  /** How many were taken back until then, and what was told last: the dialog closes when another is, and repeats nothing. */
  readonly round: number;
  readonly before: ActionResult | null;
}

/** The answer outlives the dialog, and the row that it is about. */
function Withdrawable({ device, statements, action }: WithdrawableProps) {
  const { shell, device: texts } = useTexts();
  const [asked, setAsked] = useState<Asked | null>(null);
  const form = useFormAction(action);
  const { result, round } = form;
  useLateRefresh(round);
  return (
    <>
      {result?.kind === 'done' ? <ActionNotice result={result} /> : null}
      <Statements statements={statements} onWithdraw={(said) => setAsked({ said, round, before: result })} />
      <Modal
        opened={asked?.round === round}
        onClose={() => setAsked(null)}
        title={fill(texts.evidence.withdrawTitle, { what: asked?.said.text ?? '' })}
        size="lg"
        closeButtonProps={{ 'aria-label': shell.close }}
      >
        {asked === null ? null : (
          <WithdrawForm device={device} statement={asked.said.id} form={{ ...form, result: result === asked.before ? null : result }} />
        )}
      </Modal>
    </>
  );
}

interface WithdrawFormProps {
  readonly device: string;
  readonly statement: string;
  readonly form: FormActionState;
}

function WithdrawForm({ device, statement, form: { result, isPending, onSubmit } }: WithdrawFormProps) {
  const texts = useTexts().device.evidence;
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Text size="sm">{texts.withdrawHint}</Text>
        <ActionNotice result={result} />
        <input type="hidden" name="device" value={device} />
        <input type="hidden" name="statement" value={statement} />
        <ReasonField />
        <Group>
          <Button type="submit" loading={isPending}>
            {texts.withdraw}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface StatementsProps {
  readonly statements: readonly SaidView[];
  readonly onWithdraw: ((said: SaidView) => void) | null;
}

function Statements({ statements, onWithdraw }: StatementsProps) {
  const texts = useTexts().device.evidence;
  return (
    <DataTable
      cards
      caption={texts.statementsHeading}
      rows={statements}
      rowKey={({ id }) => id}
      columns={[
        { id: 'when', header: texts.when, cell: ({ at }) => <TimeText at={at} /> },
        { id: 'who', header: texts.who, cell: ({ by }) => <span className="breakable">{by}</span> },
        {
          id: 'what',
          header: texts.what,
          cell: (said) => (
            <Stack gap={4} align="flex-start">
              <span>{said.text}</span>
              <Standing said={said} onWithdraw={onWithdraw} />
            </Stack>
          ),
        },
        { id: 'why', header: texts.why, cell: ({ reason }) => <span className="breakable">{reason}</span> },
        { id: 'hash', header: texts.fullHash, cell: ({ id }) => <HashChip hash={id} /> },
      ]}
    />
  );
}

interface StandingProps extends Pick<StatementsProps, 'onWithdraw'> {
  readonly said: SaidView;
}

/** That it was taken back, or the way to do so. */
function Standing({ said, onWithdraw }: StandingProps) {
  const texts = useTexts().device.evidence;
  if (said.withdrawn !== null) {
    return (
      <>
        <Mark icon={IconArrowBackUp} color="gray">
          {texts.withdrawn}
        </Mark>
        <Text size="sm" c="dimmed" className="breakable">
          {said.withdrawn}
        </Text>
      </>
    );
  }
  if (onWithdraw === null || !said.canBeWithdrawn) return null;
  return (
    <Button
      size="xs"
      variant="default"
      aria-haspopup="dialog"
      aria-label={fill(texts.withdrawAbout, { what: said.text, by: said.by })}
      onClick={() => onWithdraw(said)}
    >
      {texts.withdraw}
    </Button>
  );
}

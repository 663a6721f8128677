'use client';

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from '#lib/present/time-text.ts';
import { EvidenceChip } from './evidence-chip.tsx';
import { ReasonField } from './record-forms.tsx';

/** A proposed baseline that waits for a second person. */
export interface WaitingBaseline {
  readonly statement: string;
  readonly author: string;
  readonly at: string;
  readonly reason: string;
  /** The observation; null when it isn't among the files of the device any more. */
  readonly sha256: string | null;
  /** The viewer proposed it. */
  readonly isOwn: boolean;
}

export interface WaitingBaselinesProps {
  readonly device: string;
  readonly rows: readonly WaitingBaseline[];
  /** Null for who may not approve. */
  readonly approve: FormAction | null;
}

export function WaitingBaselines({ device, rows, approve }: WaitingBaselinesProps) {
  const { actions } = useTexts().device;
  if (rows.length === 0) return null;
  return (
    <Alert color="indigo" variant="light" icon={<IconUserCheck aria-hidden />} title={actions.waiting} mb="md">
      <Stack gap="md">
        {rows.map((row) => (
          <div key={row.statement}>
            <Text className="breakable">
              {fill(actions.baselineWaiting, { author: row.author, at: timeText(row.at), reason: row.reason })}
            </Text>
            {row.sha256 === null ? null : <EvidenceChip sha256={row.sha256} />}
            <Approval device={device} row={row} approve={approve} />
          </div>
        ))}
      </Stack>
    </Alert>
  );
}

interface ApprovalProps {
  readonly device: string;
  readonly row: WaitingBaseline;
  readonly approve: FormAction | null;
}

function Approval({ device, row, approve }: ApprovalProps) {
  const { actions } = useTexts().device;
  if (approve === null) return null;
  if (row.isOwn) return <Text size="sm">{actions.approveOwn}</Text>;
  return <ApprovalForm device={device} statement={row.statement} action={approve} />;
}

interface ApprovalFormProps {
  readonly device: string;
  readonly statement: string;
  readonly action: FormAction;
}

function ApprovalForm({ device, statement, action }: ApprovalFormProps) {
  const { actions } = useTexts().device;
  const { result, isPending, round, onSubmit } = useFormAction(action);
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm" maw={520} mt="xs">
        <ActionNotice result={result} />
        <input type="hidden" name="device" value={device} />
        <input type="hidden" name="statement" value={statement} />
        <ReasonField key={round} />
        <Group>
          <Button type="submit" loading={isPending}>
            {actions.approve}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

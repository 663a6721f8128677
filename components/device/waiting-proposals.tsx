'use client';

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from '#lib/present/time-text.ts';
import { EvidenceChip } from './evidence-chip.tsx';
import { ReasonField } from './reason-field.tsx';
import { useLateRefresh } from './use-late-refresh.ts';

/** A baseline or a choice of the base certificate that waits for a second person. */
export interface WaitingProposal {
  readonly statement: string;
  readonly author: string;
  readonly at: string;
  readonly reason: string;
  readonly proposes: 'baseline' | 'base-choice';
  /** The observation or certificate; null when it isn't among the files of the device any more. */
  readonly sha256: string | null;
  /** The viewer proposed it. */
  readonly isOwn: boolean;
}

export interface WaitingProposalsProps {
  readonly device: string;
  readonly rows: readonly WaitingProposal[];
  /** Null for who may not approve. */
  readonly approve: FormAction | null;
}

/** Who may approve sees the forms; everybody sees that something waits. */
export function WaitingProposals({ device, rows, approve }: WaitingProposalsProps) {
  if (approve !== null) return <Approvable device={device} rows={rows} action={approve} />;
  return <Waiting rows={rows}>{() => null}</Waiting>;
}

interface ApprovableProps {
  readonly device: string;
  readonly rows: readonly WaitingProposal[];
  readonly action: FormAction;
}

/** The answer outlives the row that it is about: an approved proposal waits no longer. */
function Approvable({ device, rows, action }: ApprovableProps) {
  const { actions } = useTexts().device;
  const { result, isPending, round, onSubmit } = useFormAction(action);
  useLateRefresh(round);
  return (
    <Stack gap="md" mb={rows.length === 0 && result === null ? 0 : 'md'}>
      <ActionNotice result={result} />
      <Waiting rows={rows}>
        {({ statement, isOwn }) =>
          isOwn ? (
            <Text size="sm">{actions.approveOwn}</Text>
          ) : (
            <form onSubmit={onSubmit}>
              <Stack gap="sm" maw={520} mt="xs">
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
          )
        }
      </Waiting>
    </Stack>
  );
}

interface WaitingProps {
  readonly rows: readonly WaitingProposal[];
  readonly children: (row: WaitingProposal) => ReactNode;
}

function Waiting({ rows, children }: WaitingProps) {
  const { actions } = useTexts().device;
  if (rows.length === 0) return null;
  return (
    <Alert color="indigo" variant="light" icon={<IconUserCheck aria-hidden />} title={actions.waiting}>
      <Stack gap="md">
        {rows.map((row) => (
          <div key={row.statement}>
            <Text className="breakable">
              {fill(row.proposes === 'baseline' ? actions.baselineWaiting : actions.baseWaiting, {
                author: row.author,
                at: timeText(row.at),
                reason: row.reason,
              })}
            </Text>
            {row.sha256 === null ? null : <EvidenceChip sha256={row.sha256} />}
            {children(row)}
          </div>
        ))}
      </Stack>
    </Alert>
  );
}

'use client';

import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import { ReasonField } from './reason-field.tsx';
import { useLateRefresh } from './use-late-refresh.ts';

/** Something that can be proposed, for a person. */
export interface ProposalOption {
  readonly value: string;
  readonly label: string;
}

export interface ProposalFormProps {
  readonly device: string;
  readonly field: {
    readonly name: string;
    readonly label: string;
    readonly hint: string;
    readonly options: readonly ProposalOption[];
  };
  readonly action: FormAction;
}

/** A choice with its reason, which a second person approves. */
export function ProposalForm({ device, field: { name, label, hint, options }, action }: ProposalFormProps) {
  const { actions } = useTexts().device;
  const { result, isPending, round, onSubmit } = useFormAction(action);
  useLateRefresh(round);
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <ActionNotice result={result} />
        <Text size="sm">{hint}</Text>
        <input type="hidden" name="device" value={device} />
        <NativeSelect name={name} label={label} data={options.map((option) => ({ ...option }))} required />
        <ReasonField key={`reason-${round}`} />
        <Group>
          <Button type="submit" loading={isPending}>
            {actions.baselineSubmit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

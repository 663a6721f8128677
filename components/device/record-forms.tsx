'use client';

import { Button, Group, Modal, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFlag, IconTruck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import { LIFECYCLES, type Lifecycle } from '#lib/present/vocabulary.ts';
import { useLateRefresh } from './use-late-refresh.ts';

export interface RecordFormsProps {
  readonly device: string;
  readonly present: Lifecycle;
  /** Null for who may not. */
  readonly lifecycle: FormAction | null;
  /** Null for who may not, and where a baseline would change nothing. */
  readonly baseline: FormAction | null;
  /** Observations that could become the baseline, the newest first. */
  readonly observations: readonly { readonly submission: string; readonly label: string }[];
}

/** What a person may record about a device; nothing for who may only read. */
export function RecordForms({ device, present, lifecycle, baseline, observations }: RecordFormsProps) {
  const { actions } = useTexts().device;
  if (lifecycle === null && baseline === null) return null;
  return (
    <Group gap="sm">
      {lifecycle === null ? null : (
        <Dialog title={actions.lifecycle} icon={<IconTruck size={16} aria-hidden />}>
          <LifecycleForm device={device} present={present} action={lifecycle} />
        </Dialog>
      )}
      {baseline === null || observations.length === 0 ? null : (
        <Dialog title={actions.baseline} icon={<IconFlag size={16} aria-hidden />}>
          <BaselineForm device={device} observations={observations} action={baseline} />
        </Dialog>
      )}
    </Group>
  );
}

interface DialogProps {
  readonly title: string;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}

function Dialog({ title, icon, children }: DialogProps) {
  const { shell } = useTexts();
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={icon} onClick={open} aria-haspopup="dialog">
        {title}
      </Button>
      <Modal opened={opened} onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': shell.close }}>
        {children}
      </Modal>
    </>
  );
}

interface LifecycleFormProps {
  readonly device: string;
  readonly present: Lifecycle;
  readonly action: FormAction;
}

function LifecycleForm({ device, present, action }: LifecycleFormProps) {
  const { device: texts, lifecycle } = useTexts();
  const { result, isPending, round, onSubmit } = useFormAction(action);
  useLateRefresh(round);
  const states = LIFECYCLES.filter((state) => state !== 'unknown' && state !== present);
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <ActionNotice result={result} />
        <input type="hidden" name="device" value={device} />
        <NativeSelect
          key={`state-${round}`}
          name="state"
          label={texts.actions.lifecycleState}
          data={[{ value: '', label: '' }, ...states.map((value) => ({ value, label: lifecycle[value] }))]}
          required
        />
        <ReasonField key={`reason-${round}`} />
        <Group>
          <Button type="submit" loading={isPending}>
            {texts.actions.lifecycleSubmit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface BaselineFormProps {
  readonly device: string;
  readonly observations: RecordFormsProps['observations'];
  readonly action: FormAction;
}

function BaselineForm({ device, observations, action }: BaselineFormProps) {
  const { actions } = useTexts().device;
  const { result, isPending, round, onSubmit } = useFormAction(action);
  useLateRefresh(round);
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <ActionNotice result={result} />
        <Text size="sm">{actions.baselineHint}</Text>
        <input type="hidden" name="device" value={device} />
        <NativeSelect
          name="submission"
          label={actions.baselineObservation}
          data={observations.map(({ submission, label }) => ({ value: submission, label }))}
          required
        />
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

export function ReasonField() {
  const { actions } = useTexts().device;
  return <Textarea name="reason" label={actions.reason} description={actions.reasonHint} maxLength={2000} autosize minRows={2} required />;
}

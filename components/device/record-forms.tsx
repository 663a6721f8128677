'use client';

import { Button, Group, Modal, NativeSelect, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCertificate, IconFlag, IconTruck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import { LIFECYCLES, type Lifecycle } from '#lib/present/vocabulary.ts';
import { ProposalForm, type ProposalOption } from './proposal-form.tsx';
import { ReasonField } from './reason-field.tsx';
import { useLateRefresh } from './use-late-refresh.ts';

export interface RecordFormsProps {
  readonly device: string;
  readonly present: Lifecycle;
  /** Null for who may not. */
  readonly lifecycle: FormAction | null;
  /** Null for who may not. Each is offered where there is something to choose. */
  readonly baseline: FormAction | null;
  readonly base: FormAction | null;
  /** Observations that could become the baseline, the newest first. */
  readonly observations: readonly ProposalOption[];
  /** Base certificates that contradict each other. */
  readonly bases: readonly ProposalOption[];
}

/** What a person may record about a device; nothing for who may only read. */
export function RecordForms({ device, present, lifecycle, baseline, base, observations, bases }: RecordFormsProps) {
  const { actions } = useTexts().device;
  if (lifecycle === null && baseline === null && base === null) return null;
  return (
    <Group gap="sm">
      {lifecycle === null ? null : (
        <Dialog title={actions.lifecycle} icon={<IconTruck size={16} aria-hidden />}>
          <LifecycleForm device={device} present={present} action={lifecycle} />
        </Dialog>
      )}
      {baseline === null || observations.length === 0 ? null : (
        <Dialog title={actions.baseline} icon={<IconFlag size={16} aria-hidden />}>
          <ProposalForm
            device={device}
            field={{ name: 'submission', label: actions.baselineObservation, hint: actions.baselineHint, options: observations }}
            action={baseline}
          />
        </Dialog>
      )}
      {base === null || bases.length === 0 ? null : (
        <Dialog title={actions.base} icon={<IconCertificate size={16} aria-hidden />}>
          <ProposalForm
            device={device}
            field={{ name: 'certificate', label: actions.baseCertificate, hint: actions.baseHint, options: bases }}
            action={base}
          />
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

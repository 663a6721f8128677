'use client';

import { Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { ROLE_TEXTS, type RoleName } from '#components/shell/role-texts.ts';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';

/** A new user, with a one-time password that is shown once. */
export function AddUserForm({ action }: { readonly action: FormAction }) {
  const texts = useTexts().access;
  return (
    <ActionForm action={action} submit={texts.add}>
      <TextInput name="name" label={texts.userName} maxLength={60} autoCapitalize="none" spellCheck={false} required />
      <RoleSelect defaultRole="operator" />
    </ActionForm>
  );
}

/** Role, on or off, and a new one-time password of one user. */
export function UserForms({ userId, role, disabled, change, reset }: UserFormsProps) {
  const texts = useTexts().access;
  return (
    <Stack>
      <ActionForm action={change} submit={texts.changeRole} hidden={{ user: userId, change: 'role' }}>
        <RoleSelect defaultRole={role} />
      </ActionForm>
      <Group align="flex-start">
        <ActionForm
          action={change}
          submit={disabled ? texts.enable : texts.disable}
          hidden={{ user: userId, change: disabled ? 'enable' : 'disable' }}
        />
        <ActionForm action={reset} submit={texts.resetPassword} hidden={{ user: userId }} />
      </Group>
    </Stack>
  );
}

export interface UserFormsProps {
  readonly userId: string;
  readonly role: RoleName;
  readonly disabled: boolean;
  readonly change: FormAction;
  readonly reset: FormAction;
}

export interface GrantFormProps {
  readonly userId: string;
  readonly name: string;
  readonly devices: readonly string[];
  readonly action: FormAction;
}

/** Devices that an integrator reads and submits for. */
export function GrantForm({ userId, name, devices, action }: GrantFormProps) {
  const texts = useTexts().access;
  return (
    <ActionForm action={action} submit={texts.saveGrants} hidden={{ user: userId }}>
      <Textarea
        name="devices"
        label={fill(texts.grantsFor, { name })}
        description={texts.grantsHint}
        defaultValue={devices.join('\n')}
        autosize
        minRows={3}
        maxRows={15}
      />
    </ActionForm>
  );
}

interface ActionFormProps {
  readonly action: FormAction;
  readonly submit: string;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly children?: ReactNode;
}

function ActionForm({ action, submit, hidden = {}, children }: ActionFormProps) {
  const { result, isPending, round, onSubmit } = useFormAction(action);
  return (
    <form onSubmit={onSubmit}>
      <Stack maw={520} gap="sm">
        <ActionNotice result={result} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Fragment key={round}>{children}</Fragment>
        <div>
          <Button type="submit" variant={children === undefined ? 'default' : 'filled'} loading={isPending}>
            {submit}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

const ROLE_HINTS: Readonly<Record<RoleName, keyof Catalogue['access']>> = {
  operator: 'roleOperatorHint',
  auditor: 'roleAuditorHint',
  integrator: 'roleIntegratorHint',
  administrator: 'roleAdministratorHint',
};
const ROLE_ORDER: readonly RoleName[] = ['operator', 'auditor', 'integrator', 'administrator'];

function RoleSelect({ defaultRole }: { readonly defaultRole: RoleName }) {
  const { access, shell } = useTexts();
  const options = ROLE_ORDER.map((role) => ({ value: role, label: `${shell[ROLE_TEXTS[role]]}: ${access[ROLE_HINTS[role]]}` }));
  return <Select name="role" label={access.role} data={options} defaultValue={defaultRole} allowDeselect={false} />;
}

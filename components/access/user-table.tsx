'use client';

import { Anchor } from '@mantine/core';
import { IconCircleCheck, IconCircleOff, IconKey } from '@tabler/icons-react';
import Link from 'next/link';
import { ROLE_TEXTS, type RoleName } from '#components/shell/role-texts.ts';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { Mark } from '#components/ui/mark.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';

export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly role: RoleName;
  readonly disabled: boolean;
  readonly mustChangePassword: boolean;
  readonly lastSignInAt: string | null;
}

export function UserTable({ rows }: { readonly rows: readonly UserRow[] }) {
  const { access, shell } = useTexts();
  const columns: readonly DataColumn<UserRow>[] = [
    {
      id: 'name',
      header: access.userName,
      sortBy: ({ name }) => name,
      cell: ({ id, name }) => (
        <Anchor component={Link} prefetch={false} href={`/users/${id}`} inherit>
          {name}
        </Anchor>
      ),
    },
    { id: 'role', header: access.role, sortBy: ({ role }) => role, cell: ({ role }) => shell[ROLE_TEXTS[role]] },
    { id: 'state', header: access.state, cell: (row) => <UserState row={row} texts={access} /> },
    {
      id: 'signed-in',
      header: access.lastSignIn,
      sortBy: ({ lastSignInAt }) => lastSignInAt ?? '',
      cell: ({ lastSignInAt }) => (lastSignInAt === null ? access.never : <TimeText at={lastSignInAt} />),
    },
  ];
  return (
    <DataTable caption={access.usersCaption} rows={rows} rowKey={({ id }) => id} rowHref={({ id }) => `/users/${id}`} columns={columns} />
  );
}

function UserState({ row, texts }: { readonly row: UserRow; readonly texts: Catalogue['access'] }) {
  if (row.disabled) {
    return (
      <Mark icon={IconCircleOff} color="gray">
        {texts.disabled}
      </Mark>
    );
  }
  if (row.mustChangePassword) {
    return (
      <Mark icon={IconKey} color="yellow">
        {texts.mustChange}
      </Mark>
    );
  }
  return (
    <Mark icon={IconCircleCheck} color="green">
      {texts.active}
    </Mark>
  );
}

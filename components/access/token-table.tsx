'use client';

import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly scopes: readonly string[];
  readonly state: 'live' | 'expired' | 'revoked';
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

export interface TokenTableProps {
  readonly rows: readonly TokenRow[];
  /** Left out for somebody who may only read. */
  readonly revoke?: FormAction;
  /** Instead of rows, where there are none; one sentence where it is left out. */
  readonly empty?: ReactNode;
}

/** Tokens, never their secrets: those were shown once. */
export function TokenTable({ rows, revoke, empty }: TokenTableProps) {
  const texts = useTexts().access;
  const columns = columnsOf(texts);
  const actions: DataColumn<TokenRow> = {
    id: 'actions',
    header: texts.actions,
    cell: (row) => (revoke === undefined || row.state !== 'live' ? null : <RevokeForm row={row} action={revoke} />),
  };
  return (
    <DataTable
      caption={texts.tokensCaption}
      rows={rows}
      rowKey={({ id }) => id}
      columns={revoke === undefined ? columns : [...columns, actions]}
      empty={empty ?? <Text c="dimmed">{texts.noTokens}</Text>}
    />
  );
}

function columnsOf(texts: Catalogue['access']): readonly DataColumn<TokenRow>[] {
  return [
    { id: 'name', header: texts.tokenName, cell: ({ name }) => name, sortBy: ({ name }) => name },
    { id: 'owner', header: texts.owner, cell: ({ owner }) => owner, sortBy: ({ owner }) => owner },
    { id: 'scopes', header: texts.scopes, cell: ({ scopes }) => scopes.join(', ') },
    { id: 'state', header: texts.state, cell: ({ state }) => texts[state], sortBy: ({ state }) => state },
    { id: 'expires', header: texts.expires, cell: ({ expiresAt }) => (expiresAt === null ? texts.never : <TimeText at={expiresAt} />) },
    { id: 'used', header: texts.lastUsed, cell: ({ lastUsedAt }) => (lastUsedAt === null ? texts.never : <TimeText at={lastUsedAt} />) },
  ];
}

function RevokeForm({ row, action }: { readonly row: TokenRow; readonly action: FormAction }) {
  const texts = useTexts().access;
  const { result, isPending, onSubmit } = useFormAction(action);
  return (
    <form onSubmit={onSubmit}>
      <input type="hidden" name="token" value={row.id} />
      <Button type="submit" size="xs" variant="default" loading={isPending} aria-label={fill(texts.revokeToken, { name: row.name })}>
        {texts.revoke}
      </Button>
      <ActionNotice result={result} />
    </form>
  );
}

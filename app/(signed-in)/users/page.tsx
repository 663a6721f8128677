import { Divider, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { TokenTable } from '#components/access/token-table.tsx';
import { AddUserForm } from '#components/access/user-forms.tsx';
import { UserTable } from '#components/access/user-table.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { listTokens } from '#lib/store/tokens.ts';
import { listUsers } from '#lib/store/users.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { tokenRow } from '../../server/token-row.ts';
import { userRow } from '../../server/user-row.ts';
import { createAccount, revokeAnyToken } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).access.usersTitle };
}

export default async function UsersPage() {
  const principal = await requirePage('/users');
  const { access, shell } = await viewerTexts();
  const [users, tokens] = await Promise.all([listUsers(getStore()), listTokens(getStore())]);
  const names = new Map(users.map(({ id, name }) => [id, name]));
  const now = new Date();
  return (
    <Stack>
      <PageHeader title={access.usersTitle} lead={access.usersLead} />
      <UserTable rows={users.map(userRow)} />
      {hasRight(principal, 'user.administer') ? (
        <>
          <Title order={2} size="h4">
            {access.addUser}
          </Title>
          <AddUserForm action={createAccount} />
        </>
      ) : null}
      <Divider />
      <Title order={2} size="h4">
        {access.tokensTitle}
      </Title>
      <TokenTable
        rows={tokens.map((token) => tokenRow(token, names.get(token.userId) ?? '', now))}
        empty={
          <Text c="dimmed">
            {access.noTokensOfAnybody} <PageLink href="/account">{shell.account}</PageLink>
          </Text>
        }
        {...(hasRight(principal, 'token.administer') ? { revoke: revokeAnyToken } : {})}
      />
    </Stack>
  );
}

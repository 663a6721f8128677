import { Divider, Stack, Title } from '@mantine/core';
import { notFound } from 'next/navigation';
import { TokenForm } from '#components/access/token-form.tsx';
import { TokenTable } from '#components/access/token-table.tsx';
import { GrantForm, UserForms } from '#components/access/user-forms.tsx';
import { ROLE_TEXTS } from '#components/shell/role-texts.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { tokenScopesOf } from '#lib/auth/rights.ts';
import { MAX_TOKEN_DAYS } from '#lib/auth/token.ts';
import { listGrants } from '#lib/store/grants.ts';
import { listTokens } from '#lib/store/tokens.ts';
import { findUserById } from '#lib/store/users.ts';
import { requirePage } from '../../../server/page-guard.ts';
import { getStore } from '../../../server/store.ts';
import { viewerTexts } from '../../../server/texts.ts';
import { tokenRow } from '../../../server/token-row.ts';
import { userRow } from '../../../server/user-row.ts';
import { changeAccount, changeGrant, issueToken, resetPassword, revokeAnyToken } from '../actions.ts';

interface UserPageProps {
  readonly params: Promise<{ id: string }>;
}

export default async function UserPage({ params }: UserPageProps) {
  const principal = await requirePage('/users/[id]');
  const user = await findUserById(getStore(), (await params).id);
  if (user === undefined) notFound();
  const { access, shell } = await viewerTexts();
  const row = userRow(user);
  const [tokens, devices] = await Promise.all([listTokens(getStore(), user.id), listGrants(getStore(), user.id)]);
  const now = new Date();
  const rows = tokens.map((token) => tokenRow(token, user.name, now));
  if (!hasRight(principal, 'user.administer')) {
    return (
      <Stack>
        <PageHeader title={user.name} lead={shell[ROLE_TEXTS[row.role]]} />
        {devices.length === 0 ? access.grantsNone : devices.join(', ')}
        <TokenTable rows={rows} />
      </Stack>
    );
  }
  return (
    <Stack>
      <PageHeader title={user.name} lead={shell[ROLE_TEXTS[row.role]]} />
      <UserForms
        key={`${row.role} ${row.disabled}`}
        userId={row.id}
        role={row.role}
        disabled={row.disabled}
        change={changeAccount}
        reset={resetPassword}
      />
      {row.role === 'integrator' ? <GrantForm userId={row.id} name={row.name} devices={devices} action={changeGrant} /> : null}
      <Divider />
      <Title order={2} size="h4">
        {access.tokensTitle}
      </Title>
      <TokenTable rows={rows} revoke={revokeAnyToken} />
      <TokenForm scopes={tokenScopesOf(row.role)} maxDays={MAX_TOKEN_DAYS} owner={row.id} action={issueToken} />
    </Stack>
  );
}

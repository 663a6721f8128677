import { Alert, Divider, Stack, Text, Title } from '@mantine/core';
import { ChangePasswordForm } from '#components/access/change-password-form.tsx';
import { TokenForm } from '#components/access/token-form.tsx';
import { TokenTable } from '#components/access/token-table.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { tokenScopesOf } from '#lib/auth/rights.ts';
import { MAX_TOKEN_DAYS } from '#lib/auth/token.ts';
import { listTokens } from '#lib/store/tokens.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { tokenRow } from '../../server/token-row.ts';
import { changePassword, createOwnToken, revokeOwnToken } from './actions.ts';

export default async function AccountPage() {
  const principal = await requirePage('/account');
  const { signIn, access } = await viewerTexts();
  const form = <ChangePasswordForm action={changePassword} />;
  if (principal.mustChangePassword) {
    return (
      <>
        <PageHeader title={signIn.changeFirst} />
        <Alert mb="md">{signIn.changeFirstWhy}</Alert>
        {form}
      </>
    );
  }
  const now = new Date();
  const tokens = await listTokens(getStore(), principal.userId);
  return (
    <Stack>
      <PageHeader title={signIn.accountTitle} />
      <Title order={2} size="h4">
        {signIn.changeTitle}
      </Title>
      {form}
      <Divider />
      <Title order={2} size="h4">
        {access.tokensTitle}
      </Title>
      <Text c="dimmed">{access.ownTokensLead}</Text>
      <TokenTable rows={tokens.map((token) => tokenRow(token, principal.name, now))} revoke={revokeOwnToken} />
      <TokenForm scopes={tokenScopesOf(principal.role)} maxDays={MAX_TOKEN_DAYS} action={createOwnToken} />
    </Stack>
  );
}

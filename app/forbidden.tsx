import { Container } from '@mantine/core';
import { headers } from 'next/headers';
import { ROLE_TEXTS } from '#components/shell/role-texts.ts';
import { ErrorNotice } from '#components/ui/error-notice.tsx';
import { rolesForPage } from '#lib/auth/page-roles.ts';
import type { Role } from '#lib/auth/rights.ts';
import { fill } from '#lib/i18n/fill.ts';
import { currentPrincipal } from './server/principal.ts';
import { viewerLocale, viewerTexts } from './server/texts.ts';

/** Which role is missing, and who has it or gives it. */
export default async function Forbidden() {
  const { errors, shell } = await viewerTexts();
  const principal = await currentPrincipal();
  const wordOf = (role: Role): string => shell[ROLE_TEXTS[role]];
  const path = ((await headers()).get('x-address') ?? '').split('?', 1)[0] ?? '';
  const list = new Intl.ListFormat(await viewerLocale(), { type: 'disjunction' });
  const roles = list.format(rolesForPage(path).map(wordOf));
  return (
    <Container size="sm" py="xl">
      <ErrorNotice
        isPage
        title={errors.forbiddenTitle}
        what={fill(errors.forbiddenWhat, { role: principal === null ? '' : wordOf(principal.role), roles })}
        safe={errors.forbiddenSafe}
        fix={fill(errors.forbiddenDo, { roles })}
      />
    </Container>
  );
}

import { Container } from '@mantine/core';
import { ROLE_TEXTS } from '#components/shell/role-texts.ts';
import { ErrorNotice } from '#components/ui/error-notice.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { currentPrincipal } from './server/principal.ts';
import { viewerTexts } from './server/texts.ts';

export default async function Forbidden() {
  const { errors, shell } = await viewerTexts();
  const principal = await currentPrincipal();
  const role = principal === null ? '' : shell[ROLE_TEXTS[principal.role]];
  return (
    <Container size="sm" py="xl">
      <ErrorNotice
        isPage
        title={errors.forbiddenTitle}
        what={fill(errors.forbiddenWhat, { role })}
        safe={errors.forbiddenSafe}
        fix={errors.forbiddenDo}
      />
    </Container>
  );
}

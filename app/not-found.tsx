import { Button, Container } from '@mantine/core';
import { ErrorNotice } from '#components/ui/error-notice.tsx';
import { viewerTexts } from './server/texts.ts';

export default async function NotFound() {
  const { errors } = await viewerTexts();
  return (
    <Container size="sm" py="xl">
      <ErrorNotice isPage title={errors.notFoundTitle} what={errors.notFoundWhat} safe={errors.notFoundSafe} fix={errors.notFoundDo} />
      <Button component="a" href="/fleet" mt="md" variant="default">
        {errors.toFleet}
      </Button>
    </Container>
  );
}

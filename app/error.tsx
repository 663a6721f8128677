'use client';

import { Button, Container, Group } from '@mantine/core';
import { ErrorNotice } from '#components/ui/error-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';

interface ErrorPageProps {
  readonly error: Error & { digest?: string };
  readonly retry: () => void;
}

/** Shown in place of a page that threw. The message itself stays in the server's log: only its digest is shown. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const { errors } = useTexts();
  return (
    <Container size="sm" py="xl">
      <ErrorNotice
        isPage
        title={errors.serverTitle}
        what={errors.serverWhat}
        safe={errors.serverSafe}
        fix={errors.serverDo}
        reference={error.digest}
      />
      <Group mt="md">
        <Button onClick={() => retry()}>{errors.tryAgain}</Button>
        <Button component="a" href="/fleet" variant="default">
          {errors.toFleet}
        </Button>
      </Group>
    </Container>
  );
}

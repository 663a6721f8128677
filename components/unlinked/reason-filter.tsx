'use client';

import { Button, Group, NativeSelect } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';
import { OTHER_KIND } from './reason-choice.ts';

/** Filters by the address; works before scripts are loaded. */
export function ReasonFilter({ reason }: { readonly reason: string }) {
  const texts = useTexts().unlinked;
  const reasons = [...Object.entries(texts.reasons), [OTHER_KIND, texts.otherKind.reason] as const].map(([value, label]) => ({
    value,
    label,
  }));
  return (
    <form method="get" action="/unlinked" aria-label={texts.filterLabel}>
      <Group align="end" gap="sm" mb="md">
        <NativeSelect name="reason" label={texts.filter} defaultValue={reason} data={[{ value: '', label: texts.any }, ...reasons]} />
        <Button type="submit" variant="default">
          {texts.apply}
        </Button>
      </Group>
    </form>
  );
}

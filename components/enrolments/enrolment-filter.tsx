'use client';

import { Button, Group, NativeSelect } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';

export interface EnrolmentFilterProps {
  readonly method: string;
  /** Id of the device that the list is about; empty for all. */
  readonly device: string;
}

/** Filters by the address; works before scripts are loaded. */
export function EnrolmentFilter({ method, device }: EnrolmentFilterProps) {
  const texts = useTexts().enrolments;
  const methods = Object.entries(texts.methods).map(([value, label]) => ({ value, label }));
  return (
    <form method="get" action="/enrolments" aria-label={texts.filterLabel}>
      {device === '' ? null : <input type="hidden" name="device" value={device} />}
      <Group align="end" gap="sm" mb="md">
        <NativeSelect name="method" label={texts.filter} defaultValue={method} data={[{ value: '', label: texts.any }, ...methods]} />
        <Button type="submit" variant="default">
          {texts.apply}
        </Button>
      </Group>
    </form>
  );
}

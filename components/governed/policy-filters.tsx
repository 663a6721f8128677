'use client';

import { Anchor, Button, Group, NativeSelect } from '@mantine/core';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';

/** What the address filters by; empty where it doesn't. */
export interface PolicyFilter {
  readonly kind: string;
  readonly state: string;
}

/** Filters by the address; works before scripts are loaded. */
export function PolicyFilters({ kind, state }: PolicyFilter) {
  const { policy: texts, governed } = useTexts();
  const any = { value: '', label: texts.any };
  const choices = (words: Readonly<Record<string, string>>) => [any, ...Object.entries(words).map(([value, label]) => ({ value, label }))];
  return (
    <form method="get" action="/policy" aria-label={texts.filterLabel}>
      <Group align="end" gap="sm">
        <NativeSelect name="kind" label={texts.kind} defaultValue={kind} data={choices(texts.kinds)} />
        <NativeSelect name="state" label={governed.state} defaultValue={state} data={choices(governed.states)} />
        <Button type="submit" variant="default">
          {texts.apply}
        </Button>
        {kind === '' && state === '' ? null : (
          <Anchor component={Link} prefetch={false} href="/policy" size="sm" py={8}>
            {texts.clear}
          </Anchor>
        )}
      </Group>
    </form>
  );
}

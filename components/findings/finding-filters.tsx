'use client';

import { Anchor, Button, Group, NativeSelect } from '@mantine/core';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import { SEVERITIES } from '#lib/present/vocabulary.ts';
import { DECISIONS, type InboxFilter } from './inbox.ts';

/** Filters by the address; works before scripts are loaded. */
export function FindingFilters({ filter, isFiltered }: { readonly filter: InboxFilter; readonly isFiltered: boolean }) {
  const { findings: texts, severity, finding } = useTexts();
  const any = { value: '', label: texts.any };
  const rules = Object.entries(finding.title).sort(([, a], [, b]) => a.localeCompare(b));
  return (
    <form method="get" action="/findings" aria-label={texts.filterLabel}>
      <Group align="end" gap="sm" mb="md">
        <NativeSelect
          name="severity"
          label={texts.severity}
          defaultValue={filter.severity}
          data={[any, ...SEVERITIES.map((value) => ({ value, label: severity[value] }))]}
        />
        <NativeSelect
          name="rule"
          label={texts.rule}
          defaultValue={filter.rule}
          data={[any, ...rules.map(([value, label]) => ({ value, label }))]}
        />
        <NativeSelect
          name="state"
          label={texts.state}
          defaultValue={filter.state}
          data={[
            { value: 'open', label: texts.open },
            { value: 'closed', label: texts.closed },
          ]}
        />
        <NativeSelect
          name="decision"
          label={texts.decision}
          defaultValue={filter.decision}
          data={[any, ...(['none', ...DECISIONS] as const).map((value) => ({ value, label: texts.decisions[value] }))]}
        />
        <Button type="submit" variant="default">
          {texts.apply}
        </Button>
        {isFiltered ? (
          <Anchor component={Link} prefetch={false} href="/findings" size="sm" py={8}>
            {texts.clear}
          </Anchor>
        ) : null}
      </Group>
    </form>
  );
}

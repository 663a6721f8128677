'use client';

import { List, Text } from '@mantine/core';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { TrustBadge } from '#components/ui/trust-badge.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import type { Assessment } from './assessment-row.ts';

/** Verdicts as they were said, the newest first. */
export function AssessmentTable({ rows }: { readonly rows: readonly Assessment[] }) {
  const texts = useTexts().assessments;
  return <DataTable caption={texts.caption} columns={columnsOf(texts)} rows={rows} rowKey={({ id }) => id} cards />;
}

function columnsOf(texts: Catalogue['assessments']): readonly DataColumn<Assessment>[] {
  return [
    { id: 'at', header: texts.at, cell: ({ at }) => <TimeText at={at} /> },
    { id: 'trust', header: texts.trust, cell: ({ trust }) => <TrustBadge trust={trust} plain /> },
    { id: 'reasons', header: texts.reasons, cell: ({ reasons }) => <Reasons reasons={reasons} /> },
    { id: 'rules', header: texts.ruleSet, cell: ({ ruleSet }) => <Text inherit>{ruleSet}</Text> },
  ];
}

function Reasons({ reasons }: Pick<Assessment, 'reasons'>) {
  const [only, ...others] = reasons;
  if (others.length === 0)
    return (
      <Text size="sm" className="breakable">
        {only}
      </Text>
    );
  return (
    <List size="sm" spacing={2} className="breakable">
      {reasons.map((reason) => (
        <List.Item key={reason}>{reason}</List.Item>
      ))}
    </List>
  );
}

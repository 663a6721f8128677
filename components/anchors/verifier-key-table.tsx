'use client';

import { Text } from '@mantine/core';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { VerifierKeyView } from '#lib/present/verifier-key-view.ts';
import { RemoveTrusted } from './remove-trusted.tsx';

export interface VerifierKeyRow extends VerifierKeyView {
  readonly label: string;
  readonly addedBy: string;
  readonly addedAt: string;
  readonly reason: string;
}

export interface VerifierKeyTableProps {
  readonly rows: readonly VerifierKeyRow[];
  /** Left out for somebody who may only read. */
  readonly remove?: FormAction;
}

/** Keys of verifiers whose attestation results count. */
export function VerifierKeyTable({ rows, remove }: VerifierKeyTableProps) {
  const texts = useTexts();
  const columns = columnsOf(texts);
  const actions: DataColumn<VerifierKeyRow> = {
    id: 'actions',
    header: texts.anchors.actions,
    cell: (row) => (remove === undefined ? null : <RemoveTrusted row={row} action={remove} />),
  };
  return (
    <DataTable
      caption={texts.verifiers.caption}
      rows={rows}
      rowKey={({ sha256 }) => sha256}
      columns={remove === undefined ? columns : [...columns, actions]}
      cards
    />
  );
}

function columnsOf({ anchors, verifiers }: Pick<Catalogue, 'anchors' | 'verifiers'>): readonly DataColumn<VerifierKeyRow>[] {
  return [
    { id: 'label', header: anchors.label, sortBy: ({ label }) => label, cell: ({ label }) => label },
    { id: 'issuer', header: verifiers.issuer, cell: ({ issuer }) => <bdi className="breakable">{issuer ?? verifiers.anyIssuer}</bdi> },
    { id: 'keyId', header: verifiers.keyId, cell: ({ keyId }) => <bdi className="breakable">{keyId}</bdi> },
    { id: 'algorithm', header: verifiers.algorithm, cell: ({ algorithm }) => algorithm },
    { id: 'sha256', header: anchors.fingerprint, cell: ({ sha256 }) => <HashChip hash={sha256} /> },
    {
      id: 'added',
      header: anchors.addedBy,
      cell: ({ addedAt, addedBy, reason }) => (
        <div>
          <TimeText at={addedAt} /> {fill(anchors.addedByText, { name: addedBy })}
          <Text size="xs" c="dimmed">
            {reason}
          </Text>
        </div>
      ),
    },
  ];
}

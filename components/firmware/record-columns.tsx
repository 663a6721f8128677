'use client';

import type { DataColumn } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { Term } from '#components/ui/term.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';

/** What a record of either log tells beside its words. */
interface MeasuredRecord {
  readonly type: string;
  readonly measured: string;
  readonly digest: string;
}

/** The type of a record, which part of it its digest covers, and the digest: the last columns of each list of records. */
export function measuredColumns<Row extends MeasuredRecord>(texts: Catalogue['firmware']): readonly DataColumn<Row>[] {
  return [
    { id: 'type', header: texts.type, cell: ({ type }) => <code className="breakable">{type}</code>, sortBy: ({ type }) => type },
    {
      id: 'measured',
      header: texts.measured,
      cell: ({ measured }) => <Term meaning={texts.measuredMeaning}>{measured}</Term>,
      sortBy: ({ measured }) => measured,
    },
    { id: 'digest', header: texts.digest, cell: ({ digest }) => <HashChip hash={digest} /> },
  ];
}

'use client';

import { Table, Text } from '@mantine/core';
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFn_alphanumeric,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useRouter } from 'next/navigation';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTexts } from './locale.tsx';
import { type Sort, SortableHeader } from './sortable-header.tsx';
import { useRowKeys } from './use-row-keys.ts';
import { useRowWindow } from './use-row-window.ts';
import './data-table.css';

export interface DataColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Present where the column can be sorted by the browser; a column that the server sorts is named in `sortHrefs`. */
  readonly sortBy?: (row: Row) => string | number;
  readonly align?: 'left' | 'right';
  /** Whether a row's cell tells nothing that asks for attention: on a card it is one tap away. */
  readonly isQuiet?: (row: Row) => boolean;
}

export interface DataTableProps<Row> {
  /** Says what the table holds; read out before it. */
  readonly caption: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Where Enter on a row leads. */
  readonly rowHref?: (row: Row) => string;
  /** The sort that the server applied. */
  readonly sort?: Sort | null;
  /** Column id to the address that sorts by it (the other way round when it is sorted by it already). */
  readonly sortHrefs?: Readonly<Record<string, string>>;
  /** Shown instead of rows. */
  readonly empty?: ReactNode;
  /** On a narrow screen each row is a card with its column headers as labels, instead of a table that scrolls. */
  readonly cards?: boolean;
  /** Lower rows, so that more of them fit a screen. */
  readonly isCompact?: boolean;
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
});

/** The one table: sort state exposed, `j`, `k` and Enter, and only the visible rows in the page when they are many. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, rowHref, sort = null, sortHrefs = {}, empty, cards = false, isCompact = false } = props;
  const [sorting, setSorting] = useState<SortingState>([]);
  const definitions = useMemo(() => columns.map(toDefinition), [columns]);
  // The library's type asks for a mutable array, and writes to none.
  const data = rows as Row[];
  const table = useTable({ features, columns: definitions, data, getRowId: rowKey, state: { sorting }, onSortingChange: setSorting });
  const ref = useRef<HTMLTableElement>(null);
  useRowKeys(ref);
  const model = table.getRowModel().rows;
  const shown = useRowWindow(ref, model.length);
  const own = sorting[0];
  const present = own === undefined ? sort : { id: own.id, descending: own.desc };
  return (
    <Table.ScrollContainer minWidth={cards ? 0 : 480}>
      {/* A browser leaves a focused link where it is as long as any of it shows beside what the table is scrolled under. */}
      <Table
        ref={ref}
        onFocus={({ target }) => target.scrollIntoView({ block: 'nearest', inline: 'nearest' })}
        data-row-keys
        className={cards ? 'row-cards' : ''}
        {...(isCompact ? { verticalSpacing: 1 } : {})}
        aria-rowcount={model.length + 1}
        highlightOnHover
      >
        <caption className="visually-hidden">{caption}</caption>
        <Table.Thead>
          <Table.Tr aria-rowindex={1}>
            {columns.map((column) => (
              <SortableHeader
                key={column.id}
                column={column}
                sort={present?.id === column.id ? present : null}
                href={sortHrefs[column.id]}
                onSort={column.sortBy === undefined ? undefined : () => table.getColumn(column.id)?.toggleSorting()}
              />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Spacer height={shown.before} columns={columns.length} />
          {model.slice(shown.start, shown.end).map((row, offset) => (
            <BodyRow key={row.id} row={row.original} index={shown.start + offset} columns={columns} href={rowHref?.(row.original)} />
          ))}
          <Spacer height={shown.after} columns={columns.length} />
        </Table.Tbody>
      </Table>
      {model.length === 0 && empty !== undefined ? <Text component="div">{empty}</Text> : null}
    </Table.ScrollContainer>
  );
}

function toDefinition<Row extends object>(column: DataColumn<Row>): ColumnDef<typeof features, Row> {
  const sortBy = column.sortBy;
  if (sortBy === undefined) return { id: column.id, header: column.header };
  return { id: column.id, header: column.header, accessorFn: sortBy, sortFn: 'alphanumeric' };
}

interface BodyRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly DataColumn<Row>[];
  readonly href: string | undefined;
}

function BodyRow<Row>({ row, index, columns, href }: BodyRowProps<Row>) {
  const router = useRouter();
  return (
    <Table.Tr
      data-index={index}
      aria-rowindex={index + 2}
      tabIndex={-1}
      onKeyDown={(event) => {
        // Only on the row itself: Enter on a link or button inside belongs to that.
        if (event.key === 'Enter' && event.target === event.currentTarget && href !== undefined) router.push(href);
      }}
    >
      {columns.map((column) => (
        <Table.Td
          key={column.id}
          ta={column.align ?? 'left'}
          data-label={column.header}
          {...(column.isQuiet?.(row) === true ? { 'data-quiet': true } : {})}
        >
          {column.cell(row)}
        </Table.Td>
      ))}
      {columns.some(({ isQuiet }) => isQuiet?.(row) === true) ? <UnfoldCell /> : null}
    </Table.Tr>
  );
}

/** On a card alone: what is quiet shows while this is open, with or without scripts. */
function UnfoldCell() {
  return (
    <Table.Td className="card-unfold">
      <details className="disclosure-line">
        <summary>{useTexts().shell.unfold}</summary>
      </details>
    </Table.Td>
  );
}

/** Stands for the rows outside the window, so that the page scrolls as if they were there. */
function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height === 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}

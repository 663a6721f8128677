'use client';

import { Anchor, Table, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { Fragment } from 'react';
import { UnitOriginDetails } from '#components/diff/unit-origin-details.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { UnitOrigin } from '#lib/present/unit-origin.ts';
import styles from './artifact.module.css';
import type { ShownSection } from './artifact-page.ts';
import { JumpLink } from './jump-link.tsx';

/** One part of what a document says. Values are text: never markup, never a link. */
export function ParsedSection({ section }: { readonly section: ShownSection }) {
  const { heading, rows, table } = section;
  return (
    <>
      <Title order={3} size="h5" mt="md" mb={4}>
        {heading}
      </Title>
      {rows.length === 0 ? null : (
        <dl className={styles.facts}>
          {rows.map(({ label, value }) => (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      {table === null || table.rows.length === 0 ? null : <SectionTable heading={heading} table={table} />}
    </>
  );
}

/** Wide tables scroll in themselves, so that their cells stay readable beside the raw content. */
const COLUMN_PX = 110;
const MIN_TABLE_PX = 260;

function SectionTable({ heading, table }: { readonly heading: string; readonly table: NonNullable<ShownSection['table']> }) {
  const texts = useTexts().artifact;
  return (
    <>
      <Table.ScrollContainer minWidth={Math.max(MIN_TABLE_PX, table.columns.length * COLUMN_PX)}>
        <Table fz="xs" verticalSpacing={4}>
          <caption className="visually-hidden">{fill(texts.tableLabel, { heading })}</caption>
          <Table.Thead>
            <Table.Tr>
              {table.columns.map((column) => (
                <Table.Th key={column} scope="col">
                  {column}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no name of their own, and never change their order.
              <TableRow key={index} row={row} columns={table.columns} origin={table.origins?.[index]} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {table.all === null ? null : (
        <Anchor component={Link} prefetch={false} href={table.all.href} scroll={false} size="sm">
          {fill(texts.allRows, { count: table.all.count })}
        </Anchor>
      )}
      {table.more === null ? null : <Text size="sm">{table.more}</Text>}
    </>
  );
}

interface TableRowProps {
  readonly row: NonNullable<ShownSection['table']>['rows'][number];
  readonly columns: readonly string[];
  readonly origin: UnitOrigin | undefined;
}

/** A row, and below it what the source wrote, which stays in sight while the table scrolls. */
function TableRow({ row, columns, origin }: TableRowProps) {
  return (
    <>
      <Table.Tr>
        {row.map(({ text, jump }, column) => (
          <Table.Td key={columns[column]} className={styles.cell}>
            {jump === null ? text : <JumpLink jump={jump} text={text} />}
          </Table.Td>
        ))}
      </Table.Tr>
      {origin === undefined ? null : (
        <Table.Tr className={styles.originRow}>
          <Table.Td colSpan={columns.length}>
            <div className={styles.origin}>
              <UnitOriginDetails origin={origin} />
            </div>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

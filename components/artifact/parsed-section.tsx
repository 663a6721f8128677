'use client';

import { Anchor, Table, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { Fragment } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
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
const MIN_TABLE_PX = 400;

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
              <Table.Tr key={index}>
                {row.map(({ text, jump }, column) => (
                  <Table.Td key={table.columns[column]} className={styles.cell}>
                    {jump === null ? text : <JumpLink jump={jump} text={text} />}
                  </Table.Td>
                ))}
              </Table.Tr>
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

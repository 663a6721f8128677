'use client';

import { Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

export interface Sort {
  readonly id: string;
  readonly descending: boolean;
}

export interface SortableHeaderProps {
  readonly column: { readonly id: string; readonly header: string; readonly align?: 'left' | 'right' };
  /** How the table is sorted by this column; null when it isn't. */
  readonly sort: Sort | null;
  /** Set when the server sorts. */
  readonly href: string | undefined;
  /** Set when the browser sorts. */
  readonly onSort: (() => void) | undefined;
}

/** A column header that says whether, and how, the table is sorted by it. */
export function SortableHeader({ column, sort, href, onSort }: SortableHeaderProps) {
  const sortable = href !== undefined || onSort !== undefined;
  const state = sort === null ? 'none' : sort.descending ? 'descending' : 'ascending';
  return (
    <Table.Th scope="col" ta={column.align ?? 'left'} {...(sortable ? { 'aria-sort': state } : {})}>
      <Control href={href} onSort={onSort}>
        {column.header}
        {sortable ? <Arrow state={state} /> : null}
      </Control>
    </Table.Th>
  );
}

function Control({ href, onSort, children }: Pick<SortableHeaderProps, 'href' | 'onSort'> & { readonly children: ReactNode }) {
  if (href !== undefined) {
    return (
      <Link prefetch={false} href={href} scroll={false} className="sort-control">
        {children}
      </Link>
    );
  }
  if (onSort === undefined) return children;
  return (
    <UnstyledButton onClick={onSort} className="sort-control">
      {children}
    </UnstyledButton>
  );
}

function Arrow({ state }: { readonly state: 'none' | 'ascending' | 'descending' }) {
  if (state === 'ascending') return <IconArrowUp size={14} aria-hidden />;
  if (state === 'descending') return <IconArrowDown size={14} aria-hidden />;
  return <IconArrowsSort size={14} aria-hidden className="sort-idle" />;
}

'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Up to this many rows are all in the page: search in the page and printing then find every row. */
const ALL_ROWS_UP_TO = 200;
const ESTIMATED_ROW_PX = 44;

export interface RowWindow {
  readonly start: number;
  readonly end: number;
  /** Pixels above and below, in place of the rows left out. */
  readonly before: number;
  readonly after: number;
}

/** Which rows of a long table have to be in the page, given how far the window is scrolled. */
export function useRowWindow(table: RefObject<HTMLTableElement | null>, count: number): RowWindow {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(table.current?.offsetTop ?? 0), [table]);
  const isLong = count > ALL_ROWS_UP_TO;
  const virtualizer = useWindowVirtualizer({
    count,
    enabled: isLong,
    estimateSize: () => ESTIMATED_ROW_PX,
    overscan: 20,
    scrollMargin: offset,
    initialRect: { width: 1000, height: 2000 },
  });
  if (!isLong) return { start: 0, end: count, before: 0, after: 0 };
  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined) return { start: 0, end: ALL_ROWS_UP_TO, before: 0, after: 0 };
  return {
    start: first.index,
    end: last.index + 1,
    before: first.start - offset,
    after: virtualizer.getTotalSize() - (last.end - offset),
  };
}

'use client';

import { type RefObject, useEffect } from 'react';
import { isTyping, useSingleKeys } from './single-keys.tsx';

const TABLES = 'table[data-row-keys]';

/** `j` and `k` move the focus between the rows of a table: the one that has the focus, else the first of the page. */
export function useRowKeys(table: RefObject<HTMLTableElement | null>): void {
  const { enabled } = useSingleKeys();
  useEffect(() => {
    if (!enabled) return undefined;
    const onKey = (event: KeyboardEvent) => {
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (step === 0 || isTyping(event) || table.current === null) return;
      const active = document.activeElement?.closest(TABLES) ?? document.querySelector(TABLES);
      if (active !== table.current) return;
      event.preventDefault();
      moveFocus(table.current, step);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [enabled, table]);
}

function moveFocus(table: HTMLTableElement, step: number): void {
  const rows = [...table.querySelectorAll<HTMLTableRowElement>('tbody tr[data-index]')];
  const present = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[present === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, present + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

import type { DifferenceView } from '#lib/present/difference-view.ts';

/** Rows that one page shows; the API has all of them. */
export const MAX_DIFFERENCE_ROWS = 500;

/** The view with at most so many rows; its counts stay those of the whole. */
export function firstRows(view: DifferenceView, limit: number): DifferenceView {
  let left = limit;
  const groups = view.groups.map((group) => {
    const rows = group.rows.slice(0, Math.max(0, left));
    left -= rows.length;
    return { ...group, rows };
  });
  return { ...view, groups };
}

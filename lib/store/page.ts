/** One page of a list, and how to ask for the next one. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

export const MAX_PAGE = 200;
const DEFAULT_PAGE = 50;

/** A cursor that this program didn't write. */
export class BadCursor extends Error {
  constructor() {
    super('The cursor is not one that this list gave out. Start again without a cursor.');
    this.name = 'BadCursor';
  }
}

/** How many rows to give for the number that was asked for. */
export function pageSize(asked: number | undefined): number {
  return Math.min(Math.max(Math.trunc(asked ?? DEFAULT_PAGE), 1), MAX_PAGE);
}

/** The key of the last row, as text for the address line. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key that `encodeCursor` wrote, with as many parts as the list orders by. @throws BadCursor */
export function decodeCursor(cursor: string, parts: number): readonly (string | number)[] {
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new BadCursor();
  }
  if (!Array.isArray(key) || key.length !== parts) throw new BadCursor();
  return key.map((part: unknown) => {
    if (typeof part !== 'string' && typeof part !== 'number') throw new BadCursor();
    return part;
  });
}

/** Cuts the one row too many that tells whether there is a next page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  { limit, keyOf, itemOf }: { limit: number; keyOf: (row: Row) => readonly (string | number)[]; itemOf: (row: Row) => Item },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(itemOf), nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}

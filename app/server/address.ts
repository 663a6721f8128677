import { BadCursor, decodeCursor } from '#lib/store/page.ts';

/** What Next gives a page of the query: a name given twice is a list. */
export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One value of the query; empty where it isn't given once. The database takes no U+0000. */
export const queryText = (value: SearchParams[string]): string => (typeof value === 'string' ? value.replaceAll('\0', '') : '');

/** The key that a cursor of the query holds; null for what no list of so many parts gave out. */
export function cursorKey(cursor: SearchParams[string], parts: number): readonly string[] | null {
  if (typeof cursor !== 'string') return null;
  try {
    const key = decodeCursor(cursor, parts).map(String);
    return key.some((part) => part.includes('\0')) ? null : key;
  } catch (error) {
    if (error instanceof BadCursor) return null;
    throw error;
  }
}

type IsKey = (key: readonly string[]) => boolean;

/** The cursor of the query; one that this list did not give out is the first page. @param isKey what of such a key can be checked */
export function ownCursor(cursor: SearchParams[string], parts: number, isKey: IsKey = () => true): string | undefined {
  const key = cursorKey(cursor, parts);
  return typeof cursor === 'string' && key !== null && isKey(key) ? cursor : undefined;
}

/** Whether a key begins with a time. */
export const beginsWithTime: IsKey = ([at = '']) => !Number.isNaN(Date.parse(at));

/** An address with what isn't empty of a query. */
export function addressOf(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, value);
  return search.size === 0 ? path : `${path}?${search}`;
}

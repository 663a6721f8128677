import { listOf } from '#lib/encoding/members.ts';
import { textOf } from './read-value.ts';

/** A line and its place in the BOM; it is only made when it is kept. */
export interface PlacedLine {
  readonly path: string;
  readonly line: () => string;
}

/** Characters of one line; the file has the rest. */
const MAX_LINE = 300;
/** Names in one line. */
const MAX_NAMES = 20;

/** What is said, with a point between; what is absent has no place. */
export function words(parts: readonly unknown[]): string {
  const texts = parts.flatMap((part) => textOf(part) ?? []);
  return short(texts.map(short).join(' · '));
}

function short(text: string): string {
  return text.length <= MAX_LINE ? text : `${text.slice(0, MAX_LINE)}…`;
}

/** The first names of a list. */
export function names(list: unknown): string {
  const all = listOf(list);
  const shown = all.slice(0, MAX_NAMES).flatMap((name) => textOf(name) ?? []);
  return short(`${shown.join(', ')}${all.length > MAX_NAMES ? ` and ${all.length - MAX_NAMES} more` : ''}`);
}

/** How many there are; nothing where there is none. */
export function counted(list: unknown, name: string): string {
  const { length } = listOf(list);
  return length === 0 ? '' : `${length} ${name}`;
}

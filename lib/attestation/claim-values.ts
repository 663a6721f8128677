import type { Members } from '#lib/encoding/members.ts';

/** A text that says something, or null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What a table has under a name from outside, and nothing that every object has. */
export function lookUp<T>(table: Readonly<Record<string, T>>, name: string | null | undefined): T | undefined {
  return name !== null && name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Whether an object has any member whose name begins so. */
export function hasPrefixed(claims: Members, prefix: string): boolean {
  return Object.keys(claims).some((name) => name.startsWith(prefix));
}

/** The last second that a date of JavaScript has. */
const MAX_SECONDS = 8_640_000_000_000;

/**
 * ISO 8601 of a NumericDate; null for what is none. Seconds written as `1.6e+09` are whole, and are read.
 * @spec RFC 7519 section 2; a fraction is refused by EAT and EAR
 */
export function timeOf(value: unknown): string | null {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_SECONDS) return null;
  return new Date(value * 1000).toISOString();
}

/** What a claim says, as a sentence may show it: JSON, at most 120 characters. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 120 ? text : `${text.slice(0, 120)}…`;
}

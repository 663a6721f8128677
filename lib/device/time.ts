import { remember } from '#lib/component/remember.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Milliseconds since 1970 of an ISO 8601 text: texts with and without fractions of a second can't be compared as texts.
 * Infinity for a text that is no time: it sorts last, so that it never proves anything early.
 */
export const instantOf = remember((time) => {
  const instant = Date.parse(time);
  return Number.isNaN(instant) ? Number.POSITIVE_INFINITY : instant;
});

/** Negative when `a` is earlier than `b`. */
export function compareTimes(a: string, b: string): number {
  if (a === b) return 0;
  const [first, second] = [instantOf(a), instantOf(b)];
  return first === second ? 0 : first - second;
}

/** Negative, zero or positive by UTF-16 code units: the same on every machine and in every locale. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The instant a number of days later, as ISO 8601, UTC; null past the end of what a date can say. */
export function daysAfter(time: string, days: number): string | null {
  const date = new Date(instantOf(time) + days * DAY_MS);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

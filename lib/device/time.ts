import { remember } from '#lib/component/remember.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Milliseconds since 1970 of an ISO 8601 text: texts with and without fractions of a second can't be compared as texts.
 * Infinity for a text that is no time: it sorts last, so that it never proves anything early.
 */
export const instantOf = (time: string): number => plainInstant(time) ?? otherInstant(time);

const otherInstant = remember((time) => {
  const instant = Date.parse(time);
  return Number.isNaN(instant) ? Number.POSITIVE_INFINITY : instant;
});

/**
 * The same for the two forms that this program writes, `2026-06-01T12:00:00Z` and with `.000`, read where they stand: a device
 * may have a hundred thousand times, and remembering each takes longer. Undefined for any other text.
 */
function plainInstant(time: string): number | undefined {
  const { length } = time;
  if (length !== 20 && (length !== 24 || time[19] !== '.')) return undefined;
  if (time[4] !== '-' || time[7] !== '-' || time[10] !== 'T' || time[13] !== ':' || time[16] !== ':' || time[length - 1] !== 'Z')
    return undefined;
  const year = twoDigits(time, 0) * 100 + twoDigits(time, 2);
  const month = twoDigits(time, 5);
  const day = twoDigits(time, 8);
  const hour = twoDigits(time, 11);
  const minute = twoDigits(time, 14);
  const second = twoDigits(time, 17);
  const milli = length === 20 ? 0 : twoDigits(time, 20) * 10 + digit(time, 22);
  // Days that not every month has, and leap seconds, are left to the engine. What isn't a digit makes NaN, which fails every comparison.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour < 24 && minute < 60 && second < 60 && year >= 1 && milli >= 0))
    return undefined;
  return (daysBefore(year, month) + day - 1) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + milli;
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

const DAYS_BEFORE_MONTH: readonly number[] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_TO_1970 = 719_162;

/** Days from 1970 to the first of a month, in the proleptic Gregorian calendar. */
function daysBefore(year: number, month: number): number {
  const past = year - 1;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return past * 365 + leapDays - DAYS_TO_1970 + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + (isLeap && month > 2 ? 1 : 0);
}

/** Negative when `a` is earlier than `b`. */
export function compareTimes(a: string, b: string): number {
  if (a === b) return 0;
  const [first, second] = [instantOf(a), instantOf(b)];
  return first === second ? 0 : first - second;
}

/** Negative, zero or positive by UTF-16 code units: the same on every machine and in every locale. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * Sorts by instant, then by `rest`; each instant is asked once. What is in order already, as most of a long history is, is given back as it is.
 * Nothing but numbers is made for an item: a device may have a hundred thousand.
 */
export function inTimeOrder<T>(items: readonly T[], instant: (item: T) => number, rest: (a: T, b: T) => number = () => 0): readonly T[] {
  const instants = new Float64Array(items.length);
  const compare = (a: number, b: number): number => {
    const apart = (instants[a] ?? 0) - (instants[b] ?? 0);
    if (apart !== 0 && !Number.isNaN(apart)) return apart;
    const first = items[a];
    const second = items[b];
    return first === undefined || second === undefined ? 0 : rest(first, second);
  };
  let isSorted = true;
  let before = Number.NEGATIVE_INFINITY;
  items.forEach((item, index) => {
    const now = instant(item);
    instants[index] = now;
    // Mostly each is later than the one before, which asks for nothing more.
    if (!(before < now) && index > 0 && isSorted) isSorted = compare(index - 1, index) <= 0;
    before = now;
  });
  if (isSorted) return items;
  const sorted: T[] = [];
  for (const index of items.map((_, place) => place).sort(compare)) {
    const item = items[index];
    if (item !== undefined) sorted.push(item);
  }
  return sorted;
}

/** The instant a number of days later, as ISO 8601, UTC; null past the end of what a date can say. */
export function daysAfter(time: string, days: number): string | null {
  const date = new Date(instantOf(time) + days * DAY_MS);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

import { type Notes, note } from './members.ts';
import type { ReportedTime } from './types.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const CLOCK =
  '(?:[T ,]+(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.\\d+)?)?\\s*(?<half>[AaPp][Mm])?\\s*(?<zone>Z|[+-]\\d{2}:?\\d{2})?)?';
/** Every shape ends where the text ends, and no part of it can match in two ways: a hostile text costs one pass. */
const SHAPES: readonly RegExp[] = [
  new RegExp(`^(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})${CLOCK}$`),
  // Collectors of American make write the month first.
  new RegExp(`^(?<month>\\d{1,2})/(?<day>\\d{1,2})/(?<year>\\d{4})${CLOCK}$`),
  new RegExp(`^(?<name>[A-Za-z]{3})[a-z]* (?<day>\\d{1,2}), (?<year>\\d{4})${CLOCK}$`),
];

const MAX_DATE_TEXT = 64;
/** The first year that the clock of a PC can show. */
const FIRST_YEAR = 1980;

/**
 * Reads a time in one of the spellings that collectors use: `2021-09-13T11:52:56Z`, `May 16, 2021 12:10`, `2/1/2021 6:10:13 PM`.
 * The original stays beside what was read; what can't be right is flagged and never refused.
 */
export function reportedTime(written: string): ReportedTime {
  const text = written.trim();
  const groups =
    text.length > MAX_DATE_TEXT ? undefined : SHAPES.map((shape) => shape.exec(text)?.groups).find((found) => found !== undefined);
  const parts = groups === undefined ? null : partsOf(groups);
  if (parts === null) return { written, iso: null, implausible: 'not-a-date' };
  const [year, month, day, hour, minute, second] = parts;
  const iso = isoOf(parts, groups?.zone);
  if (iso === null) return { written, iso, implausible: 'not-a-date' };
  if (year < FIRST_YEAR) return { written, iso, implausible: 'before-1980' };
  const neverSet = month === 1 && day === 1 && hour === 0 && minute === 0 && groups?.hour !== undefined && second < 60;
  return { written, iso, implausible: neverSet ? 'never-set' : null };
}

/** As `reportedTime`, with a warning when it can't be right. */
export function timeAt(written: string, path: string, notes: Notes): ReportedTime {
  const time = reportedTime(written);
  if (time.implausible !== null) {
    note(notes, {
      code: 'implausible-date',
      detail: `${JSON.stringify(written.slice(0, MAX_DATE_TEXT))} is ${REASONS[time.implausible]}`,
      path,
    });
  }
  return time;
}

const REASONS: Readonly<Record<NonNullable<ReportedTime['implausible']>, string>> = {
  'before-1980': 'a time before 1980',
  'never-set': 'midnight of a 1 January, as a clock shows that was never set',
  'not-a-date': 'no date that can be read',
};

type Parts = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number];
type Groups = Readonly<Record<string, string | undefined>>;

function partsOf({ year, month, name, day, hour = '0', minute = '0', second = '0', half }: Groups): Parts | null {
  const monthNumber = name === undefined ? Number(month) : MONTHS.indexOf(name.toLowerCase()) + 1;
  const clockHour = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  return [Number(year), monthNumber, Number(day), clockHour, Number(minute), Number(second)];
}

/** Null for a day that no month has, such as `2021-02-30`. */
function isoOf([year, month, day, hour, minute, second]: Parts, zone = 'Z'): string | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  // Date.UTC reads years below 100 as of the twentieth century.
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return null;
  local.setUTCHours(hour, minute, second);
  return new Date(local.getTime() - offsetMinutes(zone) * 60_000).toISOString();
}

function offsetMinutes(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}

/** What is shown for a text that is no time: the text of the file, never an invented date. */
function isoOf(time: string): string | null {
  const instant = Date.parse(time);
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
}

/** An instant that can't be misread, in UTC: `2026-11-22 14:05 UTC`. A text that is no time stays as it is. */
export function timeText(time: string): string {
  const iso = isoOf(time);
  return iso === null ? time : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** The day of an instant in UTC: `2026-11-22`. */
export const dayText = (time: string): string => isoOf(time)?.slice(0, 10) ?? time;

/** Times of ISO 8601, alone or inside a sentence, without a fraction that is zero, which some sources write and others don't. */
export const briefTime = (text: string): string => text.replace(/(T\d\d:\d\d:\d\d)\.0+Z/g, '$1Z');

/** `1 day`, `7 days`. */
export const daysText = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

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

/** Whether two instants look different to a reader of minutes. */
export const differsByMinute = (a: string, b: string): boolean => timeText(a) !== timeText(b);

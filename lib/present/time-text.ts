import { timeText } from '#lib/encoding/time-text.ts';

export { dayText, timeText } from '#lib/encoding/time-text.ts';

/** Whether two instants look different to a reader of minutes. */
export const differsByMinute = (a: string, b: string): boolean => timeText(a) !== timeText(b);

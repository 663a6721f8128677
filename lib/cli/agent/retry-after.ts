/** Beyond a day nobody asks a device to keep still: it is a mistake, and the device would be missed. */
const MAX_SECONDS = 86_400;

/**
 * How long a server that is busy asks to be left alone, in milliseconds; null where it doesn't say, or not in a form of the standard.
 * @param now  milliseconds since 1970
 * @spec RFC 9110 section 10.2.3
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (httpDate(text) - now) / 1000;
  return Number.isNaN(seconds) ? null : Math.min(Math.max(0, Math.ceil(seconds)), MAX_SECONDS) * 1000;
}

/** The form that is written today; older ones are read as well. @spec RFC 9110 section 5.6.7 */
function httpDate(text: string): number {
  return /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
}

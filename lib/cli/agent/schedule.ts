import { setTimeout as sleep } from 'node:timers/promises';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const MAX_SECONDS = 30 * 86_400;
/** After a round that failed the next comes sooner than usual, and with each further one later. */
const FIRST_RETRY_MS = 30_000;

/** `90s`, `10m`, `1h` or `2d` in milliseconds; null for anything else, and for more than 30 days. */
export function parseDuration(text: string): number | null {
  const [, digits = '', unit = ''] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  const seconds = Number(digits) * (UNITS[unit] ?? Number.NaN);
  return digits === '' || seconds > MAX_SECONDS ? null : seconds * 1000;
}

/** How often, and how far apart machines that were switched on together shall be. */
export interface Schedule {
  readonly everyMs: number;
  readonly jitterMs: number;
}

/**
 * The pause before the next round.
 * @param failures  rounds that failed, one after the other, until now
 * @param chance    from 0 up to 1
 * @param retryAfterMs  how long the server asked to be left alone; machines that were turned away together come back apart all the same
 */
export function nextPause(
  { everyMs, jitterMs }: Schedule,
  { failures, chance, retryAfterMs = 0 }: { readonly failures: number; readonly chance: number; readonly retryAfterMs?: number },
): number {
  const base = failures === 0 ? everyMs : Math.min(everyMs, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(Math.max(base, retryAfterMs) + jitterMs * chance);
}

/** Waits, or ends at once when the agent is told to stop. @returns whether the time went by */
export async function waitFor(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal }).catch(() => false);
}

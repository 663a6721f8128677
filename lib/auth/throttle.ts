/** How many events a key may have in a window, remembered in this process. */
export interface Throttle {
  /** Seconds to wait; 0 when the key may go on. Counts nothing. */
  readonly waitSeconds: (key: string, at: number) => number;
  readonly record: (key: string, at: number) => void;
  readonly forget: (key: string) => void;
}

export interface ThrottleLimits {
  readonly events: number;
  readonly windowMs: number;
  /** Keys remembered at most; the oldest go first, so that strangers can't fill the memory. */
  readonly maxKeys?: number;
}

const DEFAULT_MAX_KEYS = 50_000;

/**
 * As many events at once as the limit says; after that, one more for each part of the window that passes (a leaky bucket, one
 * number a key). Times are milliseconds since 1970, given by the caller.
 */
export function makeThrottle({ events, windowMs, maxKeys = DEFAULT_MAX_KEYS }: ThrottleLimits): Throttle {
  const interval = windowMs / events;
  const emptyAt = new Map<string, number>();

  return {
    waitSeconds(key, at) {
      const earliest = (emptyAt.get(key) ?? 0) - (windowMs - interval);
      return earliest <= at ? 0 : Math.ceil((earliest - at) / 1000);
    },
    record(key, at) {
      const next = Math.max(emptyAt.get(key) ?? 0, at) + interval;
      emptyAt.delete(key);
      emptyAt.set(key, next);
      if (emptyAt.size > maxKeys) {
        const oldest = emptyAt.keys().next();
        if (!oldest.done) emptyAt.delete(oldest.value);
      }
    },
    forget(key) {
      emptyAt.delete(key);
    },
  };
}

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

/** A sliding window per key. Times are milliseconds since 1970, given by the caller. */
export function makeThrottle({ events, windowMs, maxKeys = DEFAULT_MAX_KEYS }: ThrottleLimits): Throttle {
  const times = new Map<string, number[]>();

  function live(key: string, at: number): number[] {
    return (times.get(key) ?? []).filter((time) => time > at - windowMs);
  }

  return {
    waitSeconds(key, at) {
      const recent = live(key, at);
      // The event that has to leave the window before another one fits.
      const blocking = recent[recent.length - events];
      return blocking === undefined ? 0 : Math.max(1, Math.ceil((blocking + windowMs - at) / 1000));
    },
    record(key, at) {
      const recent = [...live(key, at), at].slice(-events);
      times.delete(key);
      times.set(key, recent);
      if (times.size > maxKeys) {
        const oldest = times.keys().next();
        if (!oldest.done) times.delete(oldest.value);
      }
    },
    forget(key) {
      times.delete(key);
    },
  };
}

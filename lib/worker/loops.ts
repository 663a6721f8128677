import { setTimeout as pause } from 'node:timers/promises';

const AFTER_ERROR_MS = 1000;
/** Of loops that are woken when there is work; they look for what other workers left, too. */
const IDLE_MS = 500;

/** What a process or a thread does again and again until it is told to stop. */
export interface Loops {
  /** Goes on until the end; what was begun is finished first. An error is told, and never ends the loop. */
  readonly repeat: (step: () => Promise<number>, options?: { readonly idleMs?: number; readonly sleepsThrough?: boolean }) => Promise<void>;
  /** Ends the rest of the loops that don't sleep through: there may be work. */
  readonly wake: () => void;
  readonly stop: () => void;
  readonly isStopped: () => boolean;
  readonly restAfterError: () => Promise<void>;
}

export function makeLoops(): Loops {
  const stopped = new AbortController();
  let woken = new AbortController();
  const rest = (milliseconds: number, signals: readonly AbortSignal[]): Promise<void> =>
    pause(milliseconds, undefined, { signal: AbortSignal.any([stopped.signal, ...signals]) }).catch(() => undefined);
  return {
    async repeat(step, { idleMs = IDLE_MS, sleepsThrough = false } = {}) {
      while (!stopped.signal.aborted) {
        const count = await step().catch(report);
        if (count === undefined) await rest(AFTER_ERROR_MS, []);
        else if (count === 0) await rest(idleMs, sleepsThrough ? [] : [woken.signal]);
      }
    },
    wake() {
      woken.abort();
      woken = new AbortController();
    },
    stop: () => stopped.abort(),
    isStopped: () => stopped.signal.aborted,
    restAfterError: () => rest(AFTER_ERROR_MS, []),
  };
}

export function report(error: unknown): undefined {
  console.error('worker:', error);
}

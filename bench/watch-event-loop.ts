import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

// Loaded by the web server before its own code: writes each half second the longest gap of the event loop, in milliseconds.
const file = process.env.BENCH_LOOP_FILE;
const EVERY_MS = 500;
/** The monitor counts its own resolution as delay. */
const RESOLUTION_MS = 5;

if (file !== undefined && isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  setInterval(() => {
    appendFileSync(file, `${Date.now()} ${Math.max(0, delay.max / 1e6 - RESOLUTION_MS).toFixed(1)}\n`);
    delay.reset();
  }, EVERY_MS).unref();
}

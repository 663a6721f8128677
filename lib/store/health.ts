import type { Store } from './open-store.ts';
import { select } from './sql.ts';

export interface Health {
  readonly database: 'ok' | 'unreachable';
  /** `silent`: no worker has looked after the queues for a minute. `unknown`: the database could not be asked. */
  readonly worker: 'ok' | 'silent' | 'unknown';
}

/** A worker looks after the queues every few seconds, and the queue's table keeps when. */
const SILENT_AFTER_S = 60;

/** Whether the database answers, and whether a worker is alive. Never throws. */
export async function checkHealth(store: Store): Promise<Health> {
  try {
    const sql = `SELECT coalesce(max(monitor_on) > now() - interval '${SILENT_AFTER_S} seconds', false) AS alive FROM pgboss.queue`;
    const [row] = await select<{ alive: boolean }>(store.pool, sql);
    return { database: 'ok', worker: row?.alive === true ? 'ok' : 'silent' };
  } catch {
    return { database: 'unreachable', worker: 'unknown' };
  }
}

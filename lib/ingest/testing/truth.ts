import type { Assessed } from '#lib/detect/rule.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { traceDocument } from '#lib/present/trace-document.ts';
import type { Store } from '#lib/store/open-store.ts';
import { enqueue } from '#lib/store/queue.ts';
import { findAssessed } from '#lib/store/snapshots.ts';

/** What was handed in, and what was said about anchors and policy. */
const TRUTH = [
  ['artifact', 'true'],
  ['artifact_chunk', 'true'],
  ['submission', 'true'],
  ['statement', 'device IS NULL'],
  ['link_key', "strength = 'named'"],
] as const;

/** Copies what was handed in into an empty store, as if nothing of it had been read yet. @returns the artifacts */
export async function copyTruth(from: Store, to: Store): Promise<readonly string[]> {
  for (const [table, condition] of TRUTH) {
    const { rows } = await from.pool.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${table} t WHERE ${condition}`);
    await to.pool.query(`INSERT INTO ${table} SELECT (jsonb_populate_record(NULL::${table}, row::jsonb)).* FROM unnest($1::text[]) row`, [
      rows.map(({ row }) => row),
    ]);
  }
  const { rows } = await to.pool.query<{ sha256: string }>('SELECT DISTINCT sha256 FROM submission ORDER BY sha256');
  return rows.map(({ sha256 }) => sha256);
}

/** Asks for artifacts to be read. */
export async function askToRead(store: Store, artifacts: readonly string[]): Promise<void> {
  await enqueue(store, store.pool, { queue: 'read', jobs: artifacts.map((sha256) => ({ data: { sha256 } })) });
}

/** Asks for every device to be folded again. */
export async function askToRefold(store: Store): Promise<void> {
  await enqueue(store, store.pool, { queue: 'refold', jobs: [{ data: { issuers: 'any' } }] });
}

const STATE = {
  device: `SELECT to_jsonb(d) - '{assessed_at,verdict_digest}'::text[] AS row FROM device d`,
  finding: `SELECT to_jsonb(f) - '{id,episode,opened_at,closed_at}'::text[] AS row FROM finding f WHERE open`,
  key: 'SELECT to_jsonb(k) AS row FROM device_key k',
  artifact: 'SELECT to_jsonb(a) AS row FROM device_artifact a',
  enrolment: 'SELECT to_jsonb(e) AS row FROM device_enrolment e',
  component: 'SELECT to_jsonb(c) AS row FROM device_component c',
  measurement: 'SELECT to_jsonb(m) AS row FROM device_measurement m',
  digest: 'SELECT to_jsonb(k) AS row FROM known_digest k',
  unlinked: 'SELECT to_jsonb(u) AS row FROM unlinked u',
  submission: 'SELECT to_jsonb(s) AS row FROM submission s',
  counter: `SELECT to_jsonb(c) AS row FROM
    (SELECT dimension, value, sum(count) AS count FROM fleet_counter GROUP BY dimension, value HAVING sum(count) <> 0) c`,
} as const;

/**
 * Everything that folding keeps, and the whole answers, but for when they were computed and how often a finding came and went.
 * A device is called by its keys: its id, and those of its findings, follow from the piece of it that was read first.
 */
export async function stateOf(store: Store): Promise<Readonly<Record<string, readonly string[]>>> {
  const { rows: devices } = await store.pool.query<{ id: string; keys: string }>(
    "SELECT device_id AS id, string_agg(key, ' ' ORDER BY key) AS keys FROM device_key GROUP BY device_id",
  );
  const text = (row: unknown): string =>
    devices.reduce((said, { id, keys }) => said.replaceAll(id, JSON.stringify(keys).slice(1, -1)), JSON.stringify(row));
  const state: Record<string, readonly string[]> = {};
  for (const [name, sql] of Object.entries(STATE)) {
    const { rows } = await store.pool.query<{ row: unknown }>(sql);
    state[name] = rows.map(({ row }) => text(row)).sort();
  }
  const answers = await Promise.all(devices.map(({ id }) => findAssessed(store, id)));
  return { ...state, answers: answers.map((answer) => text(answer === undefined ? null : answerOf(answer))).sort() };
}

/** Findings of one weight stand in the order of their ids, which differ. */
function answerOf(assessed: Assessed): Json {
  const told = traceDocument({ assessed: [{ ...assessed, findings: [] }], unlinked: [] });
  const findings = assessed.findings.map(({ id: _, ...finding }) => JSON.stringify(finding)).sort();
  return { told, findings };
}

const DERIVED = [
  'device',
  'device_snapshot',
  'device_key',
  'device_artifact',
  'device_component',
  'device_measurement',
  'device_enrolment',
  'finding',
  'assessment',
  'unlinked',
  'fleet_counter',
  'submission',
];

/** Where every derived row lies and who wrote it: unchanged exactly when nothing was written. */
export async function versionsOf(store: Store): Promise<readonly unknown[]> {
  const { rows } = await store.pool.query(
    DERIVED.map((table) => `SELECT '${table}' AS t, xmin::text, ctid::text FROM ${table}`).join(' UNION ALL '),
  );
  return rows.map((row) => JSON.stringify(row)).sort();
}

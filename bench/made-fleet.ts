import type { Pool } from 'pg';

/** Of 100 devices. Those from the first five are asked for: of each of them even the smallest fleet has a full page. */
export const TRUST_SHARES = [
  ['verified', 62],
  ['changed-authorized', 9],
  ['changed-unexplained', 9],
  ['incomplete-evidence', 8],
  ['not-enrolled', 8],
  ['failed-verification', 2],
  ['stale', 2],
] as const;
/** As lib/ingest weighs them: the more urgent, the higher. */
const URGENCIES = {
  'failed-verification': 8,
  'changed-unexplained': 7,
  'incomplete-evidence': 6,
  stale: 5,
  'not-enrolled': 4,
  'changed-authorized': 3,
  verified: 1,
} as const;
const LIFECYCLE_SHARES = [
  ['in-service', 85],
  ['received', 8],
  ['in-repair', 4],
  ['in-transit', 3],
] as const;
/** Seven devices in ten have a key in their TPM. */
export const ATTESTATION_SHARES = [
  ['passed', 56],
  ['no-key', 30],
  ['stale', 8],
  ['unanswered', 3],
  ['failed', 3],
] as const;
export const SECURE_BOOT_SHARES = [
  ['on', 50],
  ['unknown', 43],
  ['off', 7],
] as const;
/** Versions of the firmware of each model. */
export const VERSIONS = 8;
export const MANUFACTURERS = 4;
export const MODELS_EACH = 3;
/** Parts of a device that search knows. */
const PARTS = 10;
const SHARDS = 16;

/** Fills the tables with so many devices as the worker would leave them: rows, parts, counters; then has the planner look at them. */
export async function fillFleet(pool: Pool, devices: number): Promise<void> {
  await pool.query(DEVICES_SQL, [devices]);
  await pool.query(PARTS_SQL);
  await pool.query(COUNTERS_SQL);
  await pool.query('VACUUM ANALYZE device');
  await pool.query('VACUUM ANALYZE device_component');
  await pool.query('VACUUM ANALYZE fleet_counter');
}

/** A number below 100 that depends on nothing but the device and what it is drawn for. */
const draw = (what: string): string => `(abs(hashtext(n || '${what}')) % 100)`;

/** CASE that gives each value its share. */
function shared(what: string, shares: readonly (readonly [value: string, share: number])[]): string {
  let below = 0;
  const cases = shares.map(([value, share]) => {
    below += share;
    return `WHEN ${draw(what)} < ${below} THEN '${value}'`;
  });
  return `CASE ${cases.join(' ')} END`;
}

const URGENCY = `CASE trust ${Object.entries(URGENCIES)
  .map(([trust, urgency]) => `WHEN '${trust}' THEN ${urgency}`)
  .join(' ')} END`;

const DEVICES_SQL = `
INSERT INTO device (id, tier, trust, lifecycle, reason, manufacturer, model, version, serial, manufacturer_key, model_key, serial_key, attention,
  critical, high, medium, low, info, first_seen_at, last_observed_at, last_changed_at, next_change_at, assessed_at, verdict_digest, rule_set,
  attestation, last_attested_at, silent_since, secure_boot, firmware_version, firmware_key)
SELECT id, 'certificate-bound', trust, lifecycle, 'Everything that was reported matches what was certified.', 'Maker ' || maker, 'Model ' || maker || '-' || model, 'A1',
  serial, 'maker' || maker, 'model' || maker || model, lower(serial), ${URGENCY} * 10000000 + high * 10000 + medium * 100, 0, high, medium, 0, 1,
  changed - interval '200 days', changed - interval '1 hour', changed, changed + interval '90 days', changed, md5(id) || md5(serial), '2026-11',
  attestation, CASE WHEN attestation IN ('no-key', 'unanswered') THEN NULL ELSE attested END,
  CASE WHEN attestation = 'no-key' THEN timestamptz '9999-01-01 00:00:00+00' ELSE attested END, secure_boot, '1.' || minor || '.0', '0000000001.' || lpad(minor::text, 10, '0') || '.0000000000'
FROM (
  SELECT 'd-' || md5(n::text) AS id, 'SN' || lpad(n::text, 8, '0') AS serial, ${shared('trust', TRUST_SHARES)} AS trust,
    ${shared('lifecycle', LIFECYCLE_SHARES)} AS lifecycle, ${draw('maker')} % ${MANUFACTURERS} AS maker, ${draw('model')} % ${MODELS_EACH} AS model,
    ${shared('attestation', ATTESTATION_SHARES)} AS attestation, ${shared('secure boot', SECURE_BOOT_SHARES)} AS secure_boot, ${draw('minor')} % ${VERSIONS} AS minor,
    now() - make_interval(secs => abs(hashtext(n || 'attested')) % 15000000) AS attested,
    CASE WHEN ${draw('trust')} < 20 THEN ${draw('high')} % 4 ELSE 0 END AS high, ${draw('medium')} % 3 AS medium,
    timestamptz '2026-11-22' - make_interval(secs => abs(hashtext(n || 'changed')) % 15000000) AS changed
  FROM generate_series(1, $1::int) AS n
) AS made`;

const PARTS_SQL = `
INSERT INTO device_component (device_id, seq, state, category, manufacturer, model, serial, model_key, serial_key, hashes)
SELECT id, part, 'both', 'memory', 'Parts ' || part, 'Part ' || part, serial || '-' || part, 'part' || part, lower(serial) || part, '{}'
FROM device, generate_series(0, ${PARTS - 1}) AS part`;

/** As the writers of ${SHARDS} connections would have left them. */
const COUNTERS_SQL = `
INSERT INTO fleet_counter (dimension, value, shard, count)
SELECT dimension, value, abs(hashtext(id)) % ${SHARDS} AS shard, count(*) FROM device, LATERAL (
  VALUES ('trust', trust), ('lifecycle', lifecycle), ('model', manufacturer_key || ' ' || model_key), ('attestation', attestation), ('secure-boot', secure_boot)) AS counted(dimension, value)
GROUP BY dimension, value, shard`;

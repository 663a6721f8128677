import type { PoolClient } from 'pg';
import type { Kind } from '#lib/artifact/types.ts';
import type { Assessment } from '#lib/detect/assess.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import { keySilences } from '#lib/device/attested/key-silence.ts';
import { measurementsKey, measurementsOf } from '#lib/device/attested/measurements.ts';
import { saveAssessments } from '#lib/store/assessments.ts';
import { artifactsNamedFor } from '#lib/store/closure.ts';
import { componentRows, replaceComponents } from '#lib/store/components.ts';
import { replaceDeviceArtifacts } from '#lib/store/device-artifacts.ts';
import { replaceDeviceEnrolments } from '#lib/store/device-enrolments.ts';
import { saveDeviceKeys } from '#lib/store/device-keys.ts';
import { listsAmong } from '#lib/store/device-lists.ts';
import type { DeviceRecord } from '#lib/store/device-row.ts';
import { findDeviceRecords, removeDevices, saveDevices } from '#lib/store/devices.ts';
import { saveFindings } from '#lib/store/findings.ts';
import { adjustCounters } from '#lib/store/fleet-counters.ts';
import { lockDevices, overtakenClosures } from '#lib/store/fold-guard.ts';
import { replaceMeasurements } from '#lib/store/measurements.ts';
import { indexKey } from '#lib/store/name-index.ts';
import { artifactsNamingThese } from '#lib/store/named-certificates.ts';
import type { Store } from '#lib/store/open-store.ts';
import { enqueue, inJobTransaction } from '#lib/store/queue.ts';
import { type PackedSnapshot, packSnapshot, saveSnapshots, snapshotDigests } from '#lib/store/snapshots.ts';
import { markSettled } from '#lib/store/submissions.ts';
import { replaceUnlinked } from '#lib/store/unlinked.ts';
import { deviceRecord } from './device-record.ts';
import { foldJobsFor } from './fold-jobs.ts';
import type { ClosureEvidence } from './load-evidence.ts';

/** A closure and what folding made of it. */
export interface Folded extends ClosureEvidence {
  readonly result: Assessment;
}

/** A device as folded, with its rows. */
interface Draft {
  readonly assessed: Assessed;
  readonly record: DeviceRecord;
  readonly components: ReturnType<typeof componentRows>;
  readonly snapshot: PackedSnapshot;
  readonly fold: Folded;
}

/**
 * Keeps folds, in one transaction: only what differs is written.
 * @returns the folds that were overtaken by new evidence; nothing of them was kept
 */
export async function persistFolds(store: Store, folds: readonly Folded[]): Promise<readonly Folded[]> {
  const drafts = folds.flatMap(draftsOf);
  const before = [...new Set(folds.flatMap(({ closure }) => [...closure.deviceOf.values()]))];
  return inJobTransaction(store, async (db) => {
    await lockDevices(db, [...new Set([...before, ...drafts.map(({ record }) => record.id)])]);
    const overtaken = await overtakenClosures(db, folds);
    const kept = drafts.filter(({ fold }) => !overtaken.includes(fold));
    const standing = folds.filter((fold) => !overtaken.includes(fold));
    await keepDevices(db, kept, standing);
    await keepUnlinked(db, standing);
    const unsettled = standing.flatMap(({ submissions }) => submissions.filter(({ status }) => status === 'read' || status === 'received'));
    await markSettled(
      db,
      unsettled.map(({ id }) => id),
    );
    await wakeWaiting(store, db, kept);
    await wakeNaming(store, db, standing);
    await wakeListed(store, db, standing);
    return overtaken;
  });
}

function draftsOf(fold: Folded): readonly Draft[] {
  return fold.result.assessed.map((assessed) => {
    const components = componentRows(assessed.device.expected.units, assessed.device.observed?.units ?? []);
    const snapshot = packSnapshot(assessed, { componentsDigest: components.digest, measurementsKey: measurementsKey(assessed.device) });
    return { assessed, record: deviceRecord(assessed), components, snapshot, fold };
  });
}

async function keepDevices(db: PoolClient, drafts: readonly Draft[], folds: readonly Folded[]): Promise<void> {
  const ids = drafts.map(({ record }) => record.id);
  const former = [...new Set(folds.flatMap(({ closure }) => [...closure.deviceOf.values()]))].filter((id) => !ids.includes(id));
  const before = await findDeviceRecords(db, [...ids, ...former]);
  const digests = await snapshotDigests(db, ids);
  await removeDevices(db, former);
  const known = new Map(before.map((record) => [record.id, record]));
  const changed = drafts.filter(
    ({ record, snapshot }) =>
      snapshot.digest !== digests.get(record.id)?.digest ||
      snapshot.measurementsKey !== digests.get(record.id)?.measurementsKey ||
      differs(record, known.get(record.id)),
  );
  await keepRows(db, changed, digests);
  await saveAssessments(
    db,
    drafts
      .filter(({ record }) => known.get(record.id)?.verdictDigest !== record.verdictDigest)
      .map(({ assessed, fold }) => ({ assessed, policyVersion: fold.evidence.policy.version })),
  );
  const touched = new Set([...former, ...changed.map(({ record }) => record.id)]);
  await adjustCounters(db, { before: before.filter(({ id }) => touched.has(id)), after: changed.map(({ record }) => record) });
}

/** What time alone, or other rules with the same answer, change in the row, and that an earlier fold was stopped. */
function differs(record: DeviceRecord, known: DeviceRecord | undefined): boolean {
  if (known === undefined) return true;
  if (known.stopped !== null) return true;
  return known.nextChangeAt !== record.nextChangeAt || known.verdictDigest !== record.verdictDigest || known.ruleSet !== record.ruleSet;
}

async function keepRows(db: PoolClient, changed: readonly Draft[], digests: Awaited<ReturnType<typeof snapshotDigests>>): Promise<void> {
  if (changed.length === 0) return;
  await saveDeviceKeys(
    db,
    changed.map(({ assessed: { device }, fold }) => ({
      deviceId: device.id,
      keys: device.keys.map(indexKey),
      known: fold.closure.deviceOf,
    })),
  );
  await saveDevices(
    db,
    changed.map(({ record }) => record),
  );
  await saveSnapshots(
    db,
    changed.map(({ snapshot }) => snapshot),
  );
  const recomposed = changed.filter(({ record, components }) => digests.get(record.id)?.componentsDigest !== components.digest);
  await replaceComponents(
    db,
    recomposed.map(({ record, components }) => ({ deviceId: record.id, rows: components.rows })),
  );
  const measured = changed.filter(({ record, snapshot }) => digests.get(record.id)?.measurementsKey !== snapshot.measurementsKey);
  await replaceMeasurements(
    db,
    measured.map(({ record, assessed }) => ({ deviceId: record.id, measurements: measurementsOf(assessed.device) })),
  );
  await replaceDeviceEnrolments(
    db,
    changed.map(({ assessed: { device } }) => ({ deviceId: device.id, keys: keySilences(device.attestation) })),
  );
  await replaceDeviceArtifacts(
    db,
    changed.map(({ assessed: { device } }) => ({
      deviceId: device.id,
      documents: device.documents.map(({ sha256, read, submissions, ground }) => ({
        documentId: read.id,
        byModel: ground === 'platform-model',
        artifacts: [sha256, ...submissions.map((submission) => submission.sha256)],
      })),
    })),
  );
  await saveFindings(
    db,
    changed.map(({ assessed }) => ({ deviceId: assessed.device.id, findings: assessed.findings, at: assessed.at })),
  );
}

async function keepUnlinked(db: PoolClient, folds: readonly Folded[]): Promise<void> {
  const unlinked = folds.flatMap(({ submissions, result }) => {
    const own = new Set(submissions.map(({ id }) => id));
    return result.unlinked.filter(({ submission }) => own.has(submission.id));
  });
  await replaceUnlinked(db, { submissions: folds.flatMap(({ submissions }) => submissions.map(({ id }) => id)), unlinked });
}

/**
 * Files that name a certificate which is here for the first time. They are asked for now, when it can be seen by everybody: what names it
 * and comes in later looks for it itself.
 */
async function wakeNaming(store: Store, db: PoolClient, folds: readonly Folded[]): Promise<void> {
  const acts = folds.flatMap(({ submissions }) => submissions);
  const settled = new Set(acts.flatMap(({ sha256, status }) => (status === 'settled' ? [sha256] : [])));
  const fresh = [...new Set(acts.map(({ sha256 }) => sha256))].filter((sha256) => !settled.has(sha256));
  if (fresh.length === 0) return;
  const here = new Set(folds.flatMap(({ closure }) => closure.artifacts));
  const naming = (await artifactsNamingThese(db, fresh)).filter((sha256) => !here.has(sha256));
  if (naming.length > 0) await enqueue(store, db, { queue: 'fold', jobs: await foldJobsFor(db, naming) });
}

/** The devices that a list speaks of that was handed in, again or for the first time: how old what it says is, the last act tells. */
async function wakeListed(store: Store, db: PoolClient, folds: readonly Folded[]): Promise<void> {
  const fresh = folds.flatMap(({ submissions }) =>
    submissions.flatMap(({ sha256, status, kind }) => (kind === RESULT && status === 'read' ? [sha256] : [])),
  );
  const lists = fresh.length === 0 ? [] : await listsAmong(db, [...new Set(fresh)]);
  if (lists.length > 0) await enqueue(store, db, { queue: 'refold', jobs: [{ data: { lists } }] });
}

const RESULT: Kind = 'attestation-result';

/** Files that were handed in for a device before it existed: now it does. */
async function wakeWaiting(store: Store, db: PoolClient, drafts: readonly Draft[]): Promise<void> {
  const fresh = drafts.filter(({ record, fold }) => ![...fold.closure.deviceOf.values()].includes(record.id));
  if (fresh.length === 0) return;
  const artifacts = fresh.flatMap(({ fold }) => fold.closure.artifacts);
  const waiting = await artifactsNamedFor(db, { devices: fresh.map(({ record }) => record.id), artifacts });
  if (waiting.length > 0) await enqueue(store, db, { queue: 'fold', jobs: await foldJobsFor(db, waiting) });
}

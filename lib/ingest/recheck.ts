import { READER_VERSIONS, type ReaderVersions } from '#lib/artifact/reader-versions.ts';
import { RULE_SET_VERSION } from '#lib/detect/rules.ts';
import { namesBelow } from '#lib/store/authorities.ts';
import { artifactsListed } from '#lib/store/device-lists.ts';
import { deviceIdsAfter, devicesHandedInBy, devicesIssuedBy, dueDevices, keysOfDevices, someJudgedOtherwise } from '#lib/store/devices.ts';
import { readByOlderMapping, readByOlderParsers } from '#lib/store/documents.ts';
import { artifactsNaming, artifactsNamingIssued } from '#lib/store/named-certificates.ts';
import type { Store } from '#lib/store/open-store.ts';
import { enqueue, type RefoldJob, withoutReadJob } from '#lib/store/queue.ts';
import { readJobs } from '#lib/store/read-turns.ts';
import { devicesOfModels, filesOfManifests, manifestsAfter } from '#lib/store/reference-index.ts';
import { unsettledArtifacts } from '#lib/store/submissions.ts';
import { artifactsNotGranted } from '#lib/store/unlinked.ts';
import { modelsBelow } from './concerned-models.ts';
import { foldJobOfDevice, foldJobsFor } from './fold-jobs.ts';

const BATCH = 500;
/** Work that a submission has a job for is done by then, unless the queue is long; asking again is harmless. */
const OVERDUE_MS = 10 * 60_000;

/** Asks for the folds of devices whose answer changes by time alone. @returns how many */
export async function recheckDue(store: Store, at: Date): Promise<number> {
  const due = await dueDevices(store.pool, at, BATCH);
  await askForFolds(store, due);
  return due.length;
}

/** Asks again for what was acknowledged a while ago and isn't in the tables: whatever happened to its job, it is not lost. */
export async function recheckUnsettled(store: Store, at: Date): Promise<number> {
  const waiting = await unsettledArtifacts(store.pool, new Date(at.getTime() - OVERDUE_MS), BATCH);
  await requeue(store, waiting);
  return waiting.length;
}

async function requeue(store: Store, waiting: Awaited<ReturnType<typeof unsettledArtifacts>>): Promise<void> {
  const unread = waiting.filter(({ status }) => status === 'received').map(({ sha256 }) => sha256);
  // A file that takes long waits long; asking again each minute would make the queue longer.
  const lost = await withoutReadJob(store.pool, unread);
  await askToRead(store, lost);
  const unfolded = waiting.filter(({ status }) => status === 'read').map(({ sha256 }) => sha256);
  await enqueue(store, store.pool, { queue: 'fold', jobs: await foldJobsFor(store.pool, unfolded) });
}

/** Asks for everything that may be undone: for a database whose queue was left behind. */
export async function requeueEverything(store: Store): Promise<void> {
  const waiting = await unsettledArtifacts(store.pool, new Date(), Number.MAX_SAFE_INTEGER);
  for (let from = 0; from < waiting.length; from += BATCH) await requeue(store, waiting.slice(from, from + BATCH));
  await enqueue(store, store.pool, { queue: 'refold', jobs: [{ data: { issuers: 'any' } }] });
}

/** Asks for the folds of all devices that the job concerns, a page at a time. */
export async function refold(store: Store, job: RefoldJob): Promise<void> {
  await refoldManifests(store, job);
  await refoldNaming(store, job);
  const pageAfter = await concernedDevices(store, job);
  for (let after = ''; ; ) {
    const ids = await pageAfter(after, BATCH);
    await askForFolds(store, ids);
    const last = ids.at(-1);
    if (last === undefined || ids.length < BATCH) return;
    after = last;
  }
}

/** Manifests of no device wait, or count for many, by the same anchors and tables. */
async function refoldManifests(store: Store, job: RefoldJob): Promise<void> {
  if (!('issuers' in job)) return;
  const names = job.issuers === 'any' ? 'any' : await namesBelow(store.pool, job.issuers);
  for (let after = ''; ; ) {
    const artifacts = await manifestsAfter(store.pool, { names, after, limit: BATCH });
    await enqueue(store, store.pool, { queue: 'fold', jobs: await foldJobsFor(store.pool, artifacts) });
    const files = await filesOfManifests(store.pool, artifacts);
    await enqueue(store, store.pool, { queue: 'fold', jobs: await foldJobsFor(store.pool, files) });
    const last = artifacts.at(-1);
    if (last === undefined || artifacts.length < BATCH) return;
    after = last;
  }
}

/** What a list speaks of, what waits for a grant, and what names a certificate: that tells whether it is at hand and convinces: by its file, so that a device that is being made is not missed. */
async function refoldNaming(store: Store, job: RefoldJob): Promise<void> {
  const pageAfter = await naming(store, job);
  for (let after = ''; ; ) {
    const artifacts = await pageAfter({ after, limit: BATCH });
    await enqueue(store, store.pool, { queue: 'fold', jobs: await foldJobsFor(store.pool, artifacts) });
    const last = artifacts.at(-1);
    if (last === undefined || artifacts.length < BATCH) return;
    after = last;
  }
}

async function naming({ pool }: Pick<Store, 'pool'>, job: RefoldJob): Promise<ListPage> {
  if ('named' in job) return (page) => artifactsNaming(pool, job.named, page);
  if ('grantee' in job) return (page) => artifactsNotGranted(pool, job.grantee, page);
  if ('lists' in job) return (page) => artifactsListed(pool, job.lists, page);
  if (!('issuers' in job) || job.issuers === 'any') return async () => [];
  const names = await namesBelow(pool, job.issuers);
  return (page) => artifactsNamingIssued(pool, names, page);
}

/** Pages through the ids of the devices that a job concerns. */
export async function concernedDevices(
  { pool }: Pick<Store, 'pool'>,
  job: RefoldJob,
): Promise<(after: string, limit: number) => Promise<readonly string[]>> {
  if ('submitter' in job) return (after, limit) => devicesHandedInBy(pool, job.submitter, { after, limit });
  if ('grantee' in job)
    return async (after, limit) =>
      [...job.devices]
        .sort()
        .filter((id) => id > after)
        .slice(0, limit);
  if ('models' in job) return (after, limit) => devicesOfModels(pool, job.models, { after, limit });
  if ('named' in job || 'lists' in job) return async () => [];
  if (job.issuers === 'any') return (after, limit) => deviceIdsAfter(pool, after, limit);
  const names = await namesBelow(pool, job.issuers);
  const models = await modelsBelow(pool, names);
  return async (after, limit) => {
    const found = [...(await devicesIssuedBy(pool, names, { after, limit })), ...(await devicesOfModels(pool, models, { after, limit }))];
    return [...new Set(found)].sort().slice(0, limit);
  };
}

/**
 * After an upgrade: reads again what older parsers read and what an older mapping of its format mapped, and folds again what other
 * rules judged. What is read again is folded again by itself; assessments that were written stay.
 */
export async function catchUpWithVersions(store: Store, { parser, mappings }: ReaderVersions = READER_VERSIONS): Promise<void> {
  await readAgain(store, (page) => readByOlderParsers(store.pool, parser, page));
  for (const [format, version] of Object.entries(mappings)) {
    await readAgain(store, (page) => readByOlderMapping(store.pool, { format, version }, page));
  }
  if (await someJudgedOtherwise(store.pool, RULE_SET_VERSION)) await refold(store, { issuers: 'any' });
}

/** Nobody waits for these: they take turns with what people hand in meanwhile. */
async function askToRead(store: Store, artifacts: readonly string[]): Promise<void> {
  const jobs = await readJobs(
    store.pool,
    artifacts.map((sha256) => ({ sha256, submitter: null })),
  );
  await enqueue(store, store.pool, { queue: 'read', jobs });
}

type ListPage = (page: { readonly after: string; readonly limit: number }) => Promise<readonly string[]>;

async function readAgain(store: Store, list: ListPage): Promise<void> {
  for (let after = ''; ; ) {
    const artifacts = await list({ after, limit: BATCH });
    await askToRead(store, artifacts);
    const last = artifacts.at(-1);
    if (last === undefined || artifacts.length < BATCH) return;
    after = last;
  }
}

async function askForFolds(store: Store, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const keys = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { key, deviceId } of await keysOfDevices(store.pool, ids)) keys.get(deviceId)?.push(key);
  await enqueue(store, store.pool, { queue: 'fold', jobs: [...keys].map(([id, own]) => foldJobOfDevice(id, own)) });
}

import type { ManifestDigest } from '#lib/attestation/reference/manifest-digest.ts';
import { digestKey, logDigests, strongDigests } from '#lib/attestation/reference/source-values.ts';
import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import type { PlatformModel } from '#lib/device/link/platform-model.ts';
import { modelKeysOfManifest } from '#lib/device/link/platform-model.ts';
import type { FileDigests } from '#lib/tpm/types.ts';
import { type Candidates, fairCandidates } from './fair-candidates.ts';
import { indexKey } from './name-index.ts';
import { searchKey } from './search-key.ts';
import { type Queryable, select } from './sql.ts';

/** Manifests that are tried for one model, genuine or not: some versions of firmware a year, for a decade. */
export const MAX_MANIFESTS_TRIED = 500;
/** Octets of the manifests that are tried for one model. */
const MAX_TRIED_BYTES = 64 * 1024 * 1024;
/** Files of one manifest that are looked for where nobody handed them in for a device. Real manifests have one or two. */
const MAX_SUPPORT_FILES = 64;

/** Under which a manifest of a whole model is found. @param model as `modelKey` makes it */
export const modelIndexKey = (model: string): string => indexKey(`model:${model}`);

const fileIndexKey = (digest: ManifestDigest): string => indexKey(`file:${digestKey(digest)}`);

/** The models that a manifest is about, as keys. */
export const manifestModelKeys = (manifest: ReferenceManifest): readonly string[] => modelKeysOfManifest(manifest).map(modelIndexKey);

/** The files of its own that a manifest vouches for, as keys; those of a concise one are known by their digest and needn't be at hand. */
export const manifestFileKeys = (manifest: ReferenceManifest): readonly string[] =>
  manifest.format === 'swid-rim' ? manifest.files.slice(0, MAX_SUPPORT_FILES).flatMap(strongDigests).map(fileIndexKey) : [];

/** Under which a manifest that vouches for a log is found. */
export const fileKeysOfLog = (file: FileDigests): readonly string[] => logDigests(file).map(fileIndexKey);

/** A log is found by its artifact where a manifest names its SHA-256. */
export const furtherFileKeys = (file: FileDigests): readonly string[] =>
  logDigests(file)
    .filter(({ algorithm }) => algorithm !== 'sha256')
    .map(fileIndexKey);

/** Manifests that are about these models or vouch for these files, by key; nobody verified them yet. */
export const manifestCandidates = (
  db: Queryable,
  { keys, knownAt }: { readonly keys: readonly string[]; readonly knownAt: string | undefined },
): Promise<ReadonlyMap<string, Candidates>> =>
  fairCandidates(db, { keys, knownAt, strengths: ['model', 'vouched'], maxTried: MAX_MANIFESTS_TRIED, maxBytes: MAX_TRIED_BYTES });

/** Artifacts with manifests that these authorities issued, or with any, after one, in order. */
export async function manifestsAfter(
  db: Queryable,
  { names, after, limit }: { readonly names: readonly string[] | 'any'; readonly after: string; readonly limit: number },
): Promise<readonly string[]> {
  const issued = "AND sha256 IN (SELECT sha256 FROM link_key WHERE key = ANY($2) AND strength = 'issuer')";
  const rows = await select<{ sha256: string }>(
    db,
    `SELECT DISTINCT sha256 FROM document WHERE kind = 'reference-manifest' AND sha256 > $1 ${names === 'any' ? '' : issued}
     ORDER BY sha256 LIMIT ${limit}`,
    names === 'any' ? [after] : [after, names],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Artifacts that are files which these manifests vouch for. */
export async function filesOfManifests(db: Queryable, manifests: readonly string[]): Promise<readonly string[]> {
  const rows = await select<{ sha256: string }>(
    db,
    `WITH vouched AS MATERIALIZED (SELECT DISTINCT key FROM link_key WHERE sha256 = ANY($1) AND strength = 'vouched')
     SELECT d.sha256 FROM vouched JOIN document d ON d.sha256 = substr(vouched.key, ${SHA256_KEY.length + 1}) AND d.kind = 'tpm-event-log'
       WHERE vouched.key LIKE '${SHA256_KEY}%'
     UNION SELECT k.sha256 FROM vouched JOIN link_key k ON k.key = vouched.key AND k.strength = 'file'`,
    [manifests],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Artifacts of the manifests that vouch for these logs, by the artifact of the log; logs for which none does are left out. */
export async function manifestsVouchingFor(db: Queryable, logs: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await select<{ log: string; manifest: string }>(
    db,
    `SELECT d.sha256 AS log, v.sha256 AS manifest FROM document d JOIN link_key v ON v.key = '${SHA256_KEY}' || d.document_id AND v.strength = 'vouched'
       WHERE d.sha256 = ANY($1) AND d.kind = 'tpm-event-log'
     UNION SELECT k.sha256, v.sha256 FROM link_key k JOIN link_key v ON v.key = k.key AND v.strength = 'vouched'
       WHERE k.sha256 = ANY($1) AND k.strength = 'file'
     ORDER BY log, manifest LIMIT ${MAX_MANIFESTS_TRIED}`,
    [logs],
  );
  return new Map([...Map.groupBy(rows, ({ log }) => log)].map(([log, own]) => [log, own.map(({ manifest }) => manifest)]));
}

const SHA256_KEY = 'file:sha256:';

/** Keys of the logs among these documents, under which manifests that vouch for them are found. @param keys of the strength `file` */
export const fileKeysOf = (documentId: string, keys: readonly string[]): readonly string[] => [
  fileIndexKey({ algorithm: 'sha256', value: documentId }),
  ...keys,
];

/** Devices of these models, after one, in order. */
export async function devicesOfModels(
  db: Queryable,
  models: readonly PlatformModel[],
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await select<{ id: string }>(
    db,
    `SELECT d.id FROM unnest($1::text[], $2::text[]) AS m(manufacturer, model)
       JOIN device d ON d.manufacturer_key = m.manufacturer AND d.model_key = m.model
     WHERE d.id > $3 ORDER BY d.id LIMIT ${limit}`,
    [models.map(({ manufacturer }) => searchKey(manufacturer)), models.map(({ model }) => searchKey(model)), after],
  );
  return rows.map(({ id }) => id);
}

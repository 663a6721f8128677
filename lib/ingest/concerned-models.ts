import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import { type ManufacturerAliases, manufacturerAliases } from '#lib/component/aliases.ts';
import { modelKey, modelsOfManifest, type PlatformModel, underAllNames } from '#lib/device/link/platform-model.ts';
import { authoritiesAbove } from '#lib/store/authorities.ts';
import { loadDocuments, type PackedArtifact } from '#lib/store/documents.ts';
import { fileKeysOf, filesOfManifests, manifestCandidates, manifestsAfter } from '#lib/store/reference-index.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { believedManifests } from './believed-manifests.ts';
import { type Governing, loadGoverning } from './governing.ts';

/** What manifests, and files that they vouch for, concern beside themselves. */
export interface ConcernedModels {
  readonly models: readonly PlatformModel[];
  /** Artifacts of files that a manifest vouches for. */
  readonly files: readonly string[];
}

/**
 * The models of which the devices are to be folded again because a manifest, or a file of one, was read. One that nobody has to believe asks for
 * nothing: should its anchor come later, that asks for itself.
 */
export async function concernedModels(db: Queryable, artifacts: readonly PackedArtifact[]): Promise<ConcernedModels> {
  const own = artifacts.filter(({ documents }) => documents.some(({ keys }) => keys.some(({ strength }) => strength === 'model')));
  const logs = artifacts.flatMap(({ documents }) => documents.filter(({ kind, error }) => kind === 'tpm-event-log' && error === null));
  const keys = logs.flatMap(({ documentId, keys: known }) =>
    fileKeysOf(
      documentId,
      known.map(({ key }) => key),
    ),
  );
  const vouching = await manifestCandidates(db, { keys, knownAt: undefined });
  const found = [...vouching.values()].flatMap((each) => each.artifacts.map(({ sha256 }) => sha256));
  const candidates = [...new Set([...own.map(({ sha256 }) => sha256), ...found])];
  if (candidates.length === 0) return { models: [], files: [] };
  const governing = await loadGoverning(db);
  const manifests = await believed(db, candidates, governing);
  return {
    models: underAllNames(eachModel([...manifests.values()].flat()), everyAlias(governing)),
    files: await filesOfManifests(db, [...manifests.keys()]),
  };
}

/** Those that ended too: a fold more changes nothing. */
const everyAlias = ({ aliases }: Governing): ManufacturerAliases => manufacturerAliases(aliases.lines.map(({ line }) => line));

async function believed(
  db: Queryable,
  candidates: readonly string[],
  governing: Governing,
): Promise<ReadonlyMap<string, readonly ReferenceManifest[]>> {
  const authorities = await authoritiesAbove(db, candidates);
  const documents = await loadDocuments(db, [...candidates, ...authorities.above(candidates)]);
  return (await believedManifests(db, { candidates, documents, authorities, governing })).manifests;
}

/** Manifests of one authority whose models are looked up at once. */
const PAGE = 500;
/** Models that one authority may speak of; beyond them all devices are concerned by nobody. */
const MAX_MODELS = 5000;

/** The models that manifests of these authorities are about, whether somebody has to believe them or not. */
export async function modelsBelow(db: Queryable, names: readonly string[]): Promise<readonly PlatformModel[]> {
  const models = new Map<string, PlatformModel>();
  for (let after = ''; models.size < MAX_MODELS; ) {
    const page = await manifestsAfter(db, { names, after, limit: PAGE });
    const documents = [...(await loadDocuments(db, page)).values()].flat();
    const manifests = documents.flatMap(({ document }) => (document?.kind === 'reference-manifest' ? [document] : []));
    for (const model of eachModel(manifests)) models.set(modelKey(model) ?? '', model);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last;
  }
  return underAllNames([...models.values()], everyAlias(await loadGoverning(db)));
}

function eachModel(manifests: readonly ReferenceManifest[]): readonly PlatformModel[] {
  const models = manifests.flatMap(modelsOfManifest);
  return [...new Map(models.map((model) => [modelKey(model), model])).values()];
}

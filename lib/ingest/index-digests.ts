import { knownDigestsOf } from '#lib/device/attested/known-digests.ts';
import { loadDocuments, type PackedArtifact } from '#lib/store/documents.ts';
import { type DigestsOfDocument, replaceKnownDigests } from '#lib/store/known-digests.ts';
import { filesOfManifests, manifestsVouchingFor } from '#lib/store/reference-index.ts';
import type { Queryable } from '#lib/store/sql.ts';

const KNOWING: readonly string[] = ['reference-manifest', 'cyclonedx-bom'];

/**
 * Keeps which digests the manifests and BOMs among these give, and the logs that manifests vouch for, whichever of both came first. The logs of devices
 * are no source: what their starts measured is kept with the devices.
 */
export async function indexDigests(db: Queryable, read: readonly PackedArtifact[]): Promise<void> {
  const having = (kinds: readonly string[]): readonly string[] =>
    read.filter(({ documents }) => documents.some(({ kind, error }) => kinds.includes(kind) && error === null)).map(({ sha256 }) => sha256);
  const manifests = having(['reference-manifest']);
  const logs = having(['tpm-event-log']);
  const support = [
    ...(manifests.length === 0 ? [] : await filesOfManifests(db, manifests)),
    ...(logs.length === 0 ? [] : (await manifestsVouchingFor(db, logs)).keys()),
  ];
  const wanted = new Set([...having(KNOWING), ...support]);
  const own = read.filter(({ sha256 }) => wanted.has(sha256));
  const here = new Set(own.map(({ sha256 }) => sha256));
  const earlier = [...wanted].filter((sha256) => !here.has(sha256));
  await replaceKnownDigests(db, [
    // What they have in common with others is not at hand before the transaction ends, so the digests come with them.
    ...own.flatMap(({ sha256, documents }) => documents.map(({ documentId, digests }) => ({ sha256, documentId, digests }))),
    ...(await digestsOfEarlier(db, earlier)),
  ]);
}

async function digestsOfEarlier(db: Queryable, artifacts: readonly string[]): Promise<readonly DigestsOfDocument[]> {
  if (artifacts.length === 0) return [];
  const documents = await loadDocuments(db, artifacts);
  return [...documents].flatMap(([sha256, own]) => own.map((read) => ({ sha256, documentId: read.id, digests: knownDigestsOf(read) })));
}

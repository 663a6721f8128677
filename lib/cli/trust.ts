import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadArtifact } from '#lib/artifact/types.ts';
import { isAboutRevocation } from '#lib/device/documents.ts';
import type { TrustAnchor } from '#lib/x509/types.ts';
import { listFolder, readInput } from './files.ts';

/** What a folder given with `--trust` brings. */
export interface Trust {
  readonly anchors: readonly TrustAnchor[];
  /** Files with revocation lists and OCSP responses, which count by their signatures alone; without their certificates. */
  readonly revocations: readonly { readonly name: string; readonly artifact: ReadArtifact }[];
  /** What a person should know; files that hold neither are told. */
  readonly notes: readonly string[];
}

/** The certificates of a folder, and what it says of revocation. */
export async function readTrust(folder: string | undefined): Promise<Trust> {
  if (folder === undefined) {
    return { anchors: [], revocations: [], notes: ['no trust anchors were given (--trust DIR): signatures stay unknown'] };
  }
  const files = await listFolder(folder);
  const read = await Promise.all(files.map(async ({ name, path }) => ({ name, artifact: readArtifact(await readInput(path)) })));
  const revocations = read.map(({ name, artifact }) => ({
    name,
    artifact: { ...artifact, documents: artifact.documents.filter(isAboutRevocation) },
  }));
  const notes = read
    .filter(({ artifact }) => anchorsOf(artifact).length === 0 && !artifact.documents.some(isAboutRevocation))
    .map(({ name }) => `${name} in ${folder} holds no certificate`);
  return {
    anchors: read.flatMap(({ artifact }) => anchorsOf(artifact)),
    revocations: revocations.filter(({ artifact }) => artifact.documents.length > 0),
    notes,
  };
}

function anchorsOf({ documents }: ReadArtifact): readonly TrustAnchor[] {
  return documents.flatMap(({ document }) => (document?.kind === 'certificate' ? [{ certificate: document.certificate }] : []));
}

import { readArtifact } from '#lib/artifact/read.ts';
import type { TrustAnchor } from '#lib/x509/types.ts';
import { listFolder, readInput } from './files.ts';

/** The certificates of a folder. Files that hold none are told in `notes`. */
export async function readTrust(
  folder: string | undefined,
): Promise<{ readonly anchors: readonly TrustAnchor[]; readonly notes: readonly string[] }> {
  if (folder === undefined) return { anchors: [], notes: ['no trust anchors were given (--trust DIR): signatures stay unknown'] };
  const files = await listFolder(folder);
  const read = await Promise.all(files.map(async ({ name, path }) => ({ name, anchors: anchorsOf(await readInput(path)) })));
  const notes = read.filter(({ anchors }) => anchors.length === 0).map(({ name }) => `${name} in ${folder} holds no certificate`);
  return {
    anchors: read.flatMap(({ anchors }) => anchors),
    notes,
  };
}

function anchorsOf(bytes: Uint8Array): readonly TrustAnchor[] {
  return readArtifact(bytes).documents.flatMap(({ document }) => {
    if (document?.kind === 'certificate') return [{ certificate: document.certificate }];
    return [];
  });
}

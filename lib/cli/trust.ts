import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadArtifact } from '#lib/artifact/types.ts';
import { readVerifierKeys, type VerifierKey } from '#lib/attestation/verifier-keys.ts';
import { isAboutRevocation } from '#lib/device/documents.ts';
import type { TrustAnchor } from '#lib/x509/types.ts';
import { listFolder, type NamedFile, readInput } from './files.ts';

/** What a folder given with `--trust` brings. */
export interface Trust {
  readonly anchors: readonly TrustAnchor[];
  /** Files with revocation lists and OCSP responses, which count by their signatures alone; without their certificates. */
  readonly revocations: readonly { readonly name: string; readonly artifact: ReadArtifact }[];
  /** Public keys: of verifiers whose attestation results count. */
  readonly verifierKeys: readonly VerifierKey[];
  /** What a person should know; files that hold none of these are told. */
  readonly notes: readonly string[];
}

/** The certificates of a folder, what it says of revocation, and the public keys of verifiers: JSON Web Keys, sets of them, PEM. */
export async function readTrust(folder: string | undefined): Promise<Trust> {
  if (folder === undefined) {
    return {
      anchors: [],
      revocations: [],
      verifierKeys: [],
      notes: ['no trust anchors were given (--trust DIR): signatures stay unknown'],
    };
  }
  const files = await listFolder(folder);
  const read = await Promise.all(files.map(readFile));
  const revocations = read.map(({ name, artifact }) => ({
    name,
    artifact: { ...artifact, documents: artifact.documents.filter(isAboutRevocation) },
  }));
  const notes = read
    .filter(({ artifact, keys }) => anchorsOf(artifact).length + keys.length === 0 && !artifact.documents.some(isAboutRevocation))
    .map(({ name }) => `${name} in ${folder} holds no certificate and no public key`);
  return {
    anchors: read.flatMap(({ artifact }) => anchorsOf(artifact)),
    revocations: revocations.filter(({ artifact }) => artifact.documents.length > 0),
    verifierKeys: read.flatMap(({ keys }) => keys),
    notes,
  };
}

interface TrustFile {
  readonly name: string;
  readonly artifact: ReadArtifact;
  readonly keys: readonly VerifierKey[];
}

async function readFile({ name, path }: NamedFile): Promise<TrustFile> {
  const bytes = await readInput(path);
  return { name, artifact: readArtifact(bytes), keys: readVerifierKeys(bytes) };
}

function anchorsOf({ documents }: ReadArtifact): readonly TrustAnchor[] {
  return documents.flatMap(({ document }) => (document?.kind === 'certificate' ? [{ certificate: document.certificate }] : []));
}

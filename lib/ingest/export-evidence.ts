import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { type VerifierKey, verifierKeyFile } from '#lib/attestation/verifier-keys.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ASSAY_FILE } from '#lib/present/assay-file.ts';
import { streamArtifact } from '#lib/store/artifacts.ts';
import type { Store } from '#lib/store/open-store.ts';
import { evidenceOfDevice } from './ask-device.ts';
import { loadGoverning } from './governing.ts';
import type { ClosureEvidence } from './load-evidence.ts';

export interface EvidenceExport {
  /** For the file's name: letters, digits and dashes. */
  readonly fileName: string;
  /** The zip, made while it is read. */
  readonly stream: Readable;
}

/**
 * Everything that a device's verdict rests on, as a zip: the files as received, anchors under `trust/`, and `assay.json`
 * with submissions, statements, policy, who may say what, names that mean the same, ids and the instant. `assay trace` over the unzipped folder gives the same verdict.
 * Undefined when there is no such device.
 */
export async function exportEvidence(store: Store, deviceId: string, at: Date): Promise<EvidenceExport | undefined> {
  const loaded = await evidenceOfDevice(store, deviceId, { at: at.toISOString() });
  if (loaded === undefined) return undefined;
  const { anchors, verifierKeys } = await loadGoverning(store.pool, at.toISOString());
  const zip = new ZipFile();
  const files = filesOf(loaded);
  zip.addBuffer(Buffer.from(JSON.stringify(assayFile(loaded, files), null, 2)), ASSAY_FILE, { mtime: at });
  for (const { sha256, certificate } of anchors)
    zip.addBuffer(Buffer.from(certificate.der), `${TRUST_FOLDER}/${sha256}.der`, { mtime: at });
  for (const [name, octets] of keyFiles(verifierKeys.map(({ key }) => key))) zip.addBuffer(Buffer.from(octets), name, { mtime: at });
  for (const [sha256, file] of files)
    zip.addReadStreamLazy(file, { mtime: at }, (give) => give(null, Readable.from(streamArtifact(store, sha256))));
  zip.end();
  return { fileName: `evidence-${deviceId.replaceAll(/[^A-Za-z0-9-]/g, '-')}.zip`, stream: Readable.from(zip.outputStream) };
}

/** One JSON Web Key a file, named by its digest as all files are. */
function keyFiles(keys: readonly VerifierKey[]): readonly (readonly [name: string, octets: Uint8Array])[] {
  return keys.map((key) => {
    const octets = verifierKeyFile(key);
    return [`${TRUST_FOLDER}/${sha256Hex(octets)}.json`, octets];
  });
}

const TRUST_FOLDER = 'trust';

/** Names by digest, not by what submitters called their files: those may collide, or climb out of the folder. */
function filesOf({ evidence }: ClosureEvidence): ReadonlyMap<string, string> {
  const { artifacts, submissions, named = [] } = evidence;
  const beside = named.map(({ submission, documents }) => [submission.sha256, documents] as const);
  const kinds = new Map([...beside, ...artifacts].map(([sha256, documents]) => [sha256, documents[0]?.kind ?? 'unknown']));
  const all = [...submissions, ...named.map(({ submission }) => submission)];
  return new Map(all.map(({ sha256 }) => [sha256, `artifacts/${sha256}${extensionOf(kinds.get(sha256) ?? 'unknown')}`]));
}

function extensionOf(kind: string): string {
  if (kind === 'cyclonedx-bom' || kind === 'inventory') return '.json';
  return kind === 'unknown' || kind.startsWith('tpm-') ? '.bin' : '.der';
}

function assayFile({ evidence }: ClosureEvidence, files: ReadonlyMap<string, string>): object {
  const {
    at,
    submissions,
    named = [],
    statements,
    policy,
    issuerPolicy,
    aliases,
    attestationPolicy,
    deviceIds,
    untriedRevocations,
  } = evidence;
  return {
    at,
    submissions: submissions.map((submission) => listed(submission, files)),
    ...(named.length === 0 ? {} : { named: named.map(({ submission }) => listed(submission, files)) }),
    statements,
    policy,
    issuerPolicy,
    aliases,
    ...(attestationPolicy === undefined ? {} : { attestationPolicy }),
    deviceIds: Object.fromEntries(deviceIds),
    ...(untriedRevocations === undefined ? {} : { untriedRevocations }),
  };
}

function listed({ sha256, ...submission }: Submission, files: ReadonlyMap<string, string>): object {
  return { file: files.get(sha256), ...submission };
}

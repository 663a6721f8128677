import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { type VerifierKey, verifierKeyFile } from '#lib/attestation/verifier-keys.ts';
import { assess } from '#lib/detect/assess.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ASSAY_FILE } from '#lib/present/assay-file.ts';
import { BEGINNING, evidenceFileName } from '#lib/present/evidence-file-name.ts';
import { CONTENTS_FILE, type Inclusion } from '#lib/present/package-contents.ts';
import { type IncludedFile, packageDocument } from '#lib/present/package-document.ts';
import { beginningsOf, streamArtifact } from '#lib/store/artifacts.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { evidenceOfDevice } from './ask-device.ts';
import { loadGoverning } from './governing.ts';
import type { ClosureEvidence } from './load-evidence.ts';
import { inclusionsOf } from './package-inclusions.ts';

export interface EvidenceExport {
  /** For the file's name: letters, digits and dashes. */
  readonly fileName: string;
  /** The zip, made while it is read. */
  readonly stream: Readable;
}

/**
 * Everything that a device's verdict rests on, as a zip: the files as received, anchors under `trust/`, `assay.json`
 * with submissions, statements, policy, who may say what, names that mean the same, ids and the instant, and `contents.json` with the device
 * that was asked for and why each file is there. `assay trace` over the unzipped folder gives the same verdict.
 * Undefined when there is no such device.
 */
export async function exportEvidence(store: Store, deviceId: string, at: Date): Promise<EvidenceExport | undefined> {
  const loaded = await evidenceOfDevice(store, deviceId, { at: at.toISOString() });
  if (loaded === undefined) return undefined;
  const { anchors, verifierKeys } = await loadGoverning(store.pool, at.toISOString());
  const zip = new ZipFile();
  const files = await filesOf(store.pool, loaded);
  const trust: readonly TrustFile[] = [
    ...anchors.map(({ sha256, certificate }) => ({ reason: 'anchor' as const, sha256, extension: '.der', octets: certificate.der })),
    ...verifierKeys.map(({ key }) => verifierKeyIn(key)),
  ];
  const contents = contentsOf({ loaded, asked: deviceId, files, trust });
  zip.addBuffer(Buffer.from(JSON.stringify(contents, null, 2)), CONTENTS_FILE, { mtime: at });
  zip.addBuffer(Buffer.from(JSON.stringify(assayFile(loaded, files), null, 2)), ASSAY_FILE, { mtime: at });
  for (const file of trust) zip.addBuffer(Buffer.from(file.octets), trustName(file), { mtime: at });
  for (const [sha256, file] of files)
    zip.addReadStreamLazy(file, { mtime: at }, (give) => give(null, Readable.from(streamArtifact(store, sha256))));
  zip.end();
  return { fileName: `evidence-${deviceId.replaceAll(/[^A-Za-z0-9-]/g, '-')}.zip`, stream: Readable.from(zip.outputStream) };
}

/** Whose word counts: named by the digest of its content, as all files are. */
interface TrustFile {
  readonly reason: 'anchor' | 'verifier-key';
  readonly sha256: string;
  readonly extension: string;
  readonly octets: Uint8Array;
}

const TRUST_FOLDER = 'trust';
const trustName = ({ sha256, extension }: TrustFile): string => `${TRUST_FOLDER}/${sha256}${extension}`;

/** One JSON Web Key a file. */
function verifierKeyIn(key: VerifierKey): TrustFile {
  const octets = verifierKeyFile(key);
  return { reason: 'verifier-key', sha256: sha256Hex(octets), extension: '.json', octets };
}

/** Where each file stands in the zip. */
async function filesOf(db: Queryable, { evidence }: ClosureEvidence): Promise<ReadonlyMap<string, string>> {
  const documents = documentsIn(evidence);
  const { submissions, named = [] } = evidence;
  const digests = [...new Set([...submissions, ...named.map(({ submission }) => submission)].map(({ sha256 }) => sha256))];
  const beginnings = await beginningsOf(db, { digests, octets: BEGINNING });
  return new Map(
    digests.map((sha256) => {
      const kind = documents.get(sha256)?.[0]?.kind ?? 'unknown';
      return [sha256, evidenceFileName({ sha256, kind, beginning: beginnings.get(sha256) ?? new Uint8Array() })];
    }),
  );
}

function documentsIn({ artifacts, named = [] }: Evidence): ReadonlyMap<string, readonly ReadDocument[]> {
  return new Map([...named.map(({ submission, documents }) => [submission.sha256, documents] as const), ...artifacts]);
}

interface Contents {
  readonly loaded: ClosureEvidence;
  readonly asked: string;
  readonly files: ReadonlyMap<string, string>;
  readonly trust: readonly TrustFile[];
}

/** Why everything is there: told by what the same judgement says that is taken away. */
function contentsOf({ loaded: { evidence }, asked, files, trust }: Contents): Json {
  const assessment = assess(evidence);
  const inclusions = inclusionsOf({ asked, evidence, assessment });
  const documents = documentsIn(evidence);
  const included = [...files].map(([sha256, file]): IncludedFile => {
    const kinds = new Set((documents.get(sha256) ?? []).map(({ kind }) => kind));
    return { file, sha256, kinds: [...kinds], inclusions: inclusions.get(sha256) ?? [] };
  });
  const trusted = trust.map((each): IncludedFile => {
    const inclusion: Inclusion = { reason: each.reason };
    return { file: trustName(each), sha256: each.sha256, kinds: each.reason === 'anchor' ? ['certificate'] : [], inclusions: [inclusion] };
  });
  return packageDocument({ asked, assessed: assessment.assessed, evidence, files: [...included, ...trusted] });
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
    olderLists,
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
    ...(olderLists === undefined ? {} : { olderLists }),
  };
}

function listed({ sha256, ...submission }: Submission, files: ReadonlyMap<string, string>): object {
  return { file: files.get(sha256), ...submission };
}

import { describeDocument } from '#lib/artifact/describe.ts';
import type { JudgedDocument } from '#lib/device/link/judged-document.ts';
import { filesKnowing, type KnowingFile, MAX_KNOWING } from '#lib/store/known-digests.ts';
import { devicesMeasuring, type MeasuringDevice } from '#lib/store/measurements.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { Page } from '#lib/store/page.ts';
import { manifestsVouchingFor } from '#lib/store/reference-index.ts';
import { judgeReferences, worthOf } from './list-references.ts';

/** A manifest or a BOM that knows a digest. */
export interface KnowingSource {
  readonly by: 'manifest' | 'bom';
  readonly sha256: string;
  readonly documentId: string;
  /** In one line. */
  readonly name: string;
  /** What has the digest, in words. */
  readonly describes: string;
  /** The file that the manifest vouches for, which has the digest; null where it has it itself. */
  readonly file: string | null;
  /** Whether the manifest counts for anybody. Null for a BOM: whether it does, each device tells. */
  readonly trusted: boolean | null;
  readonly signer: string | null;
  /** Why it doesn't count, without a period. */
  readonly open: string | null;
}

/** What is known of one digest. */
export interface DigestKnowledge {
  readonly sources: readonly KnowingSource[];
  /** More files know it than are told. */
  readonly isCut: boolean;
  readonly devices: Page<MeasuringDevice>;
}

interface DigestQuestion {
  /** Lower-case hexadecimal. */
  readonly digest: string;
  readonly cursor?: string;
  readonly limit?: number;
  readonly now: Date;
}

/** Which files know a digest, and a page of the devices of which a start measured it. */
export async function digestKnowledge(store: Store, { now, ...question }: DigestQuestion): Promise<DigestKnowledge> {
  const [devices, files] = await Promise.all([devicesMeasuring(store, question), filesKnowing(store.pool, question.digest)]);
  const told = files.slice(0, MAX_KNOWING);
  const logs = told.filter(({ kind }) => kind === 'tpm-event-log').map(({ sha256 }) => sha256);
  const vouching = await manifestsVouchingFor(store.pool, logs);
  const own = told.filter(({ kind }) => kind === 'reference-manifest').map(({ sha256 }) => sha256);
  const judged = await judgeReferences(store, [...new Set([...own, ...[...vouching.values()].flat()])].slice(0, MAX_KNOWING), now);
  const manifests = [...judged.values()];
  return {
    devices,
    isCut: files.length > MAX_KNOWING,
    sources: told.flatMap((file) => sourcesIn(file, { manifests, vouching })),
  };
}

interface AtHand {
  readonly manifests: readonly JudgedDocument[];
  /** Artifacts of manifests by the artifact of the file that they vouch for. */
  readonly vouching: ReadonlyMap<string, readonly string[]>;
}

function sourcesIn(known: KnowingFile, { manifests, vouching }: AtHand): readonly KnowingSource[] {
  const { sha256, documentId, kind, summary, describes } = known;
  if (kind === 'cyclonedx-bom')
    return [{ by: 'bom', sha256, documentId, name: summary, describes, file: null, trusted: null, signer: null, open: null }];
  const isOne = kind === 'reference-manifest';
  const artifacts = isOne ? [sha256] : (vouching.get(sha256) ?? []);
  return manifests
    .filter(({ sha256: own, read }) => artifacts.includes(own) && (!isOne || read.id === documentId))
    .map((judged) => ({
      by: 'manifest',
      sha256: judged.sha256,
      documentId: judged.read.id,
      name: describeDocument(judged.read),
      describes,
      file: isOne ? null : sha256,
      ...worthOf(judged),
    }));
}

import type { ReferenceManifest } from '#lib/attestation/reference/types.ts';
import { knownEvidence } from '#lib/device/documents.ts';
import { judgeDocuments } from '#lib/device/link/judge.ts';
import type { JudgedDocument } from '#lib/device/link/judged-document.ts';
import { modelsOfManifest } from '#lib/device/link/platform-model.ts';
import { whatIsInTheWay } from '#lib/device/link/untrusted-manifest.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { Page } from '#lib/store/page.ts';
import { countDevicesOf, type ListedManifest, listManifests } from '#lib/store/reference-manifests.ts';
import { evidenceOfClosures } from './load-evidence.ts';

/** A reference manifest, judged by what is at hand now. */
export interface ListedReference extends ListedManifest {
  /** Null where it could not be read. */
  readonly manifest: ReferenceManifest | null;
  readonly trusted: boolean;
  /** Of the signer, as the certificate has it; null where none is known. */
  readonly signer: string | null;
  /** Why it doesn't count, without a period; null where it does. */
  readonly open: string | null;
  /** `Kirin Systems X1`. */
  readonly models: readonly string[];
  /** At most MAX_COUNTED + 1, which stands for all above. */
  readonly devices: number;
}

/** A page of all reference manifests, each with its worth and how many devices it counts for. */
export async function listReferences(
  store: Store,
  { cursor, now }: { readonly cursor?: string; readonly now: Date },
): Promise<Page<ListedReference>> {
  const page = await listManifests(store, cursor === undefined ? {} : { cursor });
  const artifacts = [...new Set(page.items.map(({ sha256 }) => sha256))];
  const judged = await judgeReferences(store, artifacts, now);
  const counts = await countDevicesOf(store.pool, artifacts);
  return { ...page, items: page.items.map((item) => listed(item, judged.get(item.documentId), counts.get(item.sha256) ?? 0)) };
}

/** Reference manifests by document id. Whatever devices they belong to: only themselves, and who vouches for them, are looked at. */
export async function judgeReferences(store: Store, artifacts: readonly string[], now: Date): Promise<ReadonlyMap<string, JudgedDocument>> {
  const closure = { artifacts, keys: [], keyCount: 0, deviceOf: new Map<string, string>() };
  const loaded = artifacts.length === 0 ? [] : await evidenceOfClosures(store.pool, [closure], { at: now.toISOString() });
  const reports = loaded.flatMap(({ evidence }) => judgeDocuments(knownEvidence(evidence).documents, evidence).reports);
  return new Map(reports.map((each) => [each.read.id, each]));
}

function listed(item: ListedManifest, judged: JudgedDocument | undefined, devices: number): ListedReference {
  const document = judged?.read.document;
  const manifest = document?.kind === 'reference-manifest' ? document : null;
  return {
    ...item,
    manifest,
    ...worthOf(judged),
    models: manifest === null ? [] : modelsOfManifest(manifest).map(({ manufacturer, model }) => `${manufacturer} ${model}`),
    devices,
  };
}

/** Whether a manifest counts for anybody, who signed it, and why it doesn't count. */
export function worthOf(judged: JudgedDocument | undefined): Pick<ListedReference, 'trusted' | 'signer' | 'open'> {
  const checks = judged?.checks ?? [];
  const trusted = judged?.trusted === true;
  return {
    trusted,
    signer: checks.find(({ id }) => id === 'chain')?.signers?.[0]?.name ?? null,
    open: trusted ? null : (whatIsInTheWay(checks)?.detail ?? 'it can’t be read'),
  };
}

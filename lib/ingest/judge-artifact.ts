import { knownEvidence } from '#lib/device/documents.ts';
import { judgeDocuments } from '#lib/device/link/judge.ts';
import type { Check } from '#lib/encoding/check.ts';
import type { Store } from '#lib/store/open-store.ts';
import { loadEvidence } from './load-evidence.ts';

/** How one document of a file was judged with everything at hand that belongs to it. */
export interface JudgedHere {
  /** Of the document. */
  readonly id: string;
  readonly checks: readonly Check[];
  readonly trusted: boolean;
}

/** Judges the documents of a file that belongs to no device yet; those of devices carry their checks with them. Keeps nothing. */
export async function judgeArtifact(store: Store, sha256: string): Promise<readonly JudgedHere[]> {
  const loaded = await loadEvidence(store.pool, { artifacts: [sha256], keys: [] }, { at: new Date().toISOString() });
  return loaded.flatMap(({ evidence }) => {
    const { documents, named } = knownEvidence(evidence);
    const own = new Set((evidence.artifacts.get(sha256) ?? []).map(({ id }) => id));
    const { endorsementKeys, platforms, reports, authorities, revocations, unread } = judgeDocuments(documents, evidence, {
      named,
    });
    return [...[...endorsementKeys, ...platforms].map(({ judged }) => judged), ...reports, ...authorities, ...revocations, ...unread]
      .filter(({ read }) => own.has(read.id))
      .map(({ read, checks, trusted }) => ({ id: read.id, checks, trusted }));
  });
}

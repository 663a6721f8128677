import type { EvidenceView } from './evidence-view.ts';

/** Documents by artifact, the one that names it first: a certificate may stand inside an answer of a TPM, as one of many. */
export function viewsByArtifact(documents: readonly EvidenceView[]): ReadonlyMap<string, readonly EvidenceView[]> {
  const index = new Map<string, EvidenceView[]>();
  for (const view of documents) {
    for (const sha256 of view.artifacts) {
      const views = index.get(sha256) ?? [];
      if (view.encloses) views.unshift(view);
      else views.push(view);
      index.set(sha256, views);
    }
  }
  return index;
}

import { refusalAdvice } from '#lib/present/refusal-advice.ts';
import { summarizeDocuments } from '#lib/store/documents.ts';
import type { Store } from '#lib/store/open-store.ts';

/** What was read from an artifact, as the API writes it: kind and one line each, or why it could not be read. */
export async function documentsJson(store: Store, sha256: string) {
  const summaries = await summarizeDocuments(store, [sha256]);
  return summaries.map(({ documentId, kind, summary, error }) => ({
    id: documentId,
    kind,
    summary,
    error: error === null ? null : { ...error, fix: refusalAdvice(error.code) },
  }));
}

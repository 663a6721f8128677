'use client';

import { useEffect, useState } from 'react';

export const MIN_QUERY_LENGTH = 2;

export interface SearchHit {
  readonly href: string;
  readonly title: string;
  readonly detail: string;
}

export interface SearchState {
  readonly state: 'short' | 'loading' | 'failed' | 'done';
  readonly hits: readonly SearchHit[];
}

/** Asks the server for devices and files that match; a newer question replaces an older one. */
export function useSearch(query: string): SearchState {
  const [result, setResult] = useState<SearchState & { readonly query: string }>({ query: '', state: 'short', hits: [] });
  useEffect(() => {
    if (query.length < MIN_QUERY_LENGTH) return undefined;
    const abort = new AbortController();
    ask(query, abort.signal).then(
      (hits) => setResult({ query, state: 'done', hits }),
      () => {
        if (!abort.signal.aborted) setResult({ query, state: 'failed', hits: [] });
      },
    );
    return () => abort.abort();
  }, [query]);
  if (query.length < MIN_QUERY_LENGTH) return { state: 'short', hits: [] };
  return result.query === query ? result : { state: 'loading', hits: result.hits };
}

async function ask(query: string, signal: AbortSignal): Promise<readonly SearchHit[]> {
  const response = await fetch(`/api/v1/search?q=${encodeURIComponent(query)}`, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  // The shape is that of our own route, kept by the test of the OpenAPI document.
  const body = (await response.json()) as { items: SearchHit[] };
  return body.items;
}

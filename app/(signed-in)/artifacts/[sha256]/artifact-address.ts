import type { SearchParams } from '../../../server/address.ts';
/** How a file is looked at; all of it stands in the address. */
export interface ArtifactAddress {
  readonly sha256: string;
  /** Index of the document whose parsed form is shown. */
  readonly document: number;
  /** Index of the decoded block whose octets are shown; null for the file itself. */
  readonly block: number | null;
  readonly show: 'hex' | 'text' | null;
  /** Octet to mark. */
  readonly at: number | null;
  /** First octet to show. */
  readonly from: number | null;
  /** Whether long tables are shown whole. */
  readonly all: boolean;
}

const NUMBER = /^\d{1,15}$/;

/** Reads the address; what it doesn't know counts as not given. */
export function artifactAddress(sha256: string, params: SearchParams): ArtifactAddress {
  const number = (name: string): number | null => {
    const value = params[name];
    return typeof value === 'string' && NUMBER.test(value) ? Number(value) : null;
  };
  const show = params.show === 'hex' || params.show === 'text' ? params.show : null;
  return {
    sha256,
    document: number('doc') ?? 0,
    block: number('block'),
    show,
    at: number('at'),
    from: number('from'),
    all: params.rows === 'all',
  };
}

/** The address of the same file, looked at otherwise. */
export function artifactHref({ sha256, document, block, show, at, from, all }: ArtifactAddress): string {
  const query = new URLSearchParams();
  const numbers = { doc: document === 0 ? null : document, block, at, from };
  for (const [name, value] of Object.entries(numbers)) if (value !== null) query.set(name, String(value));
  if (show !== null) query.set('show', show);
  if (all) query.set('rows', 'all');
  return `/artifacts/${sha256}${query.size === 0 ? '' : `?${query}`}`;
}

import { nameKey } from './name.ts';
import { contradicts, type Signed } from './signed.ts';
import type { Certificate, TrustAnchor } from './types.ts';
import { type Authorities, vouchedAuthorities } from './vouched-authorities.ts';

/** Signatures that are tried for one document, so that certificates with one name can't make the search explode. */
export const MAX_CANDIDATES = 200;

/** Everything that a path may be built from. */
export interface Pool {
  /** Certificates with that name whose key identifier doesn't contradict; anchors first. */
  readonly candidatesFor: (signed: Pick<Signed, 'issuer' | 'authorityKeyIdentifier'>) => readonly Certificate[];
  readonly isAnchor: (certificate: Certificate) => boolean;
  /** Takes one of the signatures that may be tried; false when there is none left. */
  readonly spend: () => boolean;
  readonly isExhausted: () => boolean;
  /** Those alone that an anchor vouches for, with a count of their own: no stranger's certificate takes a part of it. */
  readonly vouched: () => Pool;
}

/** What a pool is made of. */
export interface PoolContents extends Authorities {
  /** Signatures that may be tried; `MAX_CANDIDATES` unless told otherwise. */
  readonly limit?: number;
}

/** What is looked for in a pool: certificates by the key of their subject's name, anchors first, each once. */
interface PoolIndex {
  readonly anchorIds: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, readonly Certificate[]>;
}

const indexes = new WeakMap<readonly TrustAnchor[], WeakMap<readonly Certificate[], PoolIndex>>();

/** Made once of two lists: thousands of documents are judged by the same ones. */
function indexOf({ anchors, intermediates }: PoolContents): PoolIndex {
  const ofAnchors = indexes.get(anchors) ?? new WeakMap<readonly Certificate[], PoolIndex>();
  const known = ofAnchors.get(intermediates);
  if (known !== undefined) return known;
  const index = makeIndex({ anchors, intermediates });
  indexes.set(anchors, ofAnchors.set(intermediates, index));
  return index;
}

function makeIndex({ anchors, intermediates }: PoolContents): PoolIndex {
  const trusted = anchors.map(({ certificate }) => certificate);
  const distinct = new Map([...trusted, ...intermediates].map((certificate) => [certificate.id, certificate]));
  return { anchorIds: new Set(trusted.map(({ id }) => id)), byName: Map.groupBy(distinct.values(), ({ subject }) => nameKey(subject)) };
}

/**
 * A pool with its own count of signatures that may be tried. Equal certificates count once. Neither list may change afterwards:
 * what is found in them is remembered.
 */
export function makePool({ anchors, intermediates, limit = MAX_CANDIDATES }: PoolContents): Pool {
  const { anchorIds, byName } = indexOf({ anchors, intermediates });
  let left = limit;
  let exhausted = false;
  return {
    candidatesFor: ({ issuer, authorityKeyIdentifier }) => {
      const candidates: Certificate[] = [];
      for (const named of byName.get(nameKey(issuer)) ?? []) if (!contradicts(authorityKeyIdentifier, named)) candidates.push(named);
      return candidates;
    },
    isAnchor: ({ id }) => anchorIds.has(id),
    spend: () => {
      left -= 1;
      exhausted = left < 0;
      return !exhausted;
    },
    isExhausted: () => exhausted,
    vouched: () => makePool({ anchors, intermediates: vouchedAuthorities({ anchors, intermediates }), limit }),
  };
}

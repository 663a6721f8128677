import { nameKey } from './name.ts';
import { contradicts, type Signed } from './path.ts';
import type { Certificate, TrustAnchor } from './types.ts';
import { vouchedAuthorities } from './vouched-authorities.ts';

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
export interface PoolContents {
  readonly anchors: readonly TrustAnchor[];
  /** Certificates at hand that nobody needs to trust. */
  readonly intermediates: readonly Certificate[];
  /** Signatures that may be tried; `MAX_CANDIDATES` unless told otherwise. */
  readonly limit?: number;
}

/** A pool with its own count of signatures that may be tried. Equal certificates count once. */
export function makePool({ anchors, intermediates, limit = MAX_CANDIDATES }: PoolContents): Pool {
  const anchorIds = new Set(anchors.map(({ certificate }) => certificate.id));
  const known = [...anchors.map(({ certificate }) => certificate), ...intermediates];
  let left = limit;
  let exhausted = false;
  return {
    candidatesFor: (signed) => {
      const name = nameKey(signed.issuer);
      const named = known.filter(
        (candidate) => nameKey(candidate.subject) === name && !contradicts(signed.authorityKeyIdentifier, candidate),
      );
      return [...new Map(named.map((candidate) => [candidate.id, candidate])).values()];
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

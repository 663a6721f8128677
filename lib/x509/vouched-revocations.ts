import { nameKey } from './name.ts';
import type { PoolContents } from './pool.ts';
import { hasKeyOf, isListOf, responderFor } from './revocation-signers.ts';
import type { RevocationDocument } from './revocation-types.ts';
import { vouchedAuthorities } from './vouched-authorities.ts';

/**
 * Makes the question whether anybody has to look at a list or response: whether a key signed it that signatures lead from to an
 * anchor, and that may speak for the issuer. A list or response that fails it counts for no certificate below these anchors.
 * @spec RFC 5280 section 6.3.3 (f) and (g); RFC 6960 section 4.2.2.2
 */
export function makeVouching(trust: Omit<PoolContents, 'limit'>): (document: RevocationDocument) => boolean {
  const vouched = vouchedAuthorities(trust);
  const named = Map.groupBy(vouched, ({ subject }) => nameKey(subject));
  return (document) => {
    if (document.kind === 'certificate-revocation-list') {
      return (named.get(nameKey(document.issuer)) ?? []).some((signer) => isListOf(document, signer));
    }
    return vouched.some(
      (issuer) => responderFor(document, issuer) !== null && document.answers.some(({ certificate }) => hasKeyOf(certificate, issuer)),
    );
  };
}

import { nameKey } from './name.ts';
import { asSigned, contradicts, MAX_PATH_LENGTH } from './signed.ts';
import type { Certificate, TrustAnchor } from './types.ts';

/** Certificates that a path may go through. */
export interface Authorities {
  readonly anchors: readonly TrustAnchor[];
  /** Certificates at hand that nobody needs to trust. */
  readonly intermediates: readonly Certificate[];
}

/**
 * The anchors, and every certificate from which signatures lead to one of them. Nothing but names, key identifiers and signatures
 * is looked at. The search begins at the anchors and tries no key that isn't vouched for, so that what strangers hand in
 * costs each of them one step and takes nothing from anybody.
 * @returns each certificate once, anchors first
 */
export function vouchedAuthorities({ anchors, intermediates }: Authorities): readonly Certificate[] {
  const vouched = new Map(anchors.map(({ certificate }) => [certificate.id, certificate]));
  const waiting = new Map(intermediates.filter(({ id }) => !vouched.has(id)).map((certificate) => [certificate.id, certificate]));
  let newest: readonly Certificate[] = [...vouched.values()];
  for (let level = 1; level < MAX_PATH_LENGTH && newest.length > 0; level += 1) {
    const signers = byName(newest);
    newest = [...waiting.values()].filter((certificate) => isIssuedByOneOf(signers, certificate));
    for (const certificate of newest) {
      waiting.delete(certificate.id);
      vouched.set(certificate.id, certificate);
    }
  }
  return [...vouched.values()];
}

function byName(certificates: readonly Certificate[]): ReadonlyMap<string, readonly Certificate[]> {
  return Map.groupBy(certificates, ({ subject }) => nameKey(subject));
}

function isIssuedByOneOf(signers: ReadonlyMap<string, readonly Certificate[]>, certificate: Certificate): boolean {
  const { issuer, authorityKeyIdentifier, verifyWith } = asSigned(certificate);
  const named = signers.get(nameKey(issuer)) ?? [];
  return named.some((signer) => !contradicts(authorityKeyIdentifier, signer) && verifyWith(signer).status === 'valid');
}

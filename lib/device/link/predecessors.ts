import { compareReference } from '#lib/platform-cert/certificate-reference.ts';
import { previousReferences } from '#lib/platform-cert/trait-rules.ts';
import type { ComponentCertificateReference } from '#lib/platform-cert/trait-types.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { Of } from './judged-document.ts';
import { bindingKey, platformCertificateKey } from './keys.ts';
import { continuesPlatform } from './platform-text.ts';
import { signatureKeys, soughtByDigest } from './signature-keys.ts';

/** What a delta or a rebase says that it continues. */
export type Predecessor =
  | { readonly kind: 'one'; readonly certificate: Of<PlatformCertificate> }
  /** Several certificates are what the reference names; nothing is applied. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Of<PlatformCertificate>[] }
  | { readonly kind: 'missing'; readonly reason: MissingReason };

/** `platform-differs`, `holder-differs` and `reference-contradicts`: one is at hand, and can't be the one that is meant. */
export type MissingReason = 'not-at-hand' | 'platform-differs' | 'holder-differs' | 'reference-contradicts';

/** Nothing at hand is what the reference names. */
export const NOT_AT_HAND: Predecessor = { kind: 'missing', reason: 'not-at-hand' };

/** Finds the certificate that a delta or a rebase continues. */
export type FindPredecessor = (of: Of<PlatformCertificate>) => Predecessor;

/**
 * Looks predecessors up among platform certificates. Up to specification 1.1 a delta's holder names its predecessor; from 2.x on
 * the last of its previous certificates does, by issuer and serial, by the digest of its signature, or by both, which must agree. A digest alone
 * leads to it whatever it is bound to; one by an algorithm that isn't looked for, only among those of its own holder or key.
 * @spec TCG Platform Certificate Profile 1.1 section 3.1 (holder of a delta), 2.1 section 3.1 (previousPlatformCertificates)
 */
export function predecessorFinder(platforms: readonly Of<PlatformCertificate>[]): FindPredecessor {
  const byName = indexed(platforms, ({ document }) => [platformCertificateKey(document)]);
  const byBinding = indexed(platforms, ({ document }) => [bindingKey(document)]);
  const bySignature = indexedByDigest(platforms);
  const candidatesFor = (of: PlatformCertificate, reference: ComponentCertificateReference): Candidates => {
    if (reference.issuerSerial !== null) return byName.get(platformCertificateKey(reference.issuerSerial));
    const sought = soughtByDigest(reference);
    return sought === null ? byBinding.get(bindingKey(of) ?? '') : bySignature.get(sought);
  };
  return (of) => {
    const reference = previousReferences(of.document).at(-1);
    if (reference === undefined) return choose(of, byName.get(holderName(of.document)) ?? []);
    return byReference(of, reference, candidatesFor(of.document, reference) ?? []);
  };
}

type Candidates = readonly Of<PlatformCertificate>[] | undefined;

/** Empty where nothing is named by a digest alone: hashing every signature of a long chain takes its time. */
function indexedByDigest(platforms: readonly Of<PlatformCertificate>[]): ReturnType<typeof indexed> {
  const isNeeded = platforms.some(({ document }) => {
    const reference = previousReferences(document).at(-1);
    return reference !== undefined && soughtByDigest(reference) !== null;
  });
  return isNeeded ? indexed(platforms, ({ document }) => signatureKeys(document)) : new Map();
}

function indexed(
  platforms: readonly Of<PlatformCertificate>[],
  keysOf: (certificate: Of<PlatformCertificate>) => readonly (string | null)[],
): ReadonlyMap<string, readonly Of<PlatformCertificate>[]> {
  const index = new Map<string, Of<PlatformCertificate>[]>();
  for (const certificate of platforms) {
    for (const key of keysOf(certificate)) {
      if (key === null) continue;
      const known = index.get(key);
      if (known === undefined) index.set(key, [certificate]);
      else known.push(certificate);
    }
  }
  return index;
}

const holderName = ({ holder }: PlatformCertificate): string => (holder === null ? '' : platformCertificateKey(holder));

function byReference(
  of: Of<PlatformCertificate>,
  reference: ComponentCertificateReference,
  candidates: readonly Of<PlatformCertificate>[],
): Predecessor {
  const answers = candidates.map((candidate) => ({ candidate, answer: compareReference(reference, candidate.document) }));
  const meant = answers.flatMap(({ candidate, answer }) => (answer === 'same' ? [candidate] : []));
  if (meant.length === 0 && answers.some(({ answer, candidate }) => answer === 'contradicts' && isHeard(of, candidate))) {
    return { kind: 'missing', reason: 'reference-contradicts' };
  }
  return choose(of, meant);
}

/** What a stranger handed in says nothing about a certificate that convinces. */
const isHeard = (of: Of<PlatformCertificate>, candidate: Of<PlatformCertificate>): boolean =>
  candidate.judged.convinces || !of.judged.convinces;

/** A reference needs exactly one certificate of the same platform and holder; where one convinces, those that don't are no candidates. */
function choose(of: Of<PlatformCertificate>, named: readonly Of<PlatformCertificate>[]): Predecessor {
  const others = named.filter(({ judged }) => judged !== of.judged);
  const alike = others.filter(({ document }) => continuesPlatform(of.document, document));
  const held = alike.filter(({ document }) => hasSameHolder(of.document, document));
  const convincing = held.filter(({ judged }) => judged.convinces);
  const candidates = convincing.length > 0 ? convincing : held;
  const [first] = candidates;
  if (first !== undefined) return candidates.length === 1 ? { kind: 'one', certificate: first } : { kind: 'ambiguous', candidates };
  if (!others.some((other) => isHeard(of, other))) return NOT_AT_HAND;
  return { kind: 'missing', reason: alike.some((other) => isHeard(of, other)) ? 'holder-differs' : 'platform-differs' };
}

/** From specification 2.x on everything has its base's holder. What a 1.1 delta is held by only its base tells. */
function hasSameHolder(later: PlatformCertificate, earlier: PlatformCertificate): boolean {
  const [own, other] = [bindingKey(later), bindingKey(earlier)];
  return own === null || other === null || own === other;
}

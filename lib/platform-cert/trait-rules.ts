import type { Generation } from './parse-configuration.ts';
import type { Reading } from './reading.ts';
import { PREVIOUS_CATEGORIES, TRAIT_CATEGORY, TRAIT_ID, traitCategoryName } from './trait-oids.ts';
import type { ComponentCertificateReference, Trait, TraitLists } from './trait-types.ts';
import type { PlatformCertificate, PlatformCertificateKind } from './types.ts';

/** What a certificate of specification 1.x has. */
export const NO_TRAITS: TraitLists = {
  platformIdentifier: [],
  previousPlatformCertificates: [],
  cryptographicAnchors: [],
  platformOwnership: [],
  manufacturingAssertions: [],
  tbbSecurityAssertions: [],
  platformConfigUri: [],
};

/** The certificates that a certificate of specification 2.x continues, oldest first; none for the other versions. */
export function previousReferences({ traits }: PlatformCertificate): readonly ComponentCertificateReference[] {
  return traits.previousPlatformCertificates.flatMap(({ value }) => (value.kind === 'certificate' ? [value.reference] : []));
}

/** The certificates that the cryptographic anchors name, with the category that each has. */
export function anchorReferences({
  traits,
}: PlatformCertificate): readonly { category: string; reference: ComponentCertificateReference }[] {
  return traits.cryptographicAnchors.flatMap(({ category, value }) =>
    value.kind === 'certificate' ? [{ category, reference: value.reference }] : [],
  );
}

/** What the rules of specification 2.x are asked of. */
export interface RuledTraits {
  readonly kind: PlatformCertificateKind;
  readonly traits: TraitLists;
  readonly generation: Generation | null;
}

/** Notes where the lists of a certificate of specification 2.x break its rules. @spec TCG Platform Certificate Profile 2.1 section 3.1 */
export function warnOfTraits(reading: Reading, { kind, traits, generation }: RuledTraits): void {
  const tell = (code: string, path: string, detail: string): void => {
    reading.warnings.push({ code, path, detail });
  };
  const { previousPlatformCertificates: previous } = traits;
  if (kind === 'platform-certificate' && previous.length > 0) {
    tell('previous-in-base', 'previousPlatformCertificates', 'a base names previous certificates, which only deltas and rebases may');
  }
  if (kind !== 'platform-certificate' && generation === 3 && previous.length === 0) {
    tell('previous-missing', 'previousPlatformCertificates', 'the certificate names no previous certificate, which the profile demands');
  }
  for (const { category, value, offset } of previous) {
    if (value.kind === 'certificate' && PREVIOUS_CATEGORIES.includes(category)) continue;
    const what = traitCategoryName(category) ?? category;
    const detail = `a trait of the category ${what} with the value ${value.kind}, wanted a reference to a platform certificate`;
    reading.warnings.push({ code: 'odd-previous', path: 'previousPlatformCertificates', detail, offset });
  }
  if (traits.platformOwnership.length > 0 && !traits.platformOwnership.some(isOwnership)) {
    tell('ownership-missing', 'platformOwnership', 'no trait of the platform ownership has the category platformOwnership');
  }
  for (const { id, offset } of traits.tbbSecurityAssertions) {
    if (!id.startsWith(SPECIFIED) || ASSERTED.has(id)) continue;
    const detail = `a trait of the syntax ${id} among the security assertions, where the profile doesn't allow it`;
    reading.warnings.push({ code: 'odd-assertion', path: 'tbbSecurityAssertions', detail, offset });
  }
}

const isOwnership = ({ category }: Trait): boolean => category === TRAIT_CATEGORY.platformOwnership;

/** The arc of the syntaxes that the profile itself defines. */
const SPECIFIED = '2.23.133.19.1.';
const ASSERTED: ReadonlySet<string> = new Set([
  TRAIT_ID.commonCriteria,
  TRAIT_ID.fipsLevel,
  TRAIT_ID.iso9000,
  TRAIT_ID.firmwareCapabilities,
  TRAIT_ID.firmwareSignatureVerification,
  TRAIT_ID.firmwareUpdateCompliance,
  TRAIT_ID.hardwareCapabilities,
  TRAIT_ID.rtm,
  TRAIT_ID.uri,
]);

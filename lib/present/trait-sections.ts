import { registryName } from '#lib/component/class-registry.ts';
import { FIELD_CATEGORIES } from '#lib/platform-cert/trait-component.ts';
import { traitCategoryName } from '#lib/platform-cert/trait-oids.ts';
import type { Trait } from '#lib/platform-cert/trait-types.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { Section, SectionLabel, SectionMaker, Value } from './document-fields.ts';
import { traitText } from './trait-text.ts';

/** The lists of traits that only certificates of specification 2.x have. */
export function traitSections({ traits, components }: PlatformCertificate, make: SectionMaker): readonly Section[] {
  const list = (heading: SectionLabel, items: readonly Trait[]): Section =>
    make.table(heading, ['meaning', 'value', 'registry', 'description'], items.map(traitCells));
  return [
    list('previous', traits.previousPlatformCertificates),
    list('anchors', traits.cryptographicAnchors),
    list('ownership', traits.platformOwnership),
    list('manufacturing', traits.manufacturingAssertions),
    list('assertionTraits', traits.tbbSecurityAssertions),
    list('configurationAddresses', traits.platformConfigUri),
    make.table(
      'componentTraits',
      ['position', 'meaning', 'value', 'registry', 'description'],
      components.flatMap(({ traits: own }, index) => furtherTraits(own).map((trait) => [index + 1, ...traitCells(trait)])),
    ),
  ];
}

/** What the table of components doesn't show already. */
const furtherTraits = (traits: readonly Trait[]): readonly Trait[] => traits.filter(({ category }) => !FIELD_CATEGORIES.has(category));

function traitCells({ category, registry, description, descriptionUri, value }: Trait): readonly Value[] {
  return [meaningOf(category), traitText(value), registryName(registry) ?? registry, description ?? descriptionUri];
}

/** The specification's own name with blanks between its words; the identifier where it has none. */
function meaningOf(category: string): string {
  return traitCategoryName(category)?.replace(/[A-Z]+/g, (capital) => ` ${capital.toLowerCase()}`) ?? category;
}

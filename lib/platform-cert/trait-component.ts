import { type DerNode, expectTag, TAG } from '#lib/encoding/der.ts';
import { readTraits } from './read-trait.ts';
import { note, type Reading } from './reading.ts';
import { PREVIOUS_CATEGORIES, TRAIT_CATEGORY, traitCategoryName } from './trait-oids.ts';
import type { CertifiedComponent, Trait, TraitValue } from './trait-types.ts';

/** Categories that become fields of the component. All but addresses and the identifier may stand there once. */
export const FIELD_CATEGORIES: ReadonlySet<string> = new Set([
  TRAIT_CATEGORY.componentClass,
  TRAIT_CATEGORY.componentManufacturer,
  TRAIT_CATEGORY.componentModel,
  TRAIT_CATEGORY.componentSerial,
  TRAIT_CATEGORY.componentStatus,
  TRAIT_CATEGORY.componentRevision,
  TRAIT_CATEGORY.componentFieldReplaceable,
  TRAIT_CATEGORY.pen,
  TRAIT_CATEGORY.networkMac,
  TRAIT_CATEGORY.componentIdentifierV11,
]);

/**
 * Reads one component of configuration 3: a single componentIdentifierV11, or a list of traits. Both become the one record
 * that the earlier configurations give; all traits are kept beside it.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' | 'bad-utf8' | 'too-many', with the octet offset
 * @spec   TCG Platform Certificate Profile 2.1 section 3.1 (PlatformConfiguration-v3)
 */
export function readTraitComponent(reading: Reading, node: DerNode, path: string): CertifiedComponent {
  const traits = readTraits(reading, expectTag(node, TAG.sequence, path), { path, isComponent: true });
  const whole = traits.find(({ value }) => value.kind === 'component')?.value;
  const listed = { ...fieldsOfTraits(reading, { node, path, traits }), traits, offset: node.start };
  if (whole?.kind !== 'component') {
    noteMissing(reading, { node, path, traits });
    return listed;
  }
  if (traits.length === 1) return { ...whole.component, traits, offset: node.start };
  const detail = `${path} has ${traits.length - 1} traits beside a component identifier, which must stand alone; they fill what it leaves open`;
  note(reading, node, { code: 'traits-beside-identifier', path, detail });
  return { ...completed(whole.component, listed), traits, offset: node.start };
}

interface TraitsOf {
  readonly node: DerNode;
  readonly path: string;
  readonly traits: readonly Trait[];
}

type Fields = Omit<CertifiedComponent, 'traits' | 'offset'>;

function fieldsOfTraits(reading: Reading, { node, path, traits }: TraitsOf): Fields {
  const byCategory = new Map<string, Trait>();
  for (const trait of traits) {
    if (!byCategory.has(trait.category)) byCategory.set(trait.category, trait);
    else if (FIELD_CATEGORIES.has(trait.category) && trait.category !== TRAIT_CATEGORY.networkMac) {
      const detail = `${path} has ${traitCategoryName(trait.category) ?? trait.category} twice; the first is read`;
      note(reading, node, { code: 'duplicate-trait', path, detail });
    }
  }
  const take = <K extends TraitValue['kind']>(category: string, kind: K): Extract<TraitValue, { kind: K }> | undefined => {
    const value = byCategory.get(category)?.value;
    // The comparison of the kinds is what the compiler can't follow through the type parameter.
    if (value?.kind === kind) return value as Extract<TraitValue, { kind: K }>;
    if (value !== undefined) {
      const detail = `${path} has ${traitCategoryName(category) ?? category} as ${value.kind}, wanted ${kind}`;
      note(reading, node, { code: 'trait-of-other-type', path, detail });
    }
    return undefined;
  };
  const text = (category: string): string | null => take(category, 'text')?.text ?? null;
  const value = take(TRAIT_CATEGORY.componentClass, 'component-class')?.value;
  return {
    class: value === undefined ? null : { registry: byCategory.get(TRAIT_CATEGORY.componentClass)?.registry ?? '', value },
    manufacturer: text(TRAIT_CATEGORY.componentManufacturer) ?? '',
    model: text(TRAIT_CATEGORY.componentModel) ?? '',
    serial: text(TRAIT_CATEGORY.componentSerial),
    revision: text(TRAIT_CATEGORY.componentRevision),
    manufacturerId: take(TRAIT_CATEGORY.pen, 'oid')?.oid ?? null,
    fieldReplaceable: take(TRAIT_CATEGORY.componentFieldReplaceable, 'boolean')?.value ?? null,
    addresses: traits.flatMap((trait) => (trait.value.kind === 'address' ? [trait.value.address] : [])),
    ...certificateOf(traits),
    status: take(TRAIT_CATEGORY.componentStatus, 'status')?.status ?? null,
  };
}

/** The component's own platform certificate: the first reference, and the first address. */
function certificateOf(traits: readonly Trait[]): Pick<Fields, 'platformCertificate' | 'platformCertificateUri'> {
  const values = traits.filter(({ category }) => PREVIOUS_CATEGORIES.includes(category)).map(({ value }) => value);
  const certificate = values.find((value) => value.kind === 'certificate');
  const uri = values.find((value) => value.kind === 'uri');
  return { platformCertificate: certificate?.reference ?? null, platformCertificateUri: uri?.reference ?? null };
}

/** What the identifier says, and what only the traits beside it say. */
function completed(component: CertifiedComponent, listed: CertifiedComponent): CertifiedComponent {
  return {
    ...component,
    class: component.class ?? listed.class,
    manufacturer: component.manufacturer || listed.manufacturer,
    model: component.model || listed.model,
    serial: component.serial ?? listed.serial,
    revision: component.revision ?? listed.revision,
    manufacturerId: component.manufacturerId ?? listed.manufacturerId,
    fieldReplaceable: component.fieldReplaceable ?? listed.fieldReplaceable,
    addresses: [...component.addresses, ...listed.addresses],
    platformCertificate: component.platformCertificate ?? listed.platformCertificate,
    platformCertificateUri: component.platformCertificateUri ?? listed.platformCertificateUri,
    status: component.status ?? listed.status,
  };
}

const REQUIRED = [TRAIT_CATEGORY.componentClass, TRAIT_CATEGORY.componentManufacturer, TRAIT_CATEGORY.componentModel] as const;

function noteMissing(reading: Reading, { node, path, traits }: TraitsOf): void {
  const missing = REQUIRED.filter((wanted) => !traits.some(({ category }) => category === wanted));
  if (missing.length === 0) return;
  const detail = `${path} lacks ${missing.map(traitCategoryName).join(', ')}, which the profile demands`;
  note(reading, node, { code: 'trait-missing', path, detail });
}

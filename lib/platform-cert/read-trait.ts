import { childrenOf, contentOf, contextPrimitive, type DerNode, expectTag, fieldsOf, rawOf, TAG } from '#lib/encoding/der.ts';
import { readOid, readString } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readClassValue } from './parse-component.ts';
import { keepUnread, note, type Reading, readImplicitText, readTolerantly } from './reading.ts';
import { TRAIT_CATEGORY, TRAIT_ID, TRAIT_REGISTRY_NONE } from './trait-oids.ts';
import type { Trait, TraitValue } from './trait-types.ts';
import { valueReader } from './trait-values.ts';

/** Traits of one list. Real components have about ten. */
export const MAX_TRAITS = 1000;

/** OCTET STRING taken as constructed, so that its content is read in place. */
const OCTET_STRING_CONSTRUCTED = 0x24;
const CLASS_OCTETS = 4;

/** Where a list of traits stands. */
export interface TraitPlace {
  readonly path: string;
  /** Whether what says what a component is must be readable: then an unreadable one is an error, else it is kept unread. */
  readonly isComponent: boolean;
}

/** What says which part a component is. A reader that left one of them out would show another part. */
const ESSENTIAL: ReadonlySet<string> = new Set([
  TRAIT_CATEGORY.componentClass,
  TRAIT_CATEGORY.componentManufacturer,
  TRAIT_CATEGORY.componentModel,
  TRAIT_CATEGORY.componentSerial,
  TRAIT_CATEGORY.componentStatus,
  TRAIT_CATEGORY.componentRevision,
  TRAIT_CATEGORY.componentIdentifierV11,
]);

/**
 * Reads a SEQUENCE OF Trait in order. Values are read wrapped in their OCTET STRING or bare; which it was is told.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' | 'bad-utf8' | 'too-many', with the octet offset
 * @spec   TCG Platform Certificate Profile 2.1 section 3.1 (Trait)
 */
export function readTraits(reading: Reading, node: DerNode, place: TraitPlace): readonly Trait[] {
  const items = childrenOf(expectTag(node, TAG.sequence, place.path));
  if (items.length > MAX_TRAITS) {
    throw new ParseError('too-many', `${items.length} traits in ${place.path}, at most ${MAX_TRAITS} are read`, { offset: node.start });
  }
  if (items.length === 0) note(reading, node, { code: 'empty-sequence', path: place.path, detail: `${place.path} is an empty list` });
  return items.map((item, index) => readTrait(reading, item, { ...place, path: `${place.path}.traits[${index}]` }));
}

function readTrait(reading: Reading, node: DerNode, { path, isComponent }: TraitPlace): Trait {
  const fields = fieldsOf(expectTag(node, TAG.sequence, path));
  const id = readOid(fields.take(path, TAG.oid));
  const category = readOid(fields.take(path, TAG.oid));
  const registry = readOid(fields.take(path, TAG.oid));
  const description = fields.takeOptional(contextPrimitive(0));
  const descriptionUri = fields.takeOptional(contextPrimitive(1));
  const valueNode = fields.take(path);
  keepUnread(reading, path, fields.rest());
  const form = formOf(id, valueNode);
  const read = (): TraitValue => readValue(reading, { id, path, form, node: valueNode });
  const mustBeRead = isComponent && ESSENTIAL.has(category);
  const value = mustBeRead ? read() : readTolerantly(reading, { path, node: valueNode }, read);
  const trait: Trait = {
    id,
    category,
    registry,
    description: description === undefined ? null : readImplicitText(reading, description, path),
    descriptionUri: descriptionUri === undefined ? null : readString(descriptionUri, TAG.ia5String),
    form,
    value: value ?? { kind: 'unread', raw: rawOf(valueNode) },
    offset: node.start,
  };
  if (registry === TRAIT_REGISTRY_NONE && trait.description === null && trait.descriptionUri === null) {
    const detail = `${path} has no registry, and no description that would say what it means`;
    note(reading, node, { code: 'trait-undescribed', path, detail });
  }
  return trait;
}

/** The class is itself an OCTET STRING: wrapped it is `04 06 04 04 …`. */
function formOf(id: string, node: DerNode): Trait['form'] {
  if (node.tag !== TAG.octetString) return 'raw';
  if (id !== TRAIT_ID.componentClass) return 'wrapped';
  const content = contentOf(node);
  return content.length === CLASS_OCTETS + 2 && content[0] === TAG.octetString && content[1] === CLASS_OCTETS ? 'wrapped' : 'raw';
}

interface ValueToRead {
  readonly id: string;
  readonly path: string;
  readonly form: Trait['form'];
  readonly node: DerNode;
}

function readValue(reading: Reading, { id, path, form, node }: ValueToRead): TraitValue {
  if (id === TRAIT_ID.componentClass) {
    const octets = expectTag(form === 'wrapped' ? unwrapped(node, path) : node, TAG.octetString, path);
    return { kind: 'component-class', value: readClassValue(reading, octets, path) };
  }
  const read = valueReader(id);
  if (read === undefined) {
    note(reading, node, { code: 'unknown-trait', path, detail: `${path} has the syntax ${id}, which isn't known; it is kept as received` });
    return { kind: 'unread', raw: rawOf(node) };
  }
  return read(reading, form === 'wrapped' ? unwrapped(node, path) : node, { path, form });
}

function unwrapped(node: DerNode, path: string): DerNode {
  const [value, extra] = childrenOf({ ...node, tag: OCTET_STRING_CONSTRUCTED });
  if (value === undefined) throw new ParseError('missing-field', `${path} has an empty value`, { offset: node.start, path });
  if (extra !== undefined) throw new ParseError('trailing-data', `${path} goes on at ${extra.start}`, { offset: extra.start, path });
  return value;
}

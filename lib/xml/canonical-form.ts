import { type CanonicalPart, exclusiveForm, XML_NAMESPACE } from './signed-part.ts';
import type { XmlAttribute, XmlElement } from './types.ts';

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const [INCLUSIVE_1_0, INCLUSIVE_1_1] = ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315', 'http://www.w3.org/2006/12/xml-c14n11'];
const MAX_PREFIXES = 32;

/** A canonical form by its name, without what says that comments stay: a reference to the document itself leaves them out. */
export type CanonicalFormName = 'inclusive-1.0' | 'inclusive-1.1' | 'exclusive';

const FORMS: ReadonlyMap<string, CanonicalFormName> = new Map([
  [INCLUSIVE_1_0, 'inclusive-1.0'],
  [`${INCLUSIVE_1_0}#WithComments`, 'inclusive-1.0'],
  [INCLUSIVE_1_1, 'inclusive-1.1'],
  [`${INCLUSIVE_1_1}#WithComments`, 'inclusive-1.1'],
  [EXCLUSIVE, 'exclusive'],
  [`${EXCLUSIVE}WithComments`, 'exclusive'],
]);

/** The form that a method or transform names; the inclusive one where there is none, undefined for anything else. */
export function canonicalFormOf(method: XmlElement | undefined): CanonicalFormName | undefined {
  return method === undefined ? 'inclusive-1.0' : FORMS.get(method.attributes.find(({ name }) => name === 'Algorithm')?.value ?? '');
}

/**
 * Attributes of the prefix `xml` that a part takes over from the elements around it, the nearest first asked. The exclusive form takes
 * none; the inclusive 1.0 takes all, and 1.1 the language and how space is treated.
 * @param ancestors  from the root inwards
 * @returns null for an `xml:base` in the form 1.1, which joins addresses: it is not made here
 * @spec Canonical XML 1.0 section 2.4; Canonical XML 1.1 section 2.4; Exclusive XML Canonicalization 1.0 section 3
 */
export function inheritedAttributes({
  element: { attributes: own },
  ancestors,
  form,
}: {
  readonly element: XmlElement;
  readonly ancestors: readonly XmlElement[];
  readonly form: CanonicalFormName;
}): readonly XmlAttribute[] | null {
  if (form === 'exclusive') return [];
  const around = new Map(ancestors.flatMap(({ attributes }) => attributes.filter(isXml).map((attribute) => [attribute.name, attribute])));
  if (form === 'inclusive-1.1') {
    if (around.has('base')) return null;
    around.delete('id');
  }
  for (const { name } of own.filter(isXml)) around.delete(name);
  return [...around.values()];
}

const isXml = ({ namespace }: XmlAttribute): boolean => namespace === XML_NAMESPACE;

/** What a form makes of a part that is already in inclusive form; null where libxml2 finds none. */
export function canonicalForm(part: CanonicalPart, method: XmlElement | undefined): string | null {
  return canonicalFormOf(method) === 'exclusive' ? exclusiveForm(part, prefixesOf(method)) : part;
}

function prefixesOf(method: XmlElement | undefined): readonly string[] {
  const list = method?.children.find(({ name, namespace }) => name === 'InclusiveNamespaces' && namespace === EXCLUSIVE);
  const written = list?.attributes.find(({ name }) => name === 'PrefixList')?.value ?? '';
  return written
    .split(/\s+/)
    .filter((prefix) => prefix !== '')
    .slice(0, MAX_PREFIXES);
}

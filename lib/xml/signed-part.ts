import { canonicalize, withLibxml2 } from './libxml2.ts';
import type { XmlAttribute, XmlElement } from './types.ts';

/** Namespace of the prefix `xml`. */
export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** A piece of markup in canonical form, with all namespaces that hold in it declared at its root. */
export type CanonicalPart = string;

/** An element of a document, and the attributes of the prefix `xml` that its canonical form takes over from what stands around it. */
export interface PartQuestion {
  readonly element: XmlElement;
  readonly inherited: readonly XmlAttribute[];
}

/**
 * Canonical form of one element out of a document: its text there, with the namespaces and attributes that it inherits in its start tag.
 * @param canonical  the document, in canonical form
 * @spec   Canonical XML 1.0 sections 2.2 and 2.4
 */
export function canonicalPart(canonical: string, { element, inherited }: PartQuestion): CanonicalPart {
  const { start, end, scope } = element;
  const text = canonical.slice(start, end);
  const [tag = '', name = ''] = /^<([^\s>]+)(?:[^>"]|"[^"]*")*>/.exec(text) ?? [];
  const own = [...tag.matchAll(/ ([^=\s]+)="[^"]*"/g)].flatMap(([whole, written = '']) =>
    /^xmlns(?::|$)/.test(written) ? [] : [{ whole, key: sortKey(written, scope) }],
  );
  const taken = inherited.map((attribute) => ({
    whole: ` xml:${attribute.name}="${escapedValue(attribute.value)}"`,
    key: sortKey(`xml:${attribute.name}`, scope),
  }));
  const attributes = [...own, ...taken].sort((a, b) => compareText(a.key, b.key)).map(({ whole }) => whole);
  const namespaces = [...scope]
    .filter(([prefix, uri]) => prefix !== 'xml' && uri !== '')
    .sort(([a], [b]) => compareText(a, b))
    .map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapedValue(uri)}"`);
  return `<${name}${namespaces.join('')}${attributes.join('')}>${text.slice(tag.length)}`;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Attributes stand in the order of their namespaces, then of their names; those without a namespace first. @spec Canonical XML 1.0 section 2.2 */
function sortKey(written: string, scope: XmlElement['scope']): string {
  const colon = written.indexOf(':');
  return colon < 0 ? `\0${written}` : `${scope.get(written.slice(0, colon)) ?? ''}\0${written.slice(colon + 1)}`;
}

/** @spec Exclusive XML Canonicalization 1.0 */
export function exclusiveForm(part: CanonicalPart, prefixes: readonly string[]): string | null {
  const xml = { text: part, offsetOf: (index: number) => index };
  return withLibxml2(xml, (document) => canonicalize(document, 'exclusive', prefixes));
}

/** @spec Canonical XML 1.0 section 2.3 (attribute nodes) */
function escapedValue(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
}

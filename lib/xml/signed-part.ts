import { canonicalize, withLibxml2 } from './libxml2.ts';
import type { XmlElement } from './types.ts';

/** A piece of markup in canonical form, with all namespaces that hold in it declared at its root. */
export type CanonicalPart = string;

/**
 * Canonical form of one element out of a document: its text there, with the namespaces that it inherits declared in its start tag.
 * @param canonical  the document, in canonical form
 * @spec   Canonical XML 1.0 section 2.4
 */
export function canonicalPart(canonical: string, { start, end, scope }: XmlElement): CanonicalPart {
  const text = canonical.slice(start, end);
  const [tag = '', name = ''] = /^<([^\s>]+)(?:[^>"]|"[^"]*")*>/.exec(text) ?? [];
  const attributes = [...tag.matchAll(/ ([^=\s]+)="[^"]*"/g)]
    .filter(([, written = '']) => !/^xmlns(?::|$)/.test(written))
    .map(([whole]) => whole);
  const namespaces = [...scope]
    .filter(([prefix, uri]) => prefix !== 'xml' && uri !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escaped(uri)}"`);
  return `<${name}${namespaces.join('')}${attributes.join('')}>${text.slice(tag.length)}`;
}

/** @spec Exclusive XML Canonicalization 1.0 */
export function exclusiveForm(part: CanonicalPart, prefixes: readonly string[]): string | null {
  const xml = { text: part, offsetOf: (index: number) => index };
  return withLibxml2(xml, (document) => canonicalize(document, 'exclusive', prefixes));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

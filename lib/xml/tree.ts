import type { XmlAttribute, XmlElement } from './types.ts';

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const OUTERMOST: ReadonlyMap<string, string> = new Map([['xml', XML_NAMESPACE]]);

interface Open {
  name: string;
  prefix: string;
  namespace: string;
  attributes: XmlAttribute[];
  children: XmlElement[];
  text: string;
  start: number;
  scope: ReadonlyMap<string, string>;
}

/**
 * The elements of a text that libxml2 wrote. Such a text is regular enough to be read by looking for brackets: no document type,
 * no sections, declarations before attributes, attributes in double quotes, and each opening bracket of the text written as a reference.
 * @param written  canonical XML, or the serialization of a document that has no canonical form
 * @spec  Canonical XML 1.0 section 2.3
 */
export function readTree(written: string): XmlElement {
  const open: Open[] = [];
  let at = written.indexOf('<');
  while (at >= 0) {
    const end = endOfMarkup(written, at);
    const next = written.charAt(at + 1);
    if (next === '/') {
      const element = close(open, end);
      if (open.length === 0) return element;
    } else if (next !== '?' && next !== '!') {
      const isEmpty = written.charAt(end - 2) === '/';
      open.push(start(written.slice(at + 1, isEmpty ? end - 2 : end - 1), at, open.at(-1)));
      if (isEmpty) {
        const element = close(open, end);
        if (open.length === 0) return element;
      }
    }
    at = written.indexOf('<', end);
    const inside = open.at(-1);
    if (inside !== undefined && at > end) inside.text += plain(written.slice(end, at));
  }
  throw new RangeError('the written text holds no element');
}

const QUOTE = 0x22;
const GREATER = 0x3e;

/** The index behind a tag or an instruction. Attribute values may hold the closing bracket. */
function endOfMarkup(written: string, at: number): number {
  if (written.startsWith('<?', at)) return written.indexOf('?>', at) + 2;
  if (written.startsWith('<!--', at)) return written.indexOf('-->', at) + 3;
  let isQuoted = false;
  for (let end = at + 1; end < written.length; end += 1) {
    const code = written.charCodeAt(end);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (code === GREATER && !isQuoted) return end + 1;
  }
  throw new RangeError('the written text ends within a tag');
}

function close(open: Open[], end: number): XmlElement {
  const last = open.pop();
  if (last === undefined) throw new RangeError('the written text closes what it did not open');
  const element: XmlElement = { ...last, end };
  open.at(-1)?.children.push(element);
  return element;
}

const ATTRIBUTE = / ([^=\s]+)="([^"]*)"/g;

/** The inside of a start tag. Declarations come first, so that names can be resolved as they come. */
function start(tag: string, at: number, parent: Open | undefined): Open {
  const space = tag.indexOf(' ');
  const { prefix, name } = splitName(space < 0 ? tag : tag.slice(0, space));
  const outer = parent?.scope ?? OUTERMOST;
  const { scope, attributes } = space < 0 ? { scope: outer, attributes: [] } : attributesOf(tag, space, outer);
  return { name, prefix, namespace: scope.get(prefix) ?? '', attributes, children: [], text: '', start: at, scope };
}

interface Attributes {
  readonly scope: ReadonlyMap<string, string>;
  readonly attributes: XmlAttribute[];
}

function attributesOf(tag: string, from: number, outer: ReadonlyMap<string, string>): Attributes {
  let scope = outer;
  const attributes: XmlAttribute[] = [];
  for (const [, written = '', quoted = ''] of tag.slice(from).matchAll(ATTRIBUTE)) {
    const value = plain(quoted);
    if (written === 'xmlns' || written.startsWith('xmlns:')) scope = new Map(scope).set(written.slice('xmlns:'.length), value);
    else {
      const { prefix, name } = splitName(written);
      attributes.push({ name, namespace: prefix === '' ? '' : (scope.get(prefix) ?? ''), value });
    }
  }
  return { scope, attributes };
}

function splitName(written: string): { readonly prefix: string; readonly name: string } {
  const colon = written.indexOf(':');
  return colon < 0 ? { prefix: '', name: written } : { prefix: written.slice(0, colon), name: written.slice(colon + 1) };
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x9;': '\t',
  '&#xA;': '\n',
  '&#xD;': '\r',
  '&#9;': '\t',
  '&#10;': '\n',
  '&#13;': '\r',
};

/** libxml2 writes these references and no others. */
function plain(text: string): string {
  return text.includes('&')
    ? text.replace(/&(?:amp|lt|gt|quot|#x9|#xA|#xD|#9|#10|#13);/g, (reference) => REFERENCES[reference] ?? reference)
    : text;
}

import { ParseError, type ParseErrorCode } from '#lib/encoding/parse-error.ts';
import type { XmlText } from './decode.ts';

/** Attributes of one element. */
export const MAX_XML_ATTRIBUTES = 256;
/** Elements, attributes, comments, instructions and sections of one document: libxml2 takes about 150 octets for each. */
export const MAX_XML_NODES = 3_000_000;
/** Namespace declarations that hold at one place: each is looked at for every element below it. */
export const MAX_XML_NAMESPACES = 64;

const SPEC = 'XML 1.0 section 2';
const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const QUESTION = 0x3f;
const EXCLAMATION = 0x21;

interface Scan {
  readonly xml: XmlText;
  readonly maxDepth: number;
  at: number;
  depth: number;
  nodes: number;
  /** Namespace declarations of each open element. */
  readonly namespaces: number[];
  namespacesInScope: number;
  hasRoot: boolean;
}

/**
 * Walks over the markup of a document without building anything, and refuses what would cost too much or reach out of the file:
 * a document type with its entities, depth, numbers. Whether the document is well-formed is for libxml2 to say.
 * @throws ParseError 'xml-doctype' | 'too-deep' | 'too-many' | 'truncated', with the octet offset
 */
export function scanXml(xml: XmlText, maxDepth: number): void {
  const scan: Scan = { xml, maxDepth, at: 0, depth: 0, nodes: 0, namespaces: [], namespacesInScope: 0, hasRoot: false };
  for (;;) {
    const next = xml.text.indexOf('<', scan.at);
    if (next < 0) break;
    scan.at = next;
    scanMarkup(scan);
  }
  if (scan.depth > 0 || !scan.hasRoot) throw truncated(scan);
}

function scanMarkup(scan: Scan): void {
  scan.nodes += 1;
  if (scan.nodes > MAX_XML_NODES) throw failure(scan, 'too-many', `more than ${MAX_XML_NODES} elements and attributes`);
  const next = scan.xml.text.charCodeAt(scan.at + 1);
  if (next === QUESTION) skipTo(scan, '?>', 2);
  else if (next === EXCLAMATION) scanDeclaration(scan);
  else if (next === SLASH) {
    skipTo(scan, '>', 2);
    scan.depth -= 1;
    scan.namespacesInScope -= scan.namespaces.pop() ?? 0;
  } else scanStartTag(scan);
}

function scanDeclaration(scan: Scan): void {
  const { text } = scan.xml;
  if (text.startsWith('<!--', scan.at)) skipTo(scan, '-->', 4);
  else if (text.startsWith('<![CDATA[', scan.at)) skipTo(scan, ']]>', 9);
  else if (text.length - scan.at < '<!DOCTYPE'.length) throw truncated(scan);
  else {
    throw failure(scan, 'xml-doctype', 'a document type declaration, which can hold entities; remove it: what is read here needs none');
  }
}

/** Attributes are counted by their equals signs outside of quotes. */
function scanStartTag(scan: Scan): void {
  const { text } = scan.xml;
  let attributes = 0;
  let at = scan.at + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) throw truncated(scan);
    if (code === GREATER) break;
    if (code === LESS) throw failure(scan, 'bad-xml', 'a tag that does not end before the next begins');
    if (code === EQUALS) attributes += 1;
    if (code === QUOTE || code === APOSTROPHE) at = endOfQuoted(scan, at, code);
    at += 1;
  }
  if (attributes > MAX_XML_ATTRIBUTES)
    throw failure(scan, 'too-many', `${attributes} attributes of one element; ${MAX_XML_ATTRIBUTES} are read`);
  scan.nodes += attributes;
  scan.hasRoot = true;
  if (text.charCodeAt(at - 1) !== SLASH) enter(scan, attributes === 0 ? 0 : declarationsIn(text.slice(scan.at, at)));
  scan.at = at + 1;
}

function enter(scan: Scan, declarations: number): void {
  scan.depth += 1;
  if (scan.depth > scan.maxDepth) throw failure(scan, 'too-deep', `elements nested more than ${scan.maxDepth} deep`);
  scan.namespaces.push(declarations);
  scan.namespacesInScope += declarations;
  if (scan.namespacesInScope > MAX_XML_NAMESPACES) {
    throw failure(scan, 'too-many', `more than ${MAX_XML_NAMESPACES} namespace declarations hold at one element`);
  }
}

/** A value that looks like a declaration counts too, which does no harm. */
function declarationsIn(tag: string): number {
  return tag.includes('xmlns') ? tag.split(/\sxmlns[:=\s]/).length - 1 : 0;
}

function endOfQuoted(scan: Scan, from: number, quote: number): number {
  const end = scan.xml.text.indexOf(String.fromCharCode(quote), from + 1);
  if (end < 0) throw truncated(scan);
  return end;
}

function skipTo(scan: Scan, close: string, from: number): void {
  const end = scan.xml.text.indexOf(close, scan.at + from);
  if (end < 0) throw truncated(scan);
  scan.at = end + close.length;
}

function truncated({ xml }: Scan): ParseError {
  return new ParseError('truncated', 'the XML ends before its root element does', { offset: xml.offsetOf(xml.text.length), spec: SPEC });
}

function failure({ xml, at }: Scan, code: ParseErrorCode, message: string): ParseError {
  return new ParseError(code, message, { offset: xml.offsetOf(at), spec: SPEC });
}

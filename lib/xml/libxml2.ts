import { type ErrorDetail, ParseOption, XmlDocument, XmlError, XmlLibError } from 'libxml2-wasm';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { XmlText } from './decode.ts';

/**
 * No network, no external entity, no catalog; text as decoded here, whatever the declaration says.
 * The limits of libxml2 are lifted because those of scan.ts are stricter, all but the one for the length of one text.
 */
const OPTIONS =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_NOCDATA |
  ParseOption.XML_PARSE_IGNORE_ENC |
  ParseOption.XML_PARSE_BIG_LINES |
  ParseOption.XML_PARSE_HUGE;

const SPEC = 'XML 1.0; Namespaces in XML 1.0';
/** Characters of a message of libxml2 that are repeated. */
const MAX_MESSAGE = 200;

/**
 * Parses a text that scan.ts let pass, and frees the memory of WebAssembly when `use` is done with the document.
 * @throws ParseError 'bad-xml', with the octet offset where libxml2 says it
 */
export function withLibxml2<T>(xml: XmlText, use: (document: XmlDocument) => T): T {
  const document = parse(xml);
  try {
    return use(document);
  } finally {
    document.dispose();
  }
}

function parse(xml: XmlText): XmlDocument {
  try {
    return XmlDocument.fromString(xml.text, { option: OPTIONS });
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    const [first] = error.details;
    throw new ParseError('bad-xml', `not well-formed: ${shortMessage(first?.message ?? error.message)}`, {
      ...(first === undefined ? {} : { offset: xml.offsetOf(indexOf(xml.text, first)) }),
      spec: SPEC,
    });
  }
}

/** Line and column count from 1; the column counts octets, so it is only near where other letters come before. */
function indexOf(text: string, { line, col }: ErrorDetail): number {
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const next = text.indexOf('\n', start);
    if (next < 0) break;
    start = next + 1;
  }
  return Math.min(start + Math.max(col - 1, 0), text.length);
}

/** One line of printable characters; a name from the file may hold anything. */
export function shortMessage(message: string): string {
  const line = message.trim().split('\n', 1)[0] ?? '';
  return line.replace(/[^\x20-\x7e]/gu, '?').slice(0, MAX_MESSAGE);
}

/** Which canonical form. */
export type CanonicalForm = 'inclusive' | 'exclusive';

/**
 * Canonical XML of a whole document, without comments.
 * @param prefixes  InclusiveNamespaces of the exclusive form
 * @returns null where canonical XML has no answer: a namespace that is no absolute address
 * @spec   Canonical XML 1.0; Exclusive XML Canonicalization 1.0
 */
export function canonicalize(document: XmlDocument, form: CanonicalForm, prefixes: readonly string[] = []): string | null {
  const chunks: Uint8Array[] = [];
  const mode = form === 'inclusive' ? 0 : 1;
  const write = (chunk: Uint8Array): number => {
    // The chunk is a view of WebAssembly's memory, which changes.
    chunks.push(chunk.slice());
    return chunk.length;
  };
  try {
    document.canonicalize(
      { write, close: () => true },
      { mode, ...(prefixes.length === 0 ? {} : { inclusiveNamespacePrefixes: [...prefixes] }) },
    );
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The document as libxml2 writes it, with empty-element tags and comments. */
export function serialize(document: XmlDocument): string {
  return document.toString({ format: false, noDeclaration: true });
}

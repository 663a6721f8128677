import { ParseError } from '#lib/encoding/parse-error.ts';
import { decodeXml, type XmlText } from './decode.ts';
import { canonicalize, serialize, withLibxml2 } from './libxml2.ts';
import { scanXml } from './scan.ts';
import { type CompiledXmlSchema, validateXml, type XmlSchemaVerdict } from './schema.ts';
import { readTree } from './tree.ts';
import type { XmlLimits, XmlRead } from './types.ts';
import { xmlPathOf } from './xml-path.ts';

/** A document whose size, depth and encoding were checked, and that holds no document type. */
export type CheckedXml = XmlText;

/**
 * Decodes an XML file and checks it against the limits, before any of it is built in memory.
 * @throws ParseError 'too-large' | 'empty-file' | 'bad-utf8' | 'bad-xml' | 'xml-doctype' | 'too-deep' | 'too-many' | 'truncated'
 */
export function checkXml(bytes: Uint8Array, { maxBytes, maxDepth }: XmlLimits): CheckedXml {
  if (bytes.length > maxBytes) throw new ParseError('too-large', `${bytes.length} octets; ${maxBytes} are read`, { offset: maxBytes });
  const xml = decodeXml(bytes);
  if (xml.text.trim() === '') throw new ParseError('empty-file', 'no XML element in the file', { offset: 0 });
  scanXml(xml, maxDepth);
  return xml;
}

/** What one parse of a document gives. */
export interface XmlReading extends XmlRead {
  /** Undefined when no schema was asked for. */
  readonly verdict: XmlSchemaVerdict | undefined;
}

/** Which schema a document is validated by, decided when its root is known. */
export type ChooseSchema = (root: XmlRead['root']) => CompiledXmlSchema | undefined;

/** Errors of a schema that are told. */
const MAX_SCHEMA_ERRORS = 100;

/**
 * Reads a checked document. libxml2 decides what is well-formed; elements are read from its canonical form, the same that
 * signatures are computed over, so that there is one understanding of the file.
 * @throws ParseError 'bad-xml'
 */
export function readXml(xml: CheckedXml, chooseSchema: ChooseSchema = () => undefined): XmlReading {
  return withLibxml2(xml, (document) => {
    const canonical = canonicalize(document, 'inclusive');
    const root = readTree(canonical ?? serialize(document));
    const schema = chooseSchema(root);
    if (schema === undefined) return { root, canonical, verdict: undefined };
    const { valid, errors } = validateXml(document, schema, MAX_SCHEMA_ERRORS);
    return { root, canonical, verdict: { valid, errors: errors.map(({ message, path }) => ({ message, path: xmlPathOf(root, path) })) } };
  });
}

import type { Members } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { checkXml, readXml, type XmlReading } from '#lib/xml/read.ts';
import { type CompiledXmlSchema, compileXmlSchema } from '#lib/xml/schema.ts';
import { verifyXmlSignatures } from '#lib/xml/signature.ts';
import type { XmlElement, XmlSchemaError } from '#lib/xml/types.ts';
import { MAX_BOM_BYTES, MAX_BOM_DEPTH } from './limits.ts';
import type { Notes } from './notes.ts';
import { quoted } from './read-value.ts';
import type { SchemaVerdict } from './schema.ts';
import { isXmlSpecVersion, readXmlSchema, type XmlSpecVersion } from './schema-files.ts';
import type { BomProblem, CycloneDxBom } from './types.ts';
import { bomFromXml } from './xml-tree.ts';

/** A BOM in the shape of its JSON form, whichever form it was written in. */
export interface BomSource {
  readonly form: CycloneDxBom['form'];
  readonly bom: Members;
  readonly specVersion: string;
  readonly schema: SchemaVerdict;
  readonly signed: boolean;
  readonly signatures: CycloneDxBom['signatures'];
  /** What names the document where it is no serial number of CycloneDX. */
  readonly namespace?: string | null;
}

const NAMESPACE = 'http://cyclonedx.org/schema/bom/';
const SPEC = 'ECMA-424 (CycloneDX), XML schemas';

/**
 * Reads a BOM in XML and validates it by the XML schema of its version.
 * @throws ParseError 'unsupported-version', and what lib/xml throws
 */
export function readXmlSource(bytes: Uint8Array, notes: Notes): BomSource {
  const xml = checkXml(bytes, { maxBytes: MAX_BOM_BYTES, maxDepth: MAX_BOM_DEPTH });
  const reading = readXml(xml, (root) => schemaOf(specVersionOf(root)));
  const specVersion = specVersionOf(reading.root);
  const { bom, foreignElements } = bomFromXml(reading.root, specVersion);
  if (foreignElements > 0) {
    const detail = `${foreignElements} elements of other namespaces are extensions, which were not read.`;
    notes.add({ code: 'foreign-elements', detail });
  }
  return { form: 'xml', bom, specVersion, schema: verdictOf(reading, specVersion), ...signaturesOf(reading) };
}

/** A namespace whose end is no version at all is a mistake in a BOM; a version that is not known is refused. */
function specVersionOf({ namespace }: XmlElement): string {
  const version = namespace.startsWith(NAMESPACE) ? namespace.slice(NAMESPACE.length) : '';
  if (!/^\d+\.\d+$/.test(version) || isXmlSpecVersion(version)) return version;
  throw new ParseError('unsupported-version', `CycloneDX ${quoted(version)}; this version of Assay reads CycloneDX 1.0 to 1.7 in XML`, {
    offset: 0,
    spec: SPEC,
  });
}

const compiled = new Map<XmlSpecVersion, CompiledXmlSchema>();

/** Compiles once for each version, which takes about a tenth of a second. */
function schemaOf(version: string): CompiledXmlSchema | undefined {
  if (!isXmlSpecVersion(version)) return undefined;
  const known = compiled.get(version) ?? compileXmlSchema(readXmlSchema(version));
  compiled.set(version, known);
  return known;
}

function verdictOf({ verdict, root }: XmlReading, specVersion: string): SchemaVerdict {
  if (verdict !== undefined) return { valid: verdict.valid, problems: problemsOf(verdict.errors) };
  const detail = `The namespace ${quoted(root.namespace)} names no version of CycloneDX; ${quoted(specVersion)} has no schema.`;
  return { valid: false, problems: [{ code: 'schema', detail, path: null }] };
}

/** libxml2 tells a value that breaks a rule twice: by the rule, and by the type that has it. */
function problemsOf(errors: readonly XmlSchemaError[]): BomProblem[] {
  const problems: BomProblem[] = [];
  for (const { message, path } of errors) {
    const last = problems.at(-1);
    if (last?.path === path && /is not a valid value of the (?:atomic|local atomic|union) type/.test(message)) continue;
    problems.push({ code: 'schema', detail: message, path: path === '' ? null : path });
  }
  return problems;
}

/** A signature anywhere that covers the whole document is one of the BOM. */
function signaturesOf(reading: XmlReading): Pick<BomSource, 'signed' | 'signatures'> {
  const found = verifyXmlSignatures(reading);
  const signatures = found.map(({ coversDocument, place, ...signature }): CycloneDxBom['signatures'][number] => {
    const path = coversDocument ? '' : place;
    return { ...signature, path, form: 'xml-signature', excludes: [] };
  });
  return { signed: signatures.some(({ path }) => path === ''), signatures };
}

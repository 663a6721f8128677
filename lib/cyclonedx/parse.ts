import { componentSetDigest } from '#lib/component/digest.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { isMembers, type Members, membersOf } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { bomLinks } from './bom-links.ts';
import { isCdxHbom, readCdxHbom } from './cdx-hbom.ts';
import { completenessOf } from './completeness.ts';
import { componentEntries } from './component-entries.ts';
import { type BomForm, identifyCycloneDx } from './identify.ts';
import { verifyJsfSignatures } from './jsf.ts';
import { MAX_BOM_BYTES, MAX_BOM_DEPTH } from './limits.ts';
import { makeNotes, type Notes } from './notes.ts';
import { outlineOf } from './outline.ts';
import { readComponent } from './read-component.ts';
import { readSubject, readTools } from './read-metadata.ts';
import { quoted, textOf } from './read-value.ts';
import { validateBom } from './schema.ts';
import { isSpecVersion, type SpecVersion } from './schema-files.ts';
import { semanticProblems } from './semantics.ts';
import { readSpdxSource } from './spdx.ts';
import type { BomComponent, CycloneDxBom } from './types.ts';
import { type BomSource, readXmlSource } from './xml-source.ts';

const SPEC = 'ECMA-424 (CycloneDX)';

/**
 * Parses a CycloneDX BOM, JSON 1.2 to 1.7 or XML 1.0 to 1.7, or an SPDX document in JSON, 2.2 or 2.3. One that its schema refuses is read as far as it goes, and says so in `problems`.
 * @throws ParseError 'unsupported-version' for protobuf, tag-value and other versions · 'unknown-format' for other JSON ·
 *         'too-large' · 'too-many' · 'bad-value' · what parseJson and lib/xml throw
 * @spec   ECMA-424 (CycloneDX 1.6), and the schemas of each version
 */
export function parseCycloneDx(bytes: Uint8Array): CycloneDxBom {
  if (bytes.length > MAX_BOM_BYTES) throw new ParseError('too-large', `${bytes.length} octets; a BOM may have ${MAX_BOM_BYTES}`);
  const form = identifyCycloneDx(bytes);
  const notes = makeNotes();
  if (form?.form === 'protobuf') throw protobuf(form);
  if (form?.form === 'spdx-tag-value') throw tagValue(form);
  return readBom(sourceOf(bytes, notes, form), notes);
}

function sourceOf(bytes: Uint8Array, notes: Notes, form: BomForm | undefined): BomSource {
  if (form?.form === 'xml') return readXmlSource(bytes, notes);
  return form?.form === 'spdx-json' ? readSpdxSource(bytes, notes) : readJsonSource(bytes, notes, form);
}

function readJsonSource(bytes: Uint8Array, notes: Notes, form: BomForm | undefined): BomSource {
  const bom = parseJson(bytes, { maxDepth: MAX_BOM_DEPTH, note: (warning) => notes.add(warning) });
  if (!isMembers(bom)) throw new ParseError('bad-value', 'the JSON text is no object; a BOM is one', { offset: 0, spec: SPEC });
  if (form === undefined)
    throw new ParseError('unknown-format', 'the JSON object is no CycloneDX BOM: bomFormat is missing', { spec: SPEC });
  const specVersion = specVersionOf(bom);
  return { form: 'json', bom, specVersion, schema: validateBom(bom, specVersion), ...signaturesOf(bom, bytes) };
}

/** Looked for in the octets first, so that a BOM without signatures isn't walked over for them. */
function signaturesOf(bom: Members, bytes: Uint8Array): Pick<BomSource, 'signed' | 'signatures'> {
  const signed = isMembers(bom.signature);
  const mayHave = signed || Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('"signature"');
  return { signed, signatures: mayHave ? verifyJsfSignatures(bom) : [] };
}

function readBom({ form, bom, specVersion, schema, signed, signatures, namespace }: BomSource, notes: Notes): CycloneDxBom {
  const entries = componentEntries(bom, notes);
  const tools = readTools(bom);
  const plain = { subject: readSubject(bom), components: entries.map((entry) => readComponent(entry, notes)) };
  const { subject, components } = isCdxHbom({ tools }) ? readCdxHbom(plain, notes) : plain;
  noteExternal(components, notes);
  return {
    kind: 'cyclonedx-bom',
    form,
    specVersion,
    serialNumber: namespace ?? serialNumberOf(bom, notes),
    version: versionOf(bom, notes),
    timestamp: textOf(membersOf(bom.metadata).timestamp),
    subject,
    tools,
    components,
    completeness: completenessOf(bom, entries),
    links: bomLinks(bom, entries),
    digest: componentSetDigest(components, identifiersOf),
    schemaValid: schema.valid,
    signed,
    signatures,
    sections: outlineOf(bom),
    problems: [...schema.problems, ...semanticProblems(bom, components)],
    warnings: notes.warnings,
  };
}

/** @spec CycloneDX 1.7 JSON schema, component isExternal */
function noteExternal(components: readonly BomComponent[], notes: Notes): void {
  const external = components.filter(({ isExternal }) => isExternal === true);
  const [first] = external;
  if (first === undefined) return;
  const what = external.length === 1 ? '1 component is' : `${external.length} components are`;
  const detail = `${what} external: the environment provides them, and they are no part of what the BOM is about.`;
  notes.add({ code: 'external-component', detail, path: first.path });
}

/** What tells one package from another beside the fields of a unit; in the order of canonical JSON, which is quick to write then. */
function identifiersOf({ type, group, purl, cpe, swidTagId, quantity, isExternal }: BomComponent) {
  return isExternal === true
    ? { cpe, group, isExternal, purl, quantity, swidTagId, type }
    : { cpe, group, purl, quantity, swidTagId, type };
}

function specVersionOf(bom: Members): SpecVersion {
  const written = textOf(bom.specVersion);
  if (written !== null && isSpecVersion(written)) return written;
  const got = written === null ? 'no specVersion' : `CycloneDX ${quoted(written)}`;
  throw new ParseError('unsupported-version', `${got}; this version of Assay reads CycloneDX 1.2 to 1.7 in JSON`, {
    path: 'specVersion',
    spec: SPEC,
  });
}

function protobuf({ specVersion }: BomForm): ParseError {
  const version = specVersion === null ? '' : ` ${visible(specVersion)}`;
  const detail = `this is a CycloneDX${version} BOM in protobuf; Assay reads the JSON and XML forms, so export it as one of these`;
  return new ParseError('unsupported-version', detail, { offset: 0, spec: SPEC });
}

function tagValue({ specVersion }: BomForm): ParseError {
  const version = specVersion === null ? '' : ` ${visible(specVersion)}`;
  const detail = `this is an SPDX${version} document in its tag-value form; Assay reads the JSON form of SPDX 2.2 and 2.3, so convert it to that`;
  return new ParseError('unsupported-version', detail, { offset: 0, spec: 'SPDX 2.3 annex C' });
}

/** The namespace comes from the file and may hold anything. */
function visible(specVersion: string): string {
  return /^[\w.-]{1,16}$/.test(specVersion) ? specVersion : quoted(specVersion);
}

function serialNumberOf(bom: Members, notes: Notes): string | null {
  const serialNumber = textOf(bom.serialNumber);
  if (serialNumber === null) {
    notes.add({
      code: 'no-serial-number',
      detail: 'The BOM has no serial number; other documents cannot refer to it.',
      path: 'serialNumber',
    });
  }
  return serialNumber;
}

/** The schemas make 1 the default. */
function versionOf(bom: Members, notes: Notes): number {
  const { version } = bom;
  if (typeof version === 'number' && Number.isSafeInteger(version) && version > 0) return version;
  if (version !== undefined) {
    notes.add({
      code: 'bad-version',
      detail: `The version ${quoted(version)} is no whole number from 1; it was read as 1.`,
      path: 'version',
    });
  }
  return 1;
}

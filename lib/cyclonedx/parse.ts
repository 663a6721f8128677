import { componentSetDigest } from '#lib/component/digest.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { completenessOf } from './completeness.ts';
import { componentEntries } from './component-entries.ts';
import { type BomForm, identifyCycloneDx } from './identify.ts';
import { makeNotes, type Notes } from './notes.ts';
import { readComponent } from './read-component.ts';
import { readSubject, readTools } from './read-metadata.ts';
import { isMembers, type Members, membersOf, quoted, textOf } from './read-value.ts';
import { validateBom } from './schema.ts';
import { isSpecVersion, type SpecVersion } from './schema-files.ts';
import { semanticProblems } from './semantics.ts';
import type { BomComponent, CycloneDxBom } from './types.ts';

/** Octets of one BOM. A real one of 63,440 packages has 33 MB. */
export const MAX_BOM_BYTES = 64 * 1024 * 1024;
/** Nesting of arrays and objects: two levels for each level of components. */
export const MAX_BOM_DEPTH = 64;

const SPEC = 'ECMA-424 (CycloneDX)';

/**
 * Parses a CycloneDX BOM in JSON, 1.2 to 1.7. One that its schema refuses is read as far as it goes, and says so in `problems`.
 * @throws ParseError 'unsupported-version' for XML, protobuf and other versions · 'unknown-format' for other JSON ·
 *         'too-large' · 'too-many' · 'bad-value' · what parseJson throws
 * @spec   ECMA-424 (CycloneDX 1.6), and the JSON schemas 1.2 to 1.7
 */
export function parseCycloneDx(bytes: Uint8Array): CycloneDxBom {
  if (bytes.length > MAX_BOM_BYTES) throw new ParseError('too-large', `${bytes.length} octets; a BOM may have ${MAX_BOM_BYTES}`);
  const form = identifyCycloneDx(bytes);
  if (form !== undefined && form.form !== 'json') throw otherForm(form);
  const notes = makeNotes();
  const bom = parseJson(bytes, { maxDepth: MAX_BOM_DEPTH, note: (warning) => notes.add(warning) });
  if (!isMembers(bom)) throw new ParseError('bad-value', 'the JSON text is no object; a BOM is one', { offset: 0, spec: SPEC });
  if (form === undefined)
    throw new ParseError('unknown-format', 'the JSON object is no CycloneDX BOM: bomFormat is missing', { spec: SPEC });
  return readBom(bom, specVersionOf(bom), notes);
}

function readBom(bom: Members, specVersion: SpecVersion, notes: Notes): CycloneDxBom {
  const entries = componentEntries(bom, notes);
  const components = entries.map((entry) => readComponent(entry, notes));
  const schema = validateBom(bom, specVersion);
  return {
    kind: 'cyclonedx-bom',
    specVersion,
    serialNumber: serialNumberOf(bom, notes),
    version: versionOf(bom, notes),
    timestamp: textOf(membersOf(bom.metadata).timestamp),
    subject: readSubject(bom),
    tools: readTools(bom),
    components,
    completeness: completenessOf(bom, entries),
    digest: componentSetDigest(components, identifiersOf),
    schemaValid: schema.valid,
    signed: isMembers(bom.signature),
    problems: [...schema.problems, ...semanticProblems(bom, components)],
    warnings: notes.warnings,
  };
}

/** What tells one package from another beside the fields of a unit. */
function identifiersOf({ type, group, purl, cpe, swidTagId, quantity }: BomComponent) {
  return { type, group, purl, cpe, swidTagId, quantity };
}

function specVersionOf(bom: Members): SpecVersion {
  const written = textOf(bom.specVersion);
  if (written !== null && isSpecVersion(written)) return written;
  const got = written === null ? 'no specVersion' : `CycloneDX ${quoted(written)}`;
  throw new ParseError('unsupported-version', `${got}; this version of Assay reads CycloneDX JSON 1.2 to 1.7`, {
    path: 'specVersion',
    spec: SPEC,
  });
}

function otherForm({ form, specVersion }: BomForm): ParseError {
  const what = `this is a CycloneDX${specVersion === null ? '' : ` ${visible(specVersion)}`} BOM in ${form === 'xml' ? 'XML' : 'protobuf'}`;
  return new ParseError('unsupported-version', `${what}; this version of Assay reads the JSON form, so export it as JSON`, {
    offset: 0,
    spec: SPEC,
  });
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

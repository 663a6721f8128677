import { parseJson } from '#lib/encoding/json.ts';
import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { MAX_BOM_DEPTH } from './limits.ts';
import type { Notes } from './notes.ts';
import { quoted, textOf } from './read-value.ts';
import type { SchemaVerdict } from './schema.ts';
import { agentOf, spdxComponent, spdxFile } from './spdx-component.ts';
import { noteLosses } from './spdx-losses.ts';
import { arrange, type RelatedElements } from './spdx-relationships.ts';
import type { BomProblem } from './types.ts';
import type { BomSource } from './xml-source.ts';

const SPEC = 'SPDX 2.3';
const VERSIONS = ['2.2', '2.3'];

/**
 * Reads an SPDX document in JSON into the shape of a CycloneDX BOM: packages and files are components, and what CONTAINS tells is
 * nesting. What has no place in that shape is counted in the notes.
 * @throws ParseError 'unsupported-version' · 'bad-value' · what parseJson throws
 * @spec   SPDX 2.3 chapters 6 to 11
 */
export function readSpdxSource(bytes: Uint8Array, notes: Notes): BomSource {
  const document = parseJson(bytes, { maxDepth: MAX_BOM_DEPTH, note: (warning) => notes.add(warning) });
  if (!isMembers(document))
    throw new ParseError('bad-value', 'the JSON text is no object; an SPDX document is one', { offset: 0, spec: SPEC });
  const specVersion = specVersionOf(document);
  const related = arrange(document, elementsOf(document), notes);
  noteLosses(document, notes);
  return {
    form: 'spdx-json',
    bom: bomOf(document, related),
    specVersion,
    schema: structureOf(document),
    signed: false,
    signatures: [],
    namespace: textOf(document.documentNamespace),
  };
}

function specVersionOf(document: Members): string {
  const written = textOf(document.spdxVersion) ?? textOf(document['@context']);
  const version = written?.replace(/^SPDX-/, '') ?? '';
  if (VERSIONS.includes(version)) return version;
  throw new ParseError('unsupported-version', `SPDX ${quoted(written)}; this version of Assay reads SPDX 2.2 and 2.3 in JSON`, {
    path: 'spdxVersion',
    spec: SPEC,
  });
}

/** Packages and files by their identifier; of two with one identifier the first is related, and both are kept. */
function elementsOf(document: Members): readonly Members[] {
  const packages = listOf(document.packages).filter(isMembers).map(spdxComponent);
  const files = listOf(document.files).filter(isMembers).map(spdxFile);
  return [...packages, ...files];
}

function bomOf(document: Members, { components, dependencies, subject }: RelatedElements): Members {
  const { created, creators } = membersOf(document.creationInfo);
  const tools = listOf(creators).flatMap((creator) => {
    const name = /^Tool:\s*(.+)$/.exec(textOf(creator) ?? '')?.[1];
    return name === undefined ? [] : [{ name }];
  });
  const authors = listOf(creators).flatMap((creator) => {
    const name = /^Tool:/.test(textOf(creator) ?? '') ? null : agentOf(creator);
    return name === null ? [] : [{ name }];
  });
  const properties = OWN_TEXTS.flatMap((name) => {
    const value = textOf(document[name]);
    return value === null ? [] : [{ name: `spdx:${name}`, value }];
  });
  return {
    metadata: { timestamp: textOf(created), tools, authors, properties, ...(subject === undefined ? {} : { component: subject }) },
    components,
    dependencies,
  };
}

/** Texts about the document that a BOM has no member for. */
const OWN_TEXTS = ['name', 'comment'] as const;

const REQUIRED = ['spdxVersion', 'SPDXID', 'name', 'documentNamespace', 'dataLicense'] as const;

/** What SPDX requires of every document. There is no schema of it in this program, so this is all that is checked. */
function structureOf(document: Members): SchemaVerdict {
  const problems: BomProblem[] = [];
  const require = (members: Members, names: readonly string[], path: string): void => {
    for (const name of names) {
      if (problems.length < 100 && textOf(members[name]) === null) {
        problems.push({ code: 'schema', detail: `${quoted(name)} is missing; SPDX requires it.`, path: path === '' ? null : path });
      }
    }
  };
  require(document, REQUIRED, '');
  require(membersOf(document.creationInfo), ['created'], 'creationInfo');
  for (const [index, element] of listOf(document.packages).entries())
    require(membersOf(element), ['SPDXID', 'name', 'downloadLocation'], `packages[${index}]`);
  for (const [index, element] of listOf(document.files).entries()) require(membersOf(element), ['SPDXID', 'fileName'], `files[${index}]`);
  return { valid: problems.length === 0, problems };
}

import { listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import type { Notes } from './notes.ts';
import { quoted, textOf } from './read-value.ts';
import { ALGORITHMS, asserted, TYPES } from './spdx-component.ts';

/** Members that are read, at least in part: what of them is not, the rules below tell. */
const READ = {
  document: new Set([
    'spdxVersion',
    '@context',
    'SPDXID',
    'name',
    'comment',
    'documentNamespace',
    'dataLicense',
    'creationInfo',
    'packages',
    'files',
    'relationships',
    'documentDescribes',
  ]),
  'creation information': new Set(['created', 'creators']),
  packages: new Set([
    'SPDXID',
    'name',
    'versionInfo',
    'summary',
    'description',
    'copyrightText',
    'checksums',
    'licenseConcluded',
    'licenseDeclared',
    'externalRefs',
    'supplier',
    'originator',
    'homepage',
    'downloadLocation',
    'primaryPackagePurpose',
    'hasFiles',
  ]),
  files: new Set(['SPDXID', 'fileName', 'copyrightText', 'checksums', 'licenseConcluded']),
} as const;
/** Names that one note lists; SPDX has fewer, a hostile file may invent any number. */
const MAX_NAMES = 40;

/**
 * Tells what an SPDX document says and a BOM has no place for, by the name of its members and how often they occur. What SPDX writes where
 * nothing is claimed is no loss.
 * @spec SPDX 2.3 chapters 6 to 12
 */
export function noteLosses(document: Members, notes: Notes): void {
  const packages = listOf(document.packages).map(membersOf);
  const files = listOf(document.files).map(membersOf);
  const lost = {
    document: countAll([document], READ.document),
    'creation information': countAll([membersOf(document.creationInfo)], READ['creation information']),
    packages: countAll(packages, READ.packages),
    files: countAll(files, READ.files),
  };
  for (const each of packages) for (const name of partlyLost(each)) count(lost.packages, name, 1);
  for (const each of files) count(lost.files, 'checksums', unknownDigests(each));
  for (const [what, counts] of Object.entries(lost)) {
    if (counts.size > 0)
      notes.add({ code: 'not-carried-over', detail: `Of the ${what} these were not read into the BOM: ${textOfCounts(counts)}.` });
  }
}

type Counts = Map<string, number>;

function count(counts: Counts, name: string, by: number): void {
  if (by > 0) counts.set(name, (counts.get(name) ?? 0) + by);
}

function countAll(elements: readonly Members[], read: ReadonlySet<string>): Counts {
  const counts: Counts = new Map();
  for (const element of elements)
    for (const [name, value] of Object.entries(element)) if (!read.has(name)) count(counts, name, claims(value));
  return counts;
}

/** How many things a value says. */
function claims(value: unknown): number {
  if (Array.isArray(value)) return value.filter((each) => claims(each) > 0).length;
  return value === null || value === '' || value === 'NOASSERTION' || value === 'NONE' ? 0 : 1;
}

/** Of two members for one place the second; what has a value that a BOM doesn't know. */
function partlyLost(element: Members): readonly string[] {
  const { summary, description, supplier, originator, licenseConcluded, licenseDeclared, primaryPackagePurpose } = element;
  const isSecond = (first: unknown, second: unknown): boolean =>
    asserted(first) !== null && asserted(second) !== null && asserted(first) !== asserted(second);
  const purpose = textOf(primaryPackagePurpose);
  return [
    ...(isSecond(summary, description) ? ['description'] : []),
    ...(isSecond(supplier, originator) ? ['originator'] : []),
    ...(isSecond(licenseConcluded, licenseDeclared) ? ['licenseDeclared'] : []),
    ...(purpose !== null && !TYPES.has(purpose) ? ['primaryPackagePurpose'] : []),
    ...Array.from({ length: unknownDigests(element) }, () => 'checksums'),
  ];
}

function unknownDigests({ checksums }: Members): number {
  return listOf(checksums).filter((checksum) => !ALGORITHMS.has(textOf(membersOf(checksum).algorithm) ?? '')).length;
}

function textOfCounts(counts: Counts): string {
  const names = [...counts].slice(0, MAX_NAMES).map(([name, times]) => `${times} ${/^\w{1,40}$/.test(name) ? name : quoted(name)}`);
  const more = counts.size - names.length;
  return [...names, ...(more === 0 ? [] : [`members of ${more} other names`])].join(', ');
}

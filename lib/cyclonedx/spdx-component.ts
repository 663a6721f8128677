import { listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { textOf } from './read-value.ts';

/** Purposes of packages by the type of component; one of another purpose is a library. @spec SPDX 2.3 section 7.24 */
export const TYPES: ReadonlyMap<string, string> = new Map([
  ['APPLICATION', 'application'],
  ['FRAMEWORK', 'framework'],
  ['LIBRARY', 'library'],
  ['CONTAINER', 'container'],
  ['OPERATING-SYSTEM', 'operating-system'],
  ['OPERATING_SYSTEM', 'operating-system'],
  ['DEVICE', 'device'],
  ['FIRMWARE', 'firmware'],
  ['FILE', 'file'],
]);

/** Names of digests by those of CycloneDX, which has no place for others. @spec SPDX 2.3 section 7.10 */
export const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'MD5'],
  ['SHA1', 'SHA-1'],
  ['SHA256', 'SHA-256'],
  ['SHA384', 'SHA-384'],
  ['SHA512', 'SHA-512'],
  ['SHA3-256', 'SHA3-256'],
  ['SHA3-384', 'SHA3-384'],
  ['SHA3-512', 'SHA3-512'],
  ['BLAKE2b-256', 'BLAKE2b-256'],
  ['BLAKE2b-384', 'BLAKE2b-384'],
  ['BLAKE2b-512', 'BLAKE2b-512'],
  ['BLAKE3', 'BLAKE3'],
]);

/** A package as a component; one without a purpose is a library. @spec SPDX 2.3 chapter 7 */
export function spdxComponent(element: Members): Members {
  const references = referencesOf(element.externalRefs);
  const supplier = agentOf(element.supplier) ?? agentOf(element.originator);
  return {
    type: TYPES.get(textOf(element.primaryPackagePurpose) ?? '') ?? 'library',
    'bom-ref': textOf(element.SPDXID),
    name: textOf(element.name),
    version: asserted(element.versionInfo),
    description: textOf(element.summary) ?? textOf(element.description),
    copyright: asserted(element.copyrightText),
    hashes: hashesOf(element.checksums),
    licenses: licensesOf(element),
    externalReferences: [...addressesOf(element), ...references.others],
    ...(supplier === null ? {} : { supplier: { name: supplier } }),
    ...references.identifiers,
  };
}

/** A file as a component of the type `file`. @spec SPDX 2.3 chapter 8 */
export function spdxFile(element: Members): Members {
  return {
    type: 'file',
    'bom-ref': textOf(element.SPDXID),
    name: textOf(element.fileName),
    copyright: asserted(element.copyrightText),
    hashes: hashesOf(element.checksums),
    licenses: licensesOf(element),
  };
}

/** Null for what SPDX writes where nothing is claimed. */
export function asserted(value: unknown): string | null {
  const text = textOf(value);
  return text === 'NOASSERTION' || text === 'NONE' ? null : text;
}

/** `Organization: Name (mail)` or `Person: Name`. */
export function agentOf(value: unknown): string | null {
  const written = asserted(value)?.replace(/^(?:Organization|Person):\s*/, '');
  return written === undefined ? null : written.replace(/\s*\([^()]*\)\s*$/, '') || null;
}

function hashesOf(checksums: unknown): Members[] {
  return listOf(checksums).flatMap((checksum) => {
    const { algorithm, checksumValue } = membersOf(checksum);
    const alg = ALGORITHMS.get(textOf(algorithm) ?? '');
    const content = textOf(checksumValue);
    return alg === undefined || content === null ? [] : [{ alg, content }];
  });
}

function licensesOf({ licenseConcluded, licenseDeclared }: Members): Members[] {
  const expression = asserted(licenseConcluded) ?? asserted(licenseDeclared);
  return expression === null ? [] : [{ expression }];
}

function addressesOf({ homepage, downloadLocation }: Members): Members[] {
  const entry = (type: string, value: unknown): Members[] => {
    const url = asserted(value);
    return url === null ? [] : [{ type, url }];
  };
  return [...entry('website', homepage), ...entry('distribution', downloadLocation)];
}

interface SpdxReferences {
  readonly identifiers: Members;
  readonly others: readonly Members[];
}

/** The first package URL, CPE and SWID tag are identifiers; the rest are references. @spec SPDX 2.3 annex F */
function referencesOf(externalRefs: unknown): SpdxReferences {
  const identifiers = new Map<string, unknown>();
  const others: Members[] = [];
  for (const { referenceType, referenceLocator } of listOf(externalRefs).map(membersOf)) {
    const locator = textOf(referenceLocator);
    if (locator === null) continue;
    const name = identifierName(textOf(referenceType) ?? '');
    if (name === null || identifiers.has(name)) others.push({ type: 'other', url: locator });
    else identifiers.set(name, name === 'swid' ? { tagId: locator.replace(/^swid:/, '') } : locator);
  }
  return { identifiers: Object.fromEntries(identifiers), others };
}

function identifierName(type: string): 'purl' | 'cpe' | 'swid' | null {
  if (/^cpe2[23]Type$/.test(type)) return 'cpe';
  return type === 'purl' || type === 'swid' ? type : null;
}

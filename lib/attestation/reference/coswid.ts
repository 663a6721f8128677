import { type CborItem, type CborMap, cborIdentity, cborMember } from '#lib/encoding/cbor-item.ts';
import type { Warning } from '#lib/encoding/parse-error.ts';
import { readHashEntry } from './cbor-digests.ts';
import {
  asCount,
  asMap,
  asTagId,
  asText,
  asUri,
  type CborPlace,
  cborRefusal,
  inside,
  oneOrMore,
  optional,
  required,
} from './cbor-fields.ts';
import { versionSchemeName } from './comid.ts';
import { MAX_MANIFEST_DEPTH, MAX_MANIFEST_ENTRIES } from './limits.ts';
import type { ManifestEntity, ManifestLink, PayloadFile, ReferenceManifest } from './types.ts';

/** What a CoSWID tag says. */
export interface Coswid
  extends Pick<
    ReferenceManifest,
    'tagId' | 'tagVersion' | 'version' | 'versionScheme' | 'corpus' | 'patch' | 'supplemental' | 'entities' | 'links' | 'files'
  > {
  readonly name: string;
  readonly warnings: readonly Warning[];
}

/** Members of the maps, by number. @spec RFC 9393 sections 2.3 to 2.9 */
const KEY = {
  tagId: 0,
  softwareName: 1,
  entity: 2,
  link: 4,
  payload: 6,
  hash: 7,
  corpus: 8,
  patch: 9,
  supplemental: 11,
  tagVersion: 12,
  softwareVersion: 13,
  versionScheme: 14,
  directory: 16,
  file: 17,
  size: 20,
  fsName: 24,
  pathElements: 26,
  entityName: 31,
  regId: 32,
  role: 33,
  href: 38,
  rel: 40,
} as const;
/** @spec RFC 9393 section 4.2 */
const ROLES: Readonly<Record<string, string>> = {
  1: 'tagCreator',
  2: 'softwareCreator',
  3: 'aggregator',
  4: 'distributor',
  5: 'licensor',
  6: 'maintainer',
};
/** @spec RFC 9393 section 4.4 */
const RELATIONS: Readonly<Record<string, string>> = {
  1: 'ancestor',
  2: 'component',
  3: 'feature',
  4: 'installationmedia',
  5: 'packageinstaller',
  6: 'parent',
  7: 'patches',
  8: 'requires',
  9: 'see-also',
  10: 'supersedes',
  11: 'supplemental',
};

/**
 * Reads a concise-swid-tag: its identity, and the files of its payload.
 * @throws ParseError 'bad-value', 'missing-field', 'too-many', 'too-deep', 'too-large', with the offset and the path
 * @spec RFC 9393 section 2
 */
export function readCoswid(item: CborItem, place: CborPlace): Coswid {
  const map = asMap(item, place);
  const flag = (key: number, name: string): boolean => optional({ map, key, name, place }, asFlag) ?? false;
  const scheme = cborMember(map, KEY.versionScheme);
  const found: Found = { files: [], withoutDigest: 0 };
  const payload = optional({ map, key: KEY.payload, name: 'payload', place }, asMap);
  if (payload !== null) collectFiles(payload, { directories: [], place: inside(place, 'payload') }, found);
  return {
    tagId: required({ map, key: KEY.tagId, name: 'tag-id', place }, asTagId),
    tagVersion: optional({ map, key: KEY.tagVersion, name: 'tag-version', place }, asCount) ?? 0,
    name: required({ map, key: KEY.softwareName, name: 'software-name', place }, asText),
    version: optional({ map, key: KEY.softwareVersion, name: 'software-version', place }, asText),
    versionScheme: scheme === undefined ? null : versionSchemeName(scheme),
    corpus: flag(KEY.corpus, 'corpus'),
    patch: flag(KEY.patch, 'patch'),
    supplemental: flag(KEY.supplemental, 'supplemental'),
    entities: oneOrMore(cborMember(map, KEY.entity), place).map((entity) => readEntity(entity, inside(place, 'entity'))),
    links: oneOrMore(cborMember(map, KEY.link), place).map((link) => readLink(link, inside(place, 'link'))),
    files: found.files,
    warnings:
      found.withoutDigest === 0
        ? []
        : [
            {
              code: 'files-without-digest',
              detail: `${found.withoutDigest} files have no digest by a hash function that is known`,
              path: place.path,
            },
          ],
  };
}

function asFlag(item: CborItem, place: CborPlace): boolean {
  if (item.kind !== 'boolean') throw cborRefusal('bad-value', 'wanted true or false', { item, place });
  return item.value;
}

function readEntity(item: CborItem, place: CborPlace): ManifestEntity {
  const map = asMap(item, place);
  const roles = oneOrMore(cborMember(map, KEY.role), place).map((role) =>
    role.kind === 'text' ? role.value : (ROLES[cborIdentity(role)] ?? `role ${cborIdentity(role)}`),
  );
  return {
    name: required({ map, key: KEY.entityName, name: 'entity-name', place }, asText),
    regid: optional({ map, key: KEY.regId, name: 'reg-id', place }, asUri),
    roles,
  };
}

function readLink(item: CborItem, place: CborPlace): ManifestLink {
  const map = asMap(item, place);
  const rel = cborMember(map, KEY.rel);
  if (rel === undefined) throw cborRefusal('missing-field', 'rel is missing', { item, place });
  return {
    href: required({ map, key: KEY.href, name: 'href', place }, asUri),
    rel: rel.kind === 'text' ? rel.value : (RELATIONS[cborIdentity(rel)] ?? `relation ${cborIdentity(rel)}`),
  };
}

interface Found {
  readonly files: PayloadFile[];
  withoutDigest: number;
}

interface Directory {
  readonly directories: readonly string[];
  readonly place: CborPlace;
}

function collectFiles(map: CborMap, { directories, place }: Directory, found: Found): void {
  if (directories.length > MAX_MANIFEST_DEPTH)
    throw cborRefusal('too-deep', `directories nested more than ${MAX_MANIFEST_DEPTH} deep`, { item: map, place });
  for (const item of oneOrMore(cborMember(map, KEY.file), place)) addFile(item, { directories, place: inside(place, 'file') }, found);
  for (const item of oneOrMore(cborMember(map, KEY.directory), place)) {
    const at = inside(place, 'directory');
    const directory = asMap(item, at);
    const name = required({ map: directory, key: KEY.fsName, name: 'fs-name', place: at }, asText);
    const elements = optional({ map: directory, key: KEY.pathElements, name: 'path-elements', place: at }, asMap);
    if (elements !== null) collectFiles(elements, { directories: [...directories, name], place: at }, found);
  }
}

function addFile(item: CborItem, { directories, place }: Directory, found: Found): void {
  const map = asMap(item, place);
  const digest = optional({ map, key: KEY.hash, name: 'hash', place }, (entry, at) => readHashEntry(entry, at) ?? undefined);
  const name = required({ map, key: KEY.fsName, name: 'fs-name', place }, asText);
  if (digest === null || digest === undefined) found.withoutDigest += 1;
  else if (found.files.length >= MAX_MANIFEST_ENTRIES)
    throw cborRefusal('too-many', `more than ${MAX_MANIFEST_ENTRIES} files`, { item, place });
  else
    found.files.push({
      name,
      directory: directories.join('/'),
      size: optional({ map, key: KEY.size, name: 'size', place }, asCount),
      digests: [digest],
    });
}

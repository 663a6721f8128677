import { listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import type { ComponentEntry } from './component-entries.ts';
import { textOf } from './read-value.ts';
import type { BomLink } from './types.ts';

/** Links that are read of one BOM; a hostile one could have millions. */
const MAX_LINKS = 1000;
const BOM_LINK = /^urn:cdx:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/([1-9][0-9]{0,8}))?(?:#(.+))?$/i;

/**
 * What a BOM points to for the contents of its subject and its components: external references of the type `bom`.
 * @returns at most MAX_LINKS, those of the subject and of the BOM first
 * @spec    CycloneDX BOM-Link; ECMA-424 (CycloneDX 1.6), externalReferences
 */
export function bomLinks(bom: Members, entries: readonly ComponentEntry[]): readonly BomLink[] {
  const subject = membersOf(membersOf(bom.metadata).component);
  const links = [...linksOf(subject, null), ...linksOf(bom, null)];
  for (const { members, path } of entries) {
    if (links.length >= MAX_LINKS) break;
    links.push(...linksOf(members, path));
  }
  return links.slice(0, MAX_LINKS);
}

function linksOf(members: Members, from: string | null): readonly BomLink[] {
  return listOf(members.externalReferences)
    .slice(0, MAX_LINKS)
    .map(membersOf)
    .flatMap((reference): BomLink[] => {
      const url = textOf(reference.url);
      if (reference.type !== 'bom' || url === null) return [];
      return [{ from, url, ...targetOf(url), sha256: sha256Of(reference.hashes) }];
    });
}

function targetOf(url: string): Pick<BomLink, 'serialNumber' | 'version' | 'ref'> {
  const [, serial, version, ref] = BOM_LINK.exec(url) ?? [];
  if (serial === undefined) return { serialNumber: null, version: null, ref: null };
  return {
    serialNumber: `urn:uuid:${serial.toLowerCase()}`,
    version: version === undefined ? null : Number(version),
    ref: ref === undefined ? null : decoded(ref),
  };
}

/** A reference is written percent-encoded; one that isn't is taken as it stands. */
function decoded(ref: string): string {
  try {
    return decodeURIComponent(ref);
  } catch {
    return ref;
  }
}

function sha256Of(hashes: unknown): string | null {
  for (const { alg, content } of listOf(hashes).map(membersOf)) {
    const digest = textOf(content)?.toLowerCase() ?? '';
    if (alg === 'SHA-256' && /^[0-9a-f]{64}$/.test(digest)) return digest;
  }
  return null;
}

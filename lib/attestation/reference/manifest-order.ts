import { normalizeText } from '#lib/component/normalize.ts';
import { versionOrder } from '#lib/component/version-order.ts';
import type { ReferenceManifest } from './types.ts';

/** A manifest that convinces, and under whom. */
export interface ConvincingManifest {
  readonly manifest: ReferenceManifest;
  /** SHA-256 of the file. */
  readonly documentId: string;
  /** Key of the anchor that its signer's path ends in. */
  readonly anchor: string;
}

/** Manifests of one device that are compared with each other; beyond them nothing is said of their order. */
export const MAX_ORDERED = 500;

/**
 * Which manifests a newer one under the same anchor replaced: it says so by a link, it is a later version of the same tag, it names the digest of
 * the other as the one before, or it is of a higher version of the same firmware of the same platform. Two that replace each other replace nothing.
 * What adds to a manifest, or patches it, replaces none: their values add up.
 * @returns document ids
 * @spec ISO/IEC 19770-2:2015 section 8.5.6 (Link); TCG Reference Integrity Manifest Information Model 1.01 section 5.4 (rimLinkHash)
 */
export function supersededManifests(manifests: readonly ConvincingManifest[]): ReadonlySet<string> {
  if (manifests.length > MAX_ORDERED) return new Set();
  const isReplaced = (older: ConvincingManifest): boolean => manifests.some((newer) => replaces(newer, older) && !replaces(older, newer));
  return new Set(manifests.filter(isReplaced).map(({ documentId }) => documentId));
}

function replaces(newer: ConvincingManifest, older: ConvincingManifest): boolean {
  if (newer.documentId === older.documentId || newer.anchor !== older.anchor || !isOfOneRole(newer.manifest, older.manifest)) return false;
  return saysSo(newer, older) || isLaterTag(newer.manifest, older.manifest) || isHigherVersion(newer.manifest, older.manifest);
}

const isOfOneRole = (a: ReferenceManifest, b: ReferenceManifest): boolean => a.patch === b.patch && a.supplemental === b.supplemental;

function saysSo({ manifest: { links, rimLinkHash, patch, supplemental } }: ConvincingManifest, older: ConvincingManifest): boolean {
  const { tagId, innerTags, file } = older.manifest;
  const names = [tagId, ...innerTags.map(({ id }) => id)].flatMap((id) => [id, `swid:${id}`]);
  if (links.some(({ rel, href }) => rel === 'supersedes' && names.includes(href))) return true;
  const digests = [older.documentId, file.sha256, file.sha384, file.sha512];
  return !patch && !supplemental && rimLinkHash !== null && digests.includes(rimLinkHash);
}

/** Also of the tags inside: a concise manifest has no version of its own. */
function isLaterTag(newer: ReferenceManifest, older: ReferenceManifest): boolean {
  if (newer.tagId === older.tagId && newer.tagVersion > older.tagVersion) return true;
  const known = new Map(older.innerTags.map(({ id, version }) => [id, version]));
  return newer.innerTags.some(({ id, version }) => version > (known.get(id) ?? version));
}

function isHigherVersion(newer: ReferenceManifest, older: ReferenceManifest): boolean {
  if (newer.patch || newer.supplemental) return false;
  const [platform, firmware] = [isEqual(newer.platform, older.platform), isEqual(newer.firmware, older.firmware)];
  const [from, to] = [older.firmware.version, newer.firmware.version];
  if (!platform || !firmware || from === null || to === null) return false;
  return versionOrder({ from, to, scheme: null, manufacturer: newer.firmware.manufacturer ?? '' }) === 'newer';
}

type Named = Pick<ReferenceManifest['platform'], 'manufacturer' | 'model'>;

const isEqual = (a: Named, b: Named): boolean => isSameName(a.manufacturer, b.manufacturer) && isSameName(a.model, b.model);

/** Without a name nothing is the same. */
const isSameName = (a: string | null, b: string | null): boolean => a !== null && b !== null && normalizeText(a) === normalizeText(b);

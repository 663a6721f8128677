import { normalizeText } from '#lib/component/normalize.ts';
import { versionOrder } from '#lib/component/version-order.ts';
import { sourceKey } from './reference-value.ts';
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
 * What adds to a manifest, or patches it, replaces none: their values add up. Of a manifest that holds several tags each is replaced by itself; all of
 * them are the whole.
 * @returns manifests and tags, as `sourceKey` has them
 * @spec ISO/IEC 19770-2:2015 section 8.5.6 (Link); TCG Reference Integrity Manifest Information Model 1.01 section 5.4 (rimLinkHash);
 *       draft-ietf-rats-corim section 5.1.1 (tag-version)
 */
export function supersededManifests(manifests: readonly ConvincingManifest[]): ReadonlySet<string> {
  if (manifests.length > MAX_ORDERED) return new Set();
  return new Set(manifests.flatMap((older) => replacedOf(older, manifests)));
}

function replacedOf(older: ConvincingManifest, manifests: readonly ConvincingManifest[]): readonly string[] {
  const { documentId, manifest } = older;
  const others = manifests.filter((newer) => isComparable(newer, older));
  if (others.some((newer) => replaces(newer, older) && !replaces(older, newer))) return [sourceKey(documentId)];
  const tags = manifest.innerTags.filter((tag) => others.some((newer) => replacesTag(newer, { tag, older })));
  if (tags.length > 0 && tags.length === manifest.innerTags.length) return [sourceKey(documentId)];
  return tags.map(({ id }) => sourceKey(documentId, id));
}

const isComparable = (newer: ConvincingManifest, older: ConvincingManifest): boolean =>
  newer.documentId !== older.documentId && newer.anchor === older.anchor && isOfOneRole(newer.manifest, older.manifest);

function replaces(newer: ConvincingManifest, older: ConvincingManifest): boolean {
  return saysSo(newer, older) || isLaterTag(newer.manifest, older.manifest) || isHigherVersion(newer.manifest, older.manifest);
}

const isOfOneRole = (a: ReferenceManifest, b: ReferenceManifest): boolean => a.patch === b.patch && a.supplemental === b.supplemental;

/** What a manifest says of tags, ready to be asked for each of another one: both may hold thousands. */
interface SaidOfTags {
  readonly versions: ReadonlyMap<string, number>;
  readonly superseded: ReadonlySet<string>;
}

const said = new WeakMap<ReferenceManifest, SaidOfTags>();

function saidOfTags(manifest: ReferenceManifest): SaidOfTags {
  const known = said.get(manifest);
  if (known !== undefined) return known;
  const superseded = new Set(manifest.links.flatMap(({ rel, href }) => (rel === 'supersedes' ? [href.replace(/^swid:/, ''), href] : [])));
  const versions = new Map<string, number>();
  for (const { id, version } of manifest.innerTags) versions.set(id, Math.max(version, versions.get(id) ?? 0));
  said.set(manifest, { versions, superseded });
  return { versions, superseded };
}

const isNamed = (manifest: ReferenceManifest, id: string): boolean => saidOfTags(manifest).superseded.has(id);

function saysSo({ manifest }: ConvincingManifest, older: ConvincingManifest): boolean {
  const { tagId, file } = older.manifest;
  if (isNamed(manifest, tagId)) return true;
  const { rimLinkHash, patch, supplemental } = manifest;
  const digests = [older.documentId, file.sha256, file.sha384, file.sha512];
  return !patch && !supplemental && rimLinkHash !== null && digests.includes(rimLinkHash);
}

const isLaterTag = (newer: ReferenceManifest, older: ReferenceManifest): boolean =>
  newer.tagId === older.tagId && newer.tagVersion > older.tagVersion;

interface OfTag {
  readonly tag: ReferenceManifest['innerTags'][number];
  readonly older: ConvincingManifest;
}

/** A concise manifest has no version of its own: its tags have. */
function replacesTag({ manifest: newer }: ConvincingManifest, { tag, older }: OfTag): boolean {
  if ((saidOfTags(newer).versions.get(tag.id) ?? tag.version) > tag.version) return true;
  return isNamed(newer, tag.id) && ![newer.tagId, ...newer.innerTags.map(({ id }) => id)].some((id) => isNamed(older.manifest, id));
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

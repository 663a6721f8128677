import type { Warning } from '#lib/encoding/parse-error.ts';
import { digestsOfFile } from '#lib/tpm/parse.ts';
import { checkXml, readXml } from '#lib/xml/read.ts';
import type { XmlAttribute, XmlElement } from '#lib/xml/types.ts';
import { MAX_MANIFEST_BYTES, MAX_MANIFEST_DEPTH } from './limits.ts';
import {
  boundedText,
  countAttribute,
  flagAttribute,
  requiredText,
  SWID_NAMESPACE,
  swidChildren,
  swidRefusal,
  textAttribute,
} from './swid-element.ts';
import { readPayload } from './swid-payload.ts';
import type { ManifestEntity, ManifestLink, ReferenceManifest } from './types.ts';
import { manifestSignatureOf } from './xml-manifest-signature.ts';

/**
 * Parses a reference integrity manifest in the form of a SWID tag, and compares the digest of its signature. Nothing outside the file
 * is looked at.
 * @throws ParseError what lib/xml throws; 'unknown-format' for another root, 'missing-field', 'bad-value', 'duplicate-key', 'too-many', 'too-large'
 * @spec TCG Reference Integrity Manifest Information Model 1.01 section 5; TCG PC Client Reference Integrity Manifest 1.1; ISO/IEC 19770-2:2015
 */
export function parseSwidManifest(bytes: Uint8Array): ReferenceManifest {
  const reading = readXml(checkXml(bytes, { maxBytes: MAX_MANIFEST_BYTES, maxDepth: MAX_MANIFEST_DEPTH }));
  const { root } = reading;
  if (root.name !== 'SoftwareIdentity' || root.namespace !== SWID_NAMESPACE) {
    throw swidRefusal(
      'unknown-format',
      `the root is ${JSON.stringify(root.name.slice(0, 40))}; wanted SoftwareIdentity of ISO/IEC 19770-2:2015`,
      '',
    );
  }
  const { unread, ...payload } = readPayload(payloadOf(root));
  const meta = metaOf(root);
  return {
    kind: 'reference-manifest',
    format: 'swid-rim',
    file: digestsOfFile(bytes),
    tagId: requiredText(root, 'tagId'),
    tagVersion: countAttribute(root, 'tagVersion') ?? 0,
    name: requiredText(root, 'name'),
    version: textAttribute(root, 'version'),
    versionScheme: textAttribute(root, 'versionScheme'),
    corpus: flagAttribute(root, 'corpus'),
    patch: flagAttribute(root, 'patch'),
    supplemental: flagAttribute(root, 'supplemental'),
    entities: swidChildren(root, 'Entity').map(readEntity),
    ...platformOf(meta),
    links: swidChildren(root, 'Link').map(readLink),
    ...payload,
    innerTags: [],
    triples: [],
    validity: null,
    signature: manifestSignatureOf(reading),
    warnings: warningsOf(root, unread),
  };
}

function payloadOf(root: XmlElement): XmlElement {
  const [payload, second] = swidChildren(root, 'Payload');
  if (payload === undefined) throw swidRefusal('missing-field', 'no Payload: the tag vouches for nothing', 'Payload');
  if (second !== undefined) throw swidRefusal('duplicate-key', 'several Payload elements; a tag has one', 'Payload');
  return payload;
}

function readEntity(entity: XmlElement): ManifestEntity {
  const roles = requiredText(entity, 'role')
    .split(/\s+/)
    .filter((role) => role !== '');
  return { name: requiredText(entity, 'name'), regid: textAttribute(entity, 'regid'), roles };
}

function readLink(link: XmlElement): ManifestLink {
  return { href: requiredText(link, 'href'), rel: requiredText(link, 'rel') };
}

const TCG_NAMESPACE = 'https://trustedcomputinggroup.org/';

/** Meta attributes by their lower-case name: makers spell them with a capital letter, and with several addresses as the namespace. */
function metaOf(root: XmlElement): ReadonlyMap<string, string> {
  const attributes = swidChildren(root, 'Meta').flatMap((meta) => meta.attributes);
  const known = new Map<string, string>();
  const own = attributes.filter(({ namespace }) => namespace.startsWith(TCG_NAMESPACE));
  for (const attribute of own) addMeta(known, attribute);
  for (const { name, value } of attributes) if (!known.has(name.toLowerCase())) known.set(name.toLowerCase(), value);
  return known;
}

function addMeta(known: Map<string, string>, { name, value }: XmlAttribute): void {
  const key = name.toLowerCase();
  const before = known.get(key);
  if (before !== undefined && before !== value)
    throw swidRefusal('duplicate-key', `${name} is given twice, with two values`, `Meta/@${name}`);
  known.set(key, value);
}

type Described = Pick<ReferenceManifest, 'platform' | 'firmware' | 'bindingSpec' | 'rimLinkHash'>;

/** @spec TCG Reference Integrity Manifest Information Model 1.01 section 5.4 (Meta) */
function platformOf(meta: ReadonlyMap<string, string>): Described {
  const text = (...names: readonly string[]): string | null =>
    names.map((name) => boundedText(meta.get(name.toLowerCase()), `Meta/@${name}`)).find((value) => value !== null) ?? null;
  const link = text('rimLinkHash');
  return {
    platform: {
      manufacturer: text('platformManufacturerStr'),
      manufacturerId: text('platformManufacturerId'),
      model: text('platformModel'),
      version: text('platformVersion'),
    },
    firmware: {
      manufacturer: text('firmwareManufacturerStr', 'firmwareManufacturer'),
      manufacturerId: text('firmwareManufacturerId'),
      model: text('firmwareModel'),
      version: text('firmwareVersion', 'colloquialVersion'),
    },
    bindingSpec: text('bindingSpec'),
    rimLinkHash: link === null ? null : linkHash(link),
  };
}

/** Octets of SHA-256, SHA-384 and SHA-512. */
const LINK_SIZES: readonly number[] = [32, 48, 64];

/** Hexadecimal or base64, as makers write it. */
function linkHash(written: string): string {
  const text = written.trim();
  const octets = /^(?:[0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, 'hex') : base64(text);
  if (octets === null || !LINK_SIZES.includes(octets.length)) {
    throw swidRefusal(
      'bad-value',
      `rimLinkHash ${JSON.stringify(text.slice(0, 40))} is no digest in hexadecimal or base64`,
      'Meta/@rimLinkHash',
    );
  }
  return octets.toString('hex');
}

function base64(text: string): Buffer | null {
  const octets = Buffer.from(text, 'base64');
  return octets.toString('base64') === text ? octets : null;
}

function warningsOf(root: XmlElement, unread: number): readonly Warning[] {
  const entities = swidChildren(root, 'Entity');
  const creator = entities.some(({ attributes }) =>
    attributes.some(({ name, value }) => name === 'role' && value.split(/\s+/).includes('tagCreator')),
  );
  const version = textAttribute(root, 'version');
  return [
    ...(creator ? [] : [{ code: 'no-tag-creator', detail: 'no entity has the role tagCreator', path: 'Entity' }]),
    ...(version === null ? [{ code: 'no-version', detail: 'the tag tells no version of what it is about', path: '@version' }] : []),
    ...(unread === 0
      ? []
      : [
          {
            code: 'payload-not-read',
            detail: `${unread} elements of the payload are neither files nor measurements, and vouch for nothing here`,
            path: 'Payload',
          },
        ]),
  ];
}

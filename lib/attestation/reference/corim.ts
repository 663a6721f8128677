import { parseCbor } from '#lib/encoding/cbor.ts';
import { type CborItem, type CborMap, cborMember } from '#lib/encoding/cbor-item.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { digestsOfFile } from '#lib/tpm/parse.ts';
import { type CoseSign1, readCoseSign1 } from '../cose-sign1.ts';
import { asIdentifier, asList, asMap, asTagId, asUri, type CborPlace, cborRefusal, inside, optional, required } from './cbor-fields.ts';
import { type Comid, readComid, readEntity } from './comid.ts';
import type { ReferenceTriple } from './comid-types.ts';
import { COSE_LABELS, coseManifestSignature, type SignedTimes, signedTimes } from './cose-manifest-signature.ts';
import { type Coswid, readCoswid } from './coswid.ts';
import { MAX_MANIFEST_BYTES } from './limits.ts';
import type { ManifestLink, ReferenceManifest } from './types.ts';
import { readValidity } from './validity.ts';

const SPEC = 'draft-ietf-rats-corim section 4';
/** Tags of the whole, of one that is signed, of its payload, and of the tags in it. Older drafts wrapped the first two once more. */
const TAG = {
  corim: 500,
  unsigned: 501,
  signed: 502,
  cose: 18,
  coswid: 505,
  comid: 506,
  trustList: 508,
  standaloneCoswid: 1398229316,
} as const;
/** Profiles whose rules this program knows: measurements of TPM registers, by the number of the register or as one digest over all. */
export const KNOWN_PROFILES: readonly string[] = ['tag:github.com/parallaxsecond,2023-03-03:tpm', 'http://enacttrust.com/veraison/1.0.0'];
const ROLES: readonly string[] = ['tagCreator', 'manifestCreator', 'manifestSigner'];

/**
 * Parses a CoRIM, signed or not, or a CoSWID that stands alone.
 * @throws ParseError those of CBOR and COSE; 'unsupported-version' for a profile that isn't known and for a payload that is elsewhere;
 *   'bad-value', 'missing-field', 'duplicate-key', 'too-many', 'too-large'
 * @spec draft-ietf-rats-corim section 4; RFC 9393
 */
export function parseConciseManifest(bytes: Uint8Array): ReferenceManifest {
  return { ...readConcise(bytes), file: digestsOfFile(bytes) };
}

type Unnamed = Omit<ReferenceManifest, 'file'>;

function readConcise(bytes: Uint8Array): Unnamed {
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw new ParseError('too-large', `${bytes.length} octets; ${MAX_MANIFEST_BYTES} are read`, { offset: MAX_MANIFEST_BYTES, spec: SPEC });
  }
  const item = unwrapped(parseCbor(bytes));
  const place: CborPlace = { base: 0, path: 'corim', spec: SPEC };
  if (item.kind !== 'tag') throw cborRefusal('unknown-format', `wanted a tag, got ${item.kind}`, { item, place });
  switch (item.tag) {
    case TAG.unsigned:
      return corimManifest(asMap(item.item, place), place);
    case TAG.cose:
      return signedManifest(item);
    case TAG.standaloneCoswid:
      return coswidManifest(readCoswid(item.item, { ...place, path: 'coswid' }));
    default:
      throw cborRefusal('unknown-format', `tag ${item.tag} begins no concise manifest`, { item, place });
  }
}

function unwrapped(item: CborItem): CborItem {
  if (item.kind !== 'tag') return item;
  const inner = item.tag === TAG.corim ? item.item : item;
  return inner.kind === 'tag' && inner.tag === TAG.signed ? inner.item : inner;
}

/** The signature is judged over the octets of header and payload as received. */
function signedManifest(item: CborItem): Unnamed {
  const message = readCoseSign1(item, { understood: COSE_LABELS });
  const { payload, payloadOffset: base } = message;
  const place: CborPlace = { base, path: 'corim', spec: SPEC };
  if (payload === null) {
    throw new ParseError('unsupported-version', 'the manifest that was signed is in another file, which is not read', {
      offset: base,
      spec: SPEC,
    });
  }
  const inner = parseCbor(payload, { base });
  if (inner.kind !== 'tag' || inner.tag !== TAG.unsigned)
    throw cborRefusal('bad-value', 'what was signed is no manifest', { item: inner, place });
  return withSignature(corimManifest(asMap(inner.item, place), place), message);
}

function withSignature(manifest: Unnamed, message: CoseSign1): Unnamed {
  const signature = coseManifestSignature(message);
  const times = signedTimes(message);
  return { ...manifest, signature, validity: narrower(manifest.validity, times) };
}

/** Both must hold: when the values may be used, and how long the signature counts. */
function narrower(a: ReferenceManifest['validity'], b: SignedTimes): ReferenceManifest['validity'] {
  const latest =
    [a?.notBefore ?? null, b.notBefore]
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null;
  const earliest = [a?.notAfter ?? null, b.notAfter].filter((time) => time !== null).sort()[0] ?? null;
  return latest === null && earliest === null ? null : { notBefore: latest, notAfter: earliest };
}

const EMPTY = { manufacturer: null, manufacturerId: null, model: null, version: null } as const;
const BASE = { kind: 'reference-manifest', rimLinkHash: null, measurements: [], signature: null, validity: null, firmware: EMPTY } as const;

function coswidManifest({ warnings, ...tag }: Coswid): Unnamed {
  return { ...BASE, format: 'coswid', ...tag, platform: EMPTY, bindingSpec: null, innerTags: [], triples: [], warnings };
}

interface Tags {
  readonly comids: readonly Comid[];
  readonly coswids: readonly Coswid[];
  readonly warnings: readonly Warning[];
}

function corimManifest(map: CborMap, place: CborPlace): Unnamed {
  const profile = profileOf(map, place);
  const { comids, coswids, warnings } = readTags(map, place);
  const triples = comids.flatMap((comid) => comid.triples.map((triple) => ({ ...triple, tag: comid.id })));
  const dependent =
    optional({ map, key: 2, name: 'dependent-rims', place }, (list, at) => asList(list, at).map((each) => readLocator(each, at))) ?? [];
  return {
    ...BASE,
    format: 'corim',
    tagId: required({ map, key: 0, name: 'id', place }, asTagId),
    tagVersion: 0,
    name: coswids[0]?.name ?? null,
    version: onlyOne(triples.flatMap(({ measurements }) => measurements.flatMap(({ values }) => values.version?.version ?? []))),
    versionScheme: null,
    corpus: false,
    patch: coswids.length > 0 && coswids.every(({ patch }) => patch),
    supplemental: comids.length > 0 && comids.every(({ links }) => links.some(({ rel }) => rel === 'supplemental')),
    entities: [
      ...(optional({ map, key: 5, name: 'entities', place }, (list, at) => asList(list, at).map((each) => readEntity(each, at, ROLES))) ??
        []),
      ...comids.flatMap(({ entities }) => entities),
      ...coswids.flatMap(({ entities }) => entities),
    ],
    platform: platformOf(triples),
    bindingSpec: profile,
    links: [...dependent, ...comids.flatMap(({ links }) => links), ...coswids.flatMap(({ links }) => links)],
    files: coswids.flatMap(({ files, tagId }) => files.map((file) => ({ ...file, tag: tagId }))),
    innerTags: [
      ...comids.map(({ id, version }) => ({ id, version })),
      ...coswids.map(({ tagId, tagVersion }) => ({ id: tagId, version: tagVersion })),
    ],
    triples,
    validity: optional({ map, key: 4, name: 'rim-validity', place }, readValidity),
    warnings: [...warnings, ...comids.flatMap((comid) => comid.warnings), ...coswids.flatMap((coswid) => coswid.warnings)],
  };
}

/** A profile changes what the rest means, so one that is not known is refused. @spec draft-ietf-rats-corim section 4.1.4 */
function profileOf(map: CborMap, place: CborPlace): string | null {
  const item = cborMember(map, 3);
  if (item === undefined) return null;
  const at = inside(place, 'profile');
  const [first, more] = item.kind === 'array' ? item.items : [item];
  if (first === undefined || more !== undefined)
    throw cborRefusal('unsupported-version', 'several profiles at once are not known', { item, place: at });
  const profile = first.kind === 'tag' && first.tag === 111 ? asIdentifier(first, at) : asUri(first, at);
  if (!KNOWN_PROFILES.includes(profile)) {
    throw cborRefusal(
      'unsupported-version',
      `the profile ${JSON.stringify(profile.slice(0, 80))} is not known, and it changes what the values mean`,
      { item, place: at },
    );
  }
  return profile;
}

function readTags(map: CborMap, place: CborPlace): Tags {
  const comids: Comid[] = [];
  const coswids: Coswid[] = [];
  let others = 0;
  const items = required({ map, key: 1, name: 'tags', place }, asList);
  for (const [index, item] of items.entries()) {
    const at = inside(place, `tags[${index}]`);
    if (item.kind !== 'tag') throw cborRefusal('bad-value', 'wanted a tag of a kind', { item, place: at });
    if (item.tag === TAG.comid) comids.push(readComid(...contentOf(item.item, at)));
    else if (item.tag === TAG.coswid) coswids.push(readCoswid(...contentOf(item.item, at)));
    else others += 1;
  }
  const detail = `${others} tags are neither CoMID nor CoSWID, and give no reference values`;
  return { comids, coswids, warnings: others === 0 ? [] : [{ code: 'tags-not-read', detail, path: `${place.path}.tags` }] };
}

/** A tag is CBOR in a byte string; its offsets count in the whole file. */
function contentOf(item: CborItem, place: CborPlace): readonly [CborItem, CborPlace] {
  if (item.kind !== 'bytes') throw cborRefusal('bad-value', `wanted octets, got ${item.kind}`, { item, place });
  const base = place.base + item.end - item.value.length;
  return [parseCbor(item.value, { base }), { ...place, base }];
}

function readLocator(item: CborItem, place: CborPlace): ManifestLink {
  return {
    rel: 'requires',
    href: required({ map: asMap(item, place), key: 0, name: 'href', place }, (href, at) =>
      asUri(href.kind === 'array' ? (href.items[0] ?? href) : href, at),
    ),
  };
}

/** Names that all triples have in common; a manifest about several platforms names none. */
function platformOf(triples: readonly ReferenceTriple[]): ReferenceManifest['platform'] {
  const environments = triples.map(({ environment }) => environment);
  return {
    ...EMPTY,
    manufacturer: onlyOne(environments.map(({ vendor }) => vendor)),
    model: onlyOne(environments.map(({ model }) => model)),
  };
}

function onlyOne<T>(values: readonly (T | null)[]): T | null {
  const [first = null, ...others] = new Set(values);
  return others.length === 0 ? first : null;
}

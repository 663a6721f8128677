import { sign } from 'node:crypto';
import { signCoseSign1 } from '#lib/attestation/cose-sign1.ts';
import { type CborWritable, encodeCbor } from '#lib/encoding/cbor-write.ts';
import { makeManifestSigner } from './reference-manifests.ts';
import { makeKey } from './test-keys.ts';

type Entries = readonly (readonly [number | string, CborWritable])[];

/** A map of numbered members; those that are undefined are left out. */
export const numbered = (members: Readonly<Record<number, CborWritable | undefined>>): ReadonlyMap<number, CborWritable> =>
  new Map(Object.entries(members).flatMap(([key, value]) => (value === undefined ? [] : [[Number(key), value] as const])));

/** What a concise manifest is made of; everything has a usual value. */
export interface MadeConcise {
  readonly id?: CborWritable;
  readonly tags?: readonly CborWritable[];
  readonly profile?: CborWritable;
  readonly validity?: Entries;
  /** Further members of the map. */
  readonly more?: Entries;
}

/** A CoRIM, unsigned. @spec draft-ietf-rats-corim section 4.1 */
export function makeCorim({ id = 'kirin-x1-corim', tags = [makeComid()], profile, validity, more = [] }: MadeConcise = {}): Uint8Array {
  const members: Entries = [
    [0, id],
    [1, tags],
    ...(profile === undefined ? [] : ([[3, profile]] as const)),
    ...(validity === undefined ? [] : ([[4, new Map(validity)]] as const)),
    ...more,
  ];
  return encodeCbor({ tag: 501, value: new Map(members) });
}

/** What a CoMID is made of. */
export interface MadeComid {
  readonly id?: CborWritable;
  readonly version?: number;
  readonly environment?: CborWritable;
  /** Maps of measurements. */
  readonly measurements?: readonly CborWritable[];
  /** Further members of the map. */
  readonly more?: Entries;
  /** In place of the usual triples. */
  readonly triples?: CborWritable;
}

/** The environment of the sample model. */
export const MADE_ENVIRONMENT: CborWritable = numbered({ 0: numbered({ 1: 'Kirin Systems', 2: 'X1' }) });

/** A measurement of values, under a key or without. */
export const makeMeasurement = (values: Readonly<Record<number, CborWritable>>, key?: CborWritable): CborWritable =>
  numbered({ 0: key, 1: numbered(values) });

const DIGEST: CborWritable = [1, new Uint8Array(32).fill(0xab)];

/** A CoMID in its tag. @spec draft-ietf-rats-corim section 5 */
export function makeComid(made: MadeComid = {}): CborWritable {
  const {
    id = 'kirin-x1-comid',
    version = 0,
    environment = MADE_ENVIRONMENT,
    measurements = [makeMeasurement({ 2: [DIGEST] })],
    more = [],
  } = made;
  const triples = made.triples ?? numbered({ 0: [[environment, measurements]] });
  const members: Entries = [
    [1, numbered({ 0: id, 1: version })],
    [2, [numbered({ 0: 'Kirin Systems', 1: { tag: 32, value: 'https://kirin.example' }, 2: [0] })]],
    [4, triples],
    ...more,
  ];
  return { tag: 506, value: encodeCbor(new Map(members)) };
}

/** A CoSWID of files with SHA-256 digests, as its map. @spec RFC 9393 section 2.3 */
export function coswidMap(files: readonly { readonly name: string; readonly digest: Uint8Array; readonly size?: number }[]): CborWritable {
  const entries = files.map(({ name, digest, size }) => numbered({ 24: name, 20: size, 7: [1, digest] }));
  const payload = numbered({
    16: numbered({ 24: 'firmware', 26: numbered({ 17: entries.length === 1 ? (entries[0] ?? null) : entries }) }),
  });
  return numbered({
    0: 'kirin-x1-coswid',
    1: 'X1 firmware',
    2: numbered({ 31: 'Kirin Systems', 33: 1 }),
    6: payload,
    12: 3,
    13: '2.4.0',
    14: 1,
  });
}

/** The same as a tag of a CoRIM, or alone in a file. */
export const makeCoswid = (map: CborWritable): CborWritable => ({ tag: 505, value: encodeCbor(map) });
export const makeLoneCoswid = (map: CborWritable): Uint8Array => encodeCbor({ tag: 1398229316, value: map });

/** How a CoRIM is signed. */
export interface CorimSigning {
  readonly seed?: string;
  /** Whether the signer's certificate comes along, or its key identifier alone. */
  readonly by?: 'certificate' | 'key-identifier';
  readonly contentType?: string;
  /** Further members of the signed header. */
  readonly header?: Entries;
}

/** A signed CoRIM, by the signer that `makeManifestSigner` makes of the same seed. @spec draft-ietf-rats-corim section 4.2 */
export function signCorim(
  corim: Uint8Array,
  { seed = 'kirin', by = 'certificate', contentType = 'application/rim+cbor', header = [] }: CorimSigning = {},
): Uint8Array {
  const { certificate, keyInfo } = makeManifestSigner(seed);
  const { privateKey } = makeKey('ec-p256', `${seed} reference signer`);
  const keyIdentifier = Buffer.from(keyInfo.keyName.replace(/<[^>]*>/g, ''), 'hex');
  const whose: Entries = by === 'certificate' ? [[33, certificate]] : [[4, new Uint8Array(keyIdentifier)]];
  return signCoseSign1({
    protectedHeader: new Map<number | string, CborWritable>([
      [1, -7],
      [3, contentType],
      [8, encodeCbor(numbered({ 0: numbered({ 0: 'Kirin Systems' }) }))],
      ...whose,
      ...header,
    ]),
    payload: corim,
    sign: (octets) => new Uint8Array(sign('sha256', octets, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  });
}

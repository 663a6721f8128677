import { toHex } from '#lib/encoding/bytes.ts';
import type { CborItem } from '#lib/encoding/cbor-item.ts';
import { asBytes, asList, type CborPlace, cborRefusal } from './cbor-fields.ts';
import type { ManifestDigest, ManifestHash } from './manifest-digest.ts';
import { manifestDigest } from './manifest-hash.ts';

/** By number and by name. @spec IANA Named Information Hash Algorithm Registry; RFC 9393 section 2.9.1 */
const ALGORITHMS: ReadonlyMap<number | string, ManifestHash> = new Map<number | string, ManifestHash>([
  [1, 'sha256'],
  [7, 'sha384'],
  [8, 'sha512'],
  [10, 'sha3-256'],
  [11, 'sha3-384'],
  [12, 'sha3-512'],
  ['sha-256', 'sha256'],
  ['sha-384', 'sha384'],
  ['sha-512', 'sha512'],
  ['sha3-256', 'sha3-256'],
  ['sha3-384', 'sha3-384'],
  ['sha3-512', 'sha3-512'],
]);

/**
 * One hash entry; null for a function that this program doesn't know.
 * @throws ParseError 'bad-value'
 * @spec RFC 9393 section 2.9.1 (hash-entry)
 */
export function readHashEntry(item: CborItem, place: CborPlace): ManifestDigest | null {
  const [algorithm, value, more] = item.kind === 'array' ? item.items : [];
  if (algorithm === undefined || value === undefined || more !== undefined) {
    throw cborRefusal('bad-value', 'wanted a hash function and a digest', { item, place });
  }
  if (algorithm.kind !== 'integer' && algorithm.kind !== 'text') {
    throw cborRefusal('bad-value', 'wanted a number or a name of a hash function', { item: algorithm, place });
  }
  const digest = toHex(asBytes(value, place));
  const known = typeof algorithm.value === 'bigint' ? undefined : ALGORITHMS.get(algorithm.value);
  return known === undefined ? null : manifestDigest(known, digest, place);
}

/** A list of hash entries; a function may stand there once, so that nobody chooses between two. @throws ParseError 'bad-value', 'duplicate-key' */
export function readHashEntries(item: CborItem, place: CborPlace): readonly ManifestDigest[] {
  const digests = asList(item, place).flatMap((entry) => readHashEntry(entry, place) ?? []);
  if (new Set(digests.map(({ algorithm }) => algorithm)).size < digests.length) {
    throw cborRefusal('duplicate-key', 'two digests by one hash function', { item, place });
  }
  return digests;
}

import { encodeUtf8, equalBytes } from '#lib/encoding/bytes.ts';
import type { CborItem } from '#lib/encoding/cbor-item.ts';
import { encodeCbor } from '#lib/encoding/cbor-write.ts';
import { digestOf, type HashName } from '#lib/encoding/digest.ts';
import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readCborClaims } from './cbor-web-token.ts';
import { lookUp } from './claim-values.ts';
import { fromBase64Url, parseInside } from './json-web-signature.ts';

const SPEC = 'RFC 9711 section 5';
/** Sets of claims in one bundle. */
const MAX_SETS = 100;

/** A set of claims beside the token that names its digest. */
interface DetachedSet {
  readonly claims: Members;
  /** What a digest may be over: its octets, or these in the string that carries them, which the standard's wording allows too. */
  readonly hashed: readonly Uint8Array[];
}

/** A detached bundle, taken apart. */
export interface DetachedBundle {
  /** The token, as it would stand in the place of a submodule. */
  readonly token: unknown;
  readonly sets: ReadonlyMap<string, DetachedSet>;
  /** Its token is a bundle again, which the standard doesn't allow. */
  readonly isNested: boolean;
}

/** @throws ParseError for what is no bundle, and what base64url and JSON throw. @spec RFC 9711 section 5 */
export function readJsonBundle(value: unknown): DetachedBundle {
  const [token, sets] = listOf(value);
  if (token === undefined || !isMembers(sets)) throw noBundle();
  const read = Object.entries(sets).map(([name, text]) => {
    if (typeof text !== 'string') throw noBundle();
    const octets = fromBase64Url(text, 0);
    const claims = parseInside(octets, { offset: 0, path: 'claims' });
    if (!isMembers(claims)) throw noBundle();
    return [name, { claims, hashed: [octets, encodeUtf8(text)] }] as const;
  });
  return bundleOf(token, read);
}

/** @param item  inside the tag of a bundle. @throws ParseError as `readJsonBundle`. @spec RFC 9711 section 5 */
export function readCborBundle(item: CborItem): DetachedBundle {
  const [token, sets, ...others] = item.kind === 'array' ? item.items : [];
  if (token === undefined || sets?.kind !== 'map' || others.length > 0) throw noBundle();
  const read = sets.entries.map(({ key, value }) => {
    if (key.kind !== 'text' || value.kind !== 'bytes') throw noBundle();
    return [key.value, { claims: readCborClaims(value.value), hashed: [value.value, encodeCbor(value.value)] }] as const;
  });
  if (token.kind === 'text') return bundleOf(token.value, read);
  if (token.kind !== 'bytes') throw noBundle();
  return bundleOf(['CBOR', Buffer.from(token.value).toString('base64url')], read);
}

function bundleOf(token: unknown, sets: readonly (readonly [string, DetachedSet])[]): DetachedBundle {
  const byName = new Map(sets);
  if (byName.size === 0 || byName.size < sets.length) throw noBundle();
  if (byName.size > MAX_SETS)
    throw new ParseError('too-many', `more than ${MAX_SETS} sets of claims in a bundle`, { offset: 0, spec: SPEC });
  return { token, sets: byName, isNested: isBundle(token) };
}

/** By its selector, or the tag that its octets begin with. */
function isBundle(token: unknown): boolean {
  const [form, inside] = listOf(token);
  if (form === 'BUNDLE') return true;
  return form === 'CBOR' && typeof inside === 'string' && inside.startsWith(BUNDLE_START);
}

/** The octets d9 025a of tag 602. */
const BUNDLE_START = Buffer.from([0xd9, 0x02, 0x5a]).toString('base64url');

const noBundle = (): ParseError =>
  new ParseError('bad-value', 'it is no detached bundle: a token, and sets of claims by their names', { offset: 0, spec: SPEC });

/** The claims of the token with the detached ones in their place, or why they are none of it. */
export type Joined =
  | { readonly claims: Members; readonly added: readonly Members[] }
  | { readonly refused: string }
  | { readonly unread: string };

/**
 * Puts the detached claims where the token has their digests. The token alone is signed, so that a set which it does not name by digest is anybody's.
 * @spec RFC 9711 sections 4.2.18.2 and 5
 */
export function joinDetached(claims: Members, { sets }: DetachedBundle): Joined {
  const submods = membersOf(claims.submods);
  const added: [string, Members][] = [];
  for (const [name, set] of sets) {
    const shown = JSON.stringify(name.slice(0, 60));
    const [form, digest] = listOf(lookUp(submods, name));
    const [algorithm, value] = listOf(digest);
    if (form !== 'DIGEST' || typeof value !== 'string') return { refused: `its claims ${shown} are named by no digest of its token` };
    const hash = lookUp(HASHES, `${algorithm}`);
    if (hash === undefined) return { unread: `the digest of its claims ${shown} is by an algorithm that Assay does not know` };
    const wanted = fromBase64Url(value, 0);
    if (!set.hashed.some((octets) => equalBytes(digestOf(hash, octets), wanted)))
      return { refused: `its claims ${shown} are not those that its token names by digest` };
    added.push([name, set.claims]);
  }
  return { claims: { ...claims, submods: { ...submods, ...Object.fromEntries(added) } }, added: added.map(([, each]) => each) };
}

/** @spec IANA COSE Algorithms, by number and by name */
const HASHES: Readonly<Record<string, HashName>> = {
  '-16': 'sha256',
  'SHA-256': 'sha256',
  '-43': 'sha384',
  'SHA-384': 'sha384',
  '-44': 'sha512',
  'SHA-512': 'sha512',
};

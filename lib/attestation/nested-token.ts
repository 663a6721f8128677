import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseCbor } from '#lib/encoding/cbor.ts';
import type { CborItem } from '#lib/encoding/cbor-item.ts';
import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { openCwt } from './cbor-web-token.ts';
import { type DetachedBundle, joinDetached, readCborBundle, readJsonBundle } from './detached-bundle.ts';
import { eatEntries } from './eat-entries.ts';
import { fromBase64Url, parseInside } from './json-web-signature.ts';
import { type OpenToken, openJwt } from './open-token.ts';
import { MAX_SUBMODS, newNotes, readCommon } from './read-contents.ts';
import type { NestedToken } from './types.ts';

/** Tokens inside one token that are opened, those inside them among them. */
export const MAX_NESTED = 16;
/** Tokens around the innermost one that is opened. */
export const MAX_NESTED_DEPTH = 4;
/** Octets of one token inside another. */
export const MAX_NESTED_BYTES = 1024 * 1024;

/** A submodule that is no set of claims, and where it stands. */
interface Place {
  readonly part: string;
  readonly depth: number;
}

/**
 * The tokens that stand in place of submodules, and those inside these and inside sets of claims, in the order in which they stand. Each is opened and none is believed: its
 * signature is judged apart, over the octets as received. What can't be read, or stands too deep, is told with its reason.
 * @spec RFC 9711 section 4.2.18
 */
export function nestedTokens(claims: Members): readonly NestedToken[] {
  const found: NestedToken[] = [];
  collect(claims, { found, part: '', depth: 1 });
  return found;
}

function collect(claims: Members, { found, part, depth }: Place & { readonly found: NestedToken[] }): void {
  for (const [name, written] of Object.entries(membersOf(claims.submods)).slice(0, MAX_SUBMODS)) {
    const place = { part: part === '' ? name : `${part}/${name}`, depth };
    if (isMembers(written)) collect(written, { found, ...place });
    const opened = open(written, place);
    if (opened === null) continue;
    if (found.length === MAX_NESTED) {
      found.push(closed(place.part, `more than ${MAX_NESTED} tokens stand in it`));
      return;
    }
    if (found.length > MAX_NESTED) return;
    found.push(opened.token);
    if (opened.claims !== null) collect(opened.claims, { found, part: place.part, depth: depth + 1 });
  }
}

interface Opened {
  readonly token: NestedToken;
  /** Null where it can't be read. */
  readonly claims: Members | null;
}

const closed = (part: string, unread: string): NestedToken => ({
  part,
  issuer: null,
  seal: null,
  unread,
  issuedAt: null,
  notBefore: null,
  expiresAt: null,
  vector: [],
});

/** Null for a set of claims, and for the digest of claims that are kept elsewhere. */
function open(written: unknown, place: Place): Opened | null {
  if (isMembers(written)) return null;
  try {
    const [form, inside] = selectorOf(written);
    if (form === 'DIGEST') return null;
    return openForm({ form, inside, place });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { token: closed(place.part, error.message), claims: null };
  }
}

/** A text is a selector in JSON, as in a CWT, or a JWT alone, as some verifiers write it. @spec RFC 9711 section 4.2.18 */
function selectorOf(written: unknown): readonly unknown[] {
  if (Array.isArray(written)) return listOf(written);
  if (typeof written !== 'string' || !/^\s*\[/.test(written)) return ['JWT', written];
  return listOf(parseInside(encodeUtf8(written), { offset: 0, path: 'submods', maxValues: 1000 }));
}

interface Form {
  readonly form: unknown;
  readonly inside: unknown;
  readonly place: Place;
}

function openForm({ form, inside, place }: Form): Opened {
  const { part, depth } = place;
  const refuse = (unread: string): Opened => ({ token: closed(part, unread), claims: null });
  if (form === 'BUNDLE') return openBundle(readJsonBundle(inside), place);
  if ((form !== 'JWT' && form !== 'CBOR') || typeof inside !== 'string')
    return refuse('it is in a form that Assay does not read inside a token');
  if (depth > MAX_NESTED_DEPTH) return refuse(`it stands inside more than ${MAX_NESTED_DEPTH} tokens`);
  const bytes = form === 'JWT' ? encodeUtf8(inside) : fromBase64Url(inside, 0);
  if (bytes.length > MAX_NESTED_BYTES) return refuse(`it has ${bytes.length} octets; ${MAX_NESTED_BYTES} are the most inside a token`);
  const item = form === 'CBOR' ? parseCbor(bytes) : null;
  if (item?.kind === 'tag' && item.tag === BUNDLE_TAG) return openBundle(readCborBundle(item.item), place);
  const refused = item === null ? null : refusedTag(item);
  if (refused !== null) return { token: { ...closed(part, refused), unread: null, refused }, claims: null };
  return read(form === 'JWT' ? openJwt(bytes, part) : openCwt(bytes, part), part);
}

const BUNDLE_TAG = 602;

/** The token of a bundle, with the claims beside it that it names by digest. It may be no bundle itself. @spec RFC 9711 section 5 */
function openBundle(bundle: DetachedBundle, place: Place): Opened {
  if (bundle.isNested) return { token: closed(place.part, 'it is a bundle inside a bundle'), claims: null };
  const opened = open(bundle.token, place);
  if (opened === null) return { token: closed(place.part, 'it is a bundle without a token'), claims: null };
  const { token, claims } = opened;
  if (claims === null) return opened;
  const joined = joinDetached(claims, bundle);
  if ('refused' in joined) return { token: { ...token, refused: joined.refused }, claims: null };
  if ('unread' in joined) return { token: closed(place.part, joined.unread), claims: null };
  return { token: { ...token, vector: [...token.vector, ...joined.added.flatMap(eatEntries)] }, claims: joined.claims };
}

/** Tags of what nobody, or whoever can check it, may have made. @spec RFC 9052 section 2; RFC 9781 section 2 */
const SHARED_SECRET_TAGS: readonly (number | bigint)[] = [17, 97];
const UNPROTECTED_TAG = 601;
const CWT_TAGS: readonly (number | bigint)[] = [61, 18];

/** The tag alone says which form a CBOR token has. @throws ParseError for octets that are no tagged CBOR */
function refusedTag(item: CborItem): string | null {
  const inner = item.kind === 'tag' && item.tag === 61 ? item.item : item;
  if (inner.kind === 'tag' && SHARED_SECRET_TAGS.includes(inner.tag)) {
    return 'it is made with a shared secret: whoever can check it can have made it, so it proves nothing';
  }
  if (item.kind === 'tag' && item.tag === UNPROTECTED_TAG) return 'it says that it is not signed: anybody can have written it';
  if (item.kind === 'tag' && CWT_TAGS.includes(item.tag)) return null;
  const what = item.kind === 'tag' ? `the tag ${item.tag}` : 'no tag';
  throw new ParseError('unsupported-version', `it has ${what}, and not that of a CWT`, { offset: 0, spec: 'RFC 9711 section 4.2.18' });
}

function read({ claims, seal }: OpenToken, part: string): Opened {
  const { issuer, issuedAt, notBefore, expiresAt } = readCommon(claims, newNotes());
  const token = { part, issuer, seal, unread: null, issuedAt, notBefore, expiresAt, vector: eatEntries(claims) };
  return { token, claims };
}

import { decodeUtf8 } from '#lib/encoding/bytes.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { isMembers, type Members } from '#lib/encoding/members.ts';
import { ParseError, type ParseErrorCode } from '#lib/encoding/parse-error.ts';
import type { TokenSignature } from './token-signature.ts';

/** Octets of one token. A result with its raw evidence and a long event log stays under 1 MiB. */
export const MAX_TOKEN_BYTES = 4 * 1024 * 1024;
/** Certificates of one header that are looked at. */
export const MAX_HEADER_CERTIFICATES = 10;

const MAX_HEADER_VALUES = 1000;
const SPEC = 'RFC 7515 section 7.1';
/** Members that name a key or the place of one: whoever wrote the token chose them, so they are told and never used. */
const KEY_SOURCES = ['jku', 'jwk', 'x5u'];

/** A JWS in compact form. What is signed are the octets as received. */
export interface JsonWebSignature {
  readonly header: Members;
  readonly payload: Uint8Array;
  readonly seal: TokenSignature;
  readonly keyId: string | null;
  /** DER of `x5c`, the signer's first: they prove nothing by themselves. */
  readonly certificates: readonly Uint8Array[];
  /** Of `jku`, `jwk` and `x5u` those that the header has. Never followed. */
  readonly keySources: readonly string[];
  /** Parameters that must be understood (`crit`): Assay understands none, so with one of them the token is not valid. */
  readonly notUnderstood: readonly string[];
}

/**
 * Whether the octets look like a compact JWS: three base64url parts, the first of which opens a JSON object.
 * @spec RFC 7515 section 3.1
 */
export function looksLikeJws(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 8192)).toString('latin1').trimStart();
  const first = /^(eyJ[A-Za-z0-9_-]*|ewo[A-Za-z0-9_-]*|ey[A-Za-z0-9_-]+)\.[A-Za-z0-9_-]/.exec(head)?.[1];
  return first !== undefined && Buffer.from(first, 'base64url').toString('latin1').includes('"alg"');
}

/**
 * Reads one compact JWS; white space around it is a file's, anything else beside its three parts is refused.
 * @throws ParseError 'too-large' | 'bad-value' | 'bad-base64' | 'unsupported-version' (a JWE) | those of JSON for the header, 'missing-field' for no `alg`
 * @spec   RFC 7515 sections 4 and 7.1; RFC 7519 section 7.2; RFC 4648 section 5
 */
export function parseJsonWebSignature(bytes: Uint8Array): JsonWebSignature {
  if (bytes.length > MAX_TOKEN_BYTES)
    throw refusal('too-large', `the token has ${bytes.length} octets; ${MAX_TOKEN_BYTES} are the most`, 0);
  const text = decodeUtf8(bytes);
  const start = text.length - text.trimStart().length;
  // One more than the most parts that mean something.
  const parts = text.trim().split('.', 6);
  if (parts.length === 5 && parts.every((part) => /^[\w-]*$/.test(part)))
    throw refusal('unsupported-version', 'the token has five parts: it is encrypted', start);
  const [headerText, payloadText, signatureText] = parts;
  if (parts.length !== 3 || headerText === undefined || payloadText === undefined || signatureText === undefined) {
    throw refusal('bad-value', `a token has three parts, and this has ${parts.length === 6 ? 'more than five' : parts.length}`, start);
  }
  const payloadAt = start + headerText.length + 1;
  const header = readHeader(fromBase64Url(headerText, start), start);
  const signed = bytes.subarray(start, payloadAt + payloadText.length);
  const signature = fromBase64Url(signatureText, payloadAt + payloadText.length + 1);
  return {
    header,
    payload: fromBase64Url(payloadText, payloadAt),
    seal: { algorithm: algorithmOf(header, start), signed, signature },
    keyId: typeof header.kid === 'string' ? header.kid : null,
    certificates: certificatesOf(header.x5c, start),
    keySources: KEY_SOURCES.filter((name) => header[name] !== undefined),
    notUnderstood: notUnderstoodOf(header.crit, start),
  };
}

/** Strictly: without padding, and with the unused bits of the last digit zero, so that no token has two spellings. */
export function fromBase64Url(text: string, offset: number): Uint8Array {
  const octets = new Uint8Array(Buffer.from(text, 'base64url'));
  if (Buffer.from(octets).toString('base64url') !== text) throw refusal('bad-base64', `a part at ${offset} is not base64url`, offset);
  return octets;
}

function readHeader(octets: Uint8Array, offset: number): Members {
  const header = parseInside(octets, { offset, path: 'header', maxValues: MAX_HEADER_VALUES });
  if (!isMembers(header)) throw refusal('bad-value', 'the header is no JSON object', offset);
  return header;
}

/** Where a text stands that was encoded in another one. */
export interface Inside {
  /** Offset in the file of the encoded text. */
  readonly offset: number;
  readonly path: string;
  readonly maxValues?: number;
}

/**
 * Parses JSON that was encoded in a token. Its own offsets mean nothing in the file: the path tells the place.
 * @throws ParseError as parseJson, at the offset of the part
 */
export function parseInside(octets: Uint8Array, { offset, path, maxValues }: Inside): unknown {
  try {
    return parseJson(octets, maxValues === undefined ? {} : { maxValues });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const place = error.path === undefined ? path : `${path}.${error.path}`;
    throw new ParseError(error.code, `in the ${path}: ${error.message}`, { offset, path: place, ...(error.spec && { spec: error.spec }) });
  }
}

function algorithmOf({ alg }: Members, offset: number): string {
  if (typeof alg !== 'string' || alg === '') throw refusal('missing-field', 'the header names no algorithm (alg)', offset);
  return alg;
}

/** @spec RFC 7515 section 4.1.6: standard base64, not base64url */
function certificatesOf(x5c: unknown, offset: number): readonly Uint8Array[] {
  if (x5c === undefined) return [];
  if (!Array.isArray(x5c) || x5c.some((item) => typeof item !== 'string')) throw refusal('bad-value', 'x5c is no list of texts', offset);
  if (x5c.length > MAX_HEADER_CERTIFICATES) throw refusal('too-many', `more than ${MAX_HEADER_CERTIFICATES} certificates`, offset);
  return x5c.map((item) => new Uint8Array(Buffer.from(String(item), 'base64')));
}

/** @spec RFC 7515 section 4.1.11 */
function notUnderstoodOf(crit: unknown, offset: number): readonly string[] {
  if (crit === undefined) return [];
  if (!Array.isArray(crit) || crit.length === 0) throw refusal('bad-value', 'crit is no list of names', offset);
  return crit.map((name) => String(name).slice(0, 40));
}

function refusal(code: ParseErrorCode, message: string, offset: number): ParseError {
  return new ParseError(code, message, { offset, spec: SPEC });
}

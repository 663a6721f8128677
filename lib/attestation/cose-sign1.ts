import { type CborLimits, parseCbor } from '#lib/encoding/cbor.ts';
import { type CborItem, type CborMap, cborMember } from '#lib/encoding/cbor-item.ts';
import { type CborWritable, encodeCbor } from '#lib/encoding/cbor-write.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { TokenSignature } from './token-signature.ts';

/** Certificates of one message that are looked at. */
export const MAX_COSE_CERTIFICATES = 10;

const SPEC = 'RFC 9052 section 4.2';
const TAG_COSE_SIGN1 = 18;
/** Header parameters. @spec RFC 9052 section 3.1; RFC 9360 section 2 */
const HEADER = { alg: 1, crit: 2, kid: 4, x5chain: 33 } as const;
/** Parameters that name a key or the place of one: whoever wrote the message chose them. @spec RFC 9360 section 2; RFC 9528 */
const KEY_SOURCES: ReadonlyMap<number, string> = new Map([
  [13, 'kcwt'],
  [14, 'kccs'],
  [35, 'x5u'],
]);
/** Parameters that every reader knows, so that a list of critical ones may name them. @spec RFC 9052 section 3.1 */
const KNOWN_TO_ALL: readonly (number | string)[] = [1, 2, 3, 4, 5, 6, 7];

/** COSE algorithms by the name that JOSE has for the same. @spec RFC 9053 section 2; RFC 8812 section 2; RFC 9864 section 2 */
const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [-7, 'ES256'],
  [-9, 'ES256'],
  [-35, 'ES384'],
  [-51, 'ES384'],
  [-36, 'ES512'],
  [-52, 'ES512'],
  [-37, 'PS256'],
  [-38, 'PS384'],
  [-39, 'PS512'],
  [-8, 'EdDSA'],
  [-19, 'Ed25519'],
  [-53, 'Ed448'],
  [-257, 'RS256'],
  [-258, 'RS384'],
  [-259, 'RS512'],
  // Codes that a shared secret makes, by names under which they are refused.
  [4, 'HS256/64'],
  [5, 'HS256'],
  [6, 'HS384'],
  [7, 'HS512'],
]);

/** A message with one signer. The octets that are signed are those that were received. */
export interface CoseSign1 {
  /** The protected header; empty when none is there. */
  readonly protectedHeader: CborMap;
  /** The protected header as received, without the head of its byte string. */
  readonly protectedOctets: Uint8Array;
  /** What anybody can have changed. */
  readonly unprotectedHeader: CborMap;
  /** Null when it is kept elsewhere. */
  readonly payload: Uint8Array | null;
  /** Offset of the payload's first octet. */
  readonly payloadOffset: number;
  readonly signature: Uint8Array;
  /** From the protected header alone: JOSE's name, or `COSE -65535` for one that isn't known; empty when it is missing. */
  readonly algorithm: string;
  readonly keyId: Uint8Array | null;
  /** DER, the signer's first, as the message carries them: they prove nothing by themselves. */
  readonly certificates: readonly Uint8Array[];
  /** Parameters of both headers that name a key or its place: told, never followed. */
  readonly keySources: readonly string[];
  /** Parameters that must be understood and aren't: with one of them the message is not valid. */
  readonly notUnderstood: readonly string[];
}

/** What the reader's caller understands and allows. */
export interface CoseReading extends CborLimits {
  /** Labels of critical header parameters that the caller acts on. */
  readonly understood?: readonly (number | string)[];
}

/**
 * Reads a COSE_Sign1 message, with its tag or without.
 * @throws ParseError those of CBOR, and 'bad-value' | 'duplicate-key' | 'unsupported-version', with the octet offset
 * @spec   RFC 9052 sections 3 and 4.2
 */
export function parseCoseSign1(bytes: Uint8Array, reading: CoseReading = {}): CoseSign1 {
  return readCoseSign1(parseCbor(bytes, reading), reading);
}

/** The same from an item that is read already. */
export function readCoseSign1(item: CborItem, reading: CoseReading = {}): CoseSign1 {
  if (item.kind === 'tag' && item.tag !== TAG_COSE_SIGN1) throw refusal('unsupported-version', `tag ${item.tag} is not COSE_Sign1`, item);
  const message = item.kind === 'tag' ? item.item : item;
  if (message.kind !== 'array' || message.items.length !== 4) throw refusal('bad-value', 'wanted an array of four items', message);
  const [headerOctets, unprotectedHeader, payload, signature] = message.items;
  if (headerOctets?.kind !== 'bytes') throw refusal('bad-value', 'wanted the protected header in a byte string', message);
  if (unprotectedHeader?.kind !== 'map') throw refusal('bad-value', 'wanted the unprotected header as a map', message);
  if (payload?.kind !== 'bytes' && payload?.kind !== 'null')
    throw refusal('bad-value', 'wanted the payload as a byte string or nil', message);
  if (signature?.kind !== 'bytes') throw refusal('bad-value', 'wanted the signature as a byte string', message);
  const protectedHeader = readProtected(headerOctets, reading);
  refuseRepeated(protectedHeader, unprotectedHeader);
  return {
    protectedHeader,
    protectedOctets: headerOctets.value,
    unprotectedHeader,
    payload: payload.kind === 'bytes' ? payload.value : null,
    payloadOffset: payload.kind === 'bytes' ? payload.end - payload.value.length : payload.start,
    signature: signature.value,
    algorithm: algorithmOf(protectedHeader),
    keyId: keyIdOf(cborMember(protectedHeader, HEADER.kid) ?? cborMember(unprotectedHeader, HEADER.kid)),
    certificates: certificatesOf(cborMember(protectedHeader, HEADER.x5chain) ?? cborMember(unprotectedHeader, HEADER.x5chain)),
    keySources: [...KEY_SOURCES].flatMap(([label, name]) =>
      (cborMember(protectedHeader, label) ?? cborMember(unprotectedHeader, label)) === undefined ? [] : [name],
    ),
    notUnderstood: notUnderstoodOf(cborMember(protectedHeader, HEADER.crit), reading.understood ?? []),
  };
}

/** A map in a byte string; no octets at all stand for an empty one. */
function readProtected({ value, start, end }: Extract<CborItem, { kind: 'bytes' }>, { base = 0, ...limits }: CoseReading): CborMap {
  if (value.length === 0) return { kind: 'map', entries: [], start, end };
  const header = parseCbor(value, { ...limits, base: base + end - value.length });
  if (header.kind !== 'map') throw refusal('bad-value', 'wanted the protected header to be a map', { start });
  return header;
}

/** @spec RFC 9052 section 3: a label occurs in one of the two headers */
function refuseRepeated(protectedHeader: CborMap, unprotectedHeader: CborMap): void {
  const known = new Set(protectedHeader.entries.map(({ key }) => labelOf(key)));
  for (const { key } of unprotectedHeader.entries) {
    if (known.has(labelOf(key))) throw refusal('duplicate-key', 'a header parameter stands in both headers', key);
  }
}

function labelOf(key: CborItem): number | bigint | string {
  if (key.kind !== 'integer' && key.kind !== 'text') throw refusal('bad-value', 'wanted a number or text as label of a header', key);
  return key.value;
}

/** An algorithm beside the signed part could be swapped, so only the protected one counts. */
function algorithmOf(header: CborMap): string {
  const written = cborMember(header, HEADER.alg);
  if (written?.kind !== 'integer' && written?.kind !== 'text') return '';
  // No registered names, and refused under them: nobody signed it, or a shared secret made it.
  if (written.kind === 'text' && /^(?:none$|HS)/i.test(written.value)) return written.value.slice(0, 40);
  const known = typeof written.value === 'number' ? ALGORITHMS.get(written.value) : undefined;
  return known ?? `COSE ${String(written.value).slice(0, 40)}`;
}

function keyIdOf(written: CborItem | undefined): Uint8Array | null {
  return written?.kind === 'bytes' ? written.value : null;
}

/** @spec RFC 9360 section 2: one certificate alone, or an array of several */
function certificatesOf(written: CborItem | undefined): readonly Uint8Array[] {
  if (written === undefined) return [];
  const items = written.kind === 'array' ? written.items : [written];
  if (items.length > MAX_COSE_CERTIFICATES) throw refusal('too-many', `more than ${MAX_COSE_CERTIFICATES} certificates`, written);
  return items.map((item) => {
    if (item.kind !== 'bytes') throw refusal('bad-value', 'wanted a certificate in a byte string', item);
    return item.value;
  });
}

function notUnderstoodOf(written: CborItem | undefined, understood: readonly (number | string)[]): readonly string[] {
  if (written === undefined) return [];
  if (written.kind !== 'array' || written.items.length === 0) throw refusal('bad-value', 'wanted a list of critical parameters', written);
  const known = [...KNOWN_TO_ALL, ...understood];
  return written.items.flatMap((item) => {
    const label = item.kind === 'integer' || item.kind === 'text' ? item.value : 'of another type';
    return typeof label !== 'bigint' && known.includes(label) ? [] : [String(label).slice(0, 40)];
  });
}

function refusal(
  code: 'bad-value' | 'duplicate-key' | 'unsupported-version' | 'too-many',
  what: string,
  { start }: { start: number },
): ParseError {
  return new ParseError(code, `COSE_Sign1: ${what}, at octet ${start}`, { offset: start, spec: SPEC });
}

/** What is signed and did not come in the message. */
export interface DetachedParts {
  /** The payload of a message that has none. */
  readonly payload?: Uint8Array;
  readonly externalAad?: Uint8Array;
}

/**
 * What a verifier verifies; null for a message whose payload is kept elsewhere and not given.
 * @spec  RFC 9052 section 4.4
 */
export function coseSignature(message: CoseSign1, detached: DetachedParts = {}): TokenSignature | null {
  const { algorithm, protectedOctets, signature } = message;
  const payload = message.payload ?? detached.payload;
  const { externalAad = new Uint8Array() } = detached;
  if (payload === undefined) return null;
  return { algorithm, signature, signed: signatureStructure({ protectedOctets, payload, externalAad }) };
}

interface SignedParts {
  readonly protectedOctets: Uint8Array;
  readonly payload: Uint8Array;
  readonly externalAad: Uint8Array;
}

/** The octets of header and payload are those received; only the heads around them are written anew, as the standard asks. */
function signatureStructure({ protectedOctets, payload, externalAad }: SignedParts): Uint8Array {
  return encodeCbor(['Signature1', protectedOctets, externalAad, payload]);
}

/** A message to be signed. */
export interface CoseSigning {
  /** Labels and values, the algorithm under 1 among them. */
  readonly protectedHeader: ReadonlyMap<number | string, CborWritable>;
  readonly unprotectedHeader?: ReadonlyMap<number | string, CborWritable>;
  readonly payload: Uint8Array;
  /** Signs octets; for ECDSA r and s in fixed length. The key stays with the caller. */
  readonly sign: (octets: Uint8Array) => Uint8Array;
}

/**
 * Signs a payload, in the deterministic encoding and with its tag.
 * @spec RFC 9052 sections 4.2 and 4.4
 */
export function signCoseSign1({ protectedHeader, unprotectedHeader = new Map(), payload, sign }: CoseSigning): Uint8Array {
  const protectedOctets = encodeCbor(protectedHeader);
  const signature = sign(signatureStructure({ protectedOctets, payload, externalAad: new Uint8Array() }));
  return encodeCbor({ tag: TAG_COSE_SIGN1, value: [protectedOctets, unprotectedHeader, payload, signature] });
}

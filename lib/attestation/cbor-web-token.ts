import { toHex } from '#lib/encoding/bytes.ts';
import { parseCbor } from '#lib/encoding/cbor.ts';
import type { CborItem, CborMap } from '#lib/encoding/cbor-item.ts';
import type { Members } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { lookUp } from './claim-values.ts';
import { type CoseSign1, coseSignature, readCoseSign1 } from './cose-sign1.ts';
import { MAX_TOKEN_BYTES } from './json-web-signature.ts';
import type { OpenToken } from './open-token.ts';
import { CLAIM_NAMES } from './trustworthiness.ts';

const SPEC = 'RFC 8392 section 7.2';
const TAG_CWT = 61;
const TAG_COSE_SIGN1 = 18;

/** Claims by their key, by the names that they have in JSON. @spec RFC 8392 section 4; RFC 9711 section 10; draft-ietf-rats-ear section 9 */
const CLAIMS: Readonly<Record<number, string>> = {
  1: 'iss',
  2: 'sub',
  3: 'aud',
  4: 'exp',
  5: 'nbf',
  6: 'iat',
  7: 'cti',
  10: 'eat_nonce',
  256: 'ueid',
  257: 'sueids',
  258: 'oemid',
  259: 'hwmodel',
  260: 'hwversion',
  261: 'uptime',
  262: 'oemboot',
  263: 'dbgstat',
  264: 'location',
  265: 'eat_profile',
  266: 'submods',
  267: 'bootcount',
  268: 'bootseed',
  269: 'dloas',
  270: 'swname',
  271: 'swversion',
  272: 'manifests',
  273: 'measurements',
  274: 'measres',
  275: 'intuse',
  1000: 'ear.status',
  1001: 'ear.trustworthiness-vector',
  1002: 'ear.raw-evidence',
  1003: 'ear.appraisal-policy-id',
  1004: 'ear.verifier-id',
  65000: 'ear.teep-claims',
  [-70000]: 'ear.veraison.annotated-evidence',
  [-70001]: 'ear.veraison.policy-claims',
  [-70002]: 'ear.veraison.key-attestation',
};
/** Members of claims that have keys of their own. */
const INNER: Readonly<Record<string, readonly string[]>> = {
  'ear.trustworthiness-vector': CLAIM_NAMES,
  'ear.verifier-id': ['developer', 'build'],
  'ear.veraison.key-attestation': ['akpub'],
};

/**
 * Whether the octets are a COSE_Sign1 message, with the tag of CWT or without, whose payload is a set of claims. Never throws.
 * @spec RFC 8392 section 6
 */
export function looksLikeCwt(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const begins = (first === 0xd8 && second === TAG_CWT) || first === 0xd2 || (first === 0x84 && second !== undefined && second >> 5 === 2);
  if (!begins || bytes.length > MAX_TOKEN_BYTES) return false;
  try {
    return claimsOf(openCose(bytes)).entries.some(({ key }) => key.kind === 'integer' && CLAIMS[Number(key.value)] !== undefined);
  } catch (error) {
    if (error instanceof ParseError) return beginsLikeCwt(bytes);
    throw error;
  }
}

/** With its own tag it is a CWT, however broken. */
const beginsLikeCwt = ([first, second]: Uint8Array): boolean => first === 0xd8 && second === TAG_CWT;

/**
 * Opens a CWT: a signed one, since a code made with a shared secret proves nothing. Claims get the names that they have in JSON; octets become base64url.
 * @param part  what the token covers: empty for the whole result
 * @throws ParseError as parseCoseSign1, 'too-large', and 'bad-value' for a payload that is no map
 * @spec   RFC 8392 sections 4 and 7.2; RFC 9711 section 7
 */
export function openCwt(bytes: Uint8Array, part = ''): OpenToken {
  if (bytes.length > MAX_TOKEN_BYTES)
    throw new ParseError('too-large', `the token has ${bytes.length} octets; ${MAX_TOKEN_BYTES} are the most`, { offset: 0 });
  const message = openCose(bytes);
  const claims = nameClaims(claimsOf(message), CLAIMS);
  const signature = coseSignature(message);
  if (signature === null) throw new ParseError('bad-value', 'the token has no payload', { offset: message.payloadOffset, spec: SPEC });
  return {
    claims,
    seal: {
      part,
      ...signature,
      keyId: message.keyId === null ? null : textOrHex(message.keyId),
      certificates: message.certificates,
      keySources: message.keySources,
      notUnderstood: message.notUnderstood,
    },
  };
}

function openCose(bytes: Uint8Array): CoseSign1 {
  const item = parseCbor(bytes);
  const inner = item.kind === 'tag' && item.tag === TAG_CWT ? item.item : item;
  if (item !== inner && (inner.kind !== 'tag' || inner.tag !== TAG_COSE_SIGN1)) {
    throw new ParseError('unsupported-version', 'the CWT is not signed by COSE_Sign1', { offset: inner.start, spec: SPEC });
  }
  return readCoseSign1(inner);
}

function claimsOf({ payload, payloadOffset }: CoseSign1): CborMap {
  if (payload === null) throw new ParseError('bad-value', 'the token has no payload', { offset: payloadOffset, spec: SPEC });
  return claimsMap(payload, payloadOffset);
}

function claimsMap(octets: Uint8Array, offset: number): CborMap {
  const claims = parseCbor(octets, { base: offset });
  if (claims.kind !== 'map') throw new ParseError('bad-value', 'the claims are no map', { offset, spec: SPEC });
  return claims;
}

/** A set of claims by itself, by the names that they have in JSON. @throws ParseError for what is no map of claims */
export const readCborClaims = (octets: Uint8Array): Members => nameClaims(claimsMap(octets, 0), CLAIMS);

/** Key identifiers are mostly texts. */
function textOrHex(octets: Uint8Array): string {
  const isText = octets.every((octet) => octet >= 0x20 && octet < 0x7f);
  return isText ? Buffer.from(octets).toString('latin1') : toHex(octets);
}

/** A map with numbers for keys as an object with names; what has no name keeps its number. */
function nameClaims(map: CborMap, names: Readonly<Record<number, string>>): Members {
  const members: Record<string, unknown> = Object.create(null);
  for (const { key, value } of map.entries) {
    const name = nameOf(key, names);
    if (members[name] !== undefined) {
      throw new ParseError('duplicate-key', `the claim ${JSON.stringify(name.slice(0, 60))} stands twice`, {
        offset: key.start,
        spec: SPEC,
      });
    }
    members[name] = jsonOf(value, name);
  }
  return members;
}

function nameOf(key: CborItem, names: Readonly<Record<number, string>>): string {
  if (key.kind === 'integer') return names[Number(key.value)] ?? String(key.value);
  if (key.kind === 'text') return key.value;
  throw new ParseError('bad-value', 'the key of a claim is neither a number nor text', { offset: key.start, spec: SPEC });
}

/** As JSON would have it. Numbers that only a bigint holds, and what JSON has not, become text. */
function jsonOf(item: CborItem, name: string): unknown {
  switch (item.kind) {
    case 'integer':
      return typeof item.value === 'number' ? item.value : String(item.value);
    case 'bytes':
      return Buffer.from(item.value).toString('base64url');
    case 'array':
      return item.items.map((each) => jsonOf(each, ''));
    case 'map':
      return mapOf(item, name);
    case 'tag':
      return jsonOf(item.item, name);
    case 'null':
    case 'undefined':
      return null;
    case 'simple':
      return `simple(${item.value})`;
    default:
      return item.value;
  }
}

function mapOf(map: CborMap, name: string): unknown {
  if (name === 'submods') return submodulesOf(map);
  const inner = lookUp(INNER, name);
  return nameClaims(map, inner === undefined ? CLAIMS : Object.fromEntries(inner.map((each, index) => [index, each])));
}

/**
 * Submodules under names of their own: sets of claims, or what JSON has a selector for, so that a token in octets stays one.
 * @spec RFC 9711 section 4.2.18
 */
function submodulesOf(map: CborMap): unknown {
  const forms = new Map(map.entries.map(({ key, value }) => [nameOf(key, {}), value.kind]));
  return Object.fromEntries(
    Object.entries(nameClaims(map, {})).map(([name, value]) => {
      const form = forms.get(name);
      return [name, form === 'bytes' ? ['CBOR', value] : form === 'array' ? ['DIGEST', value] : value];
    }),
  );
}

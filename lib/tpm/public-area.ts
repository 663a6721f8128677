import { concatBytes } from '#lib/encoding/bytes.ts';
import { type OctetCursor, octetCursor } from '#lib/encoding/octet-cursor.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { ALG, findTpmHash, hashNameOf, tpmDigest } from './algorithms.ts';
import { sizedOctets } from './attest.ts';
import { keyInfoOf, type TpmKeyNumbers } from './key-info.ts';

/** Octets of one public area: an RSA key of 8192 bits has about 1.1 KiB. */
export const MAX_PUBLIC_BYTES = 2048;
const MAX_NUMBER = 1024;
const MAX_POLICY = 64;
/** What an exponent of 0 stands for. @spec TPM 2.0 Library Part 2 section 12.2.3.5 */
const DEFAULT_EXPONENT = 65537;
const SPEC = 'TPM 2.0 Library Part 2 section 12.2.4';

/** TPMA_OBJECT. @spec TPM 2.0 Library Part 2 section 8.3 */
export const OBJECT_ATTRIBUTE = {
  fixedTPM: 0x2,
  stClear: 0x4,
  fixedParent: 0x10,
  sensitiveDataOrigin: 0x20,
  userWithAuth: 0x40,
  adminWithPolicy: 0x80,
  noDA: 0x400,
  encryptedDuplication: 0x800,
  restricted: 0x10000,
  decrypt: 0x20000,
  sign: 0x40000,
} as const;

/** The symmetric algorithm of a storage key; null where the key has none. */
export interface SymmetricDefinition {
  readonly algorithm: number;
  readonly keyBits: number;
  readonly mode: number;
}

/** A TPMT_PUBLIC of an asymmetric key. */
export interface TpmPublicArea {
  /** The TPMT_PUBLIC as received, over which the name is computed. */
  readonly octets: Uint8Array;
  /** TPM_ALG_ID of the digest in the name. */
  readonly nameAlg: number;
  /** TPMA_OBJECT. */
  readonly attributes: number;
  readonly authPolicy: Uint8Array;
  readonly symmetric: SymmetricDefinition | null;
  /** The scheme that the key is bound to, with its hash; null where it leaves the choice to whoever uses it. */
  readonly scheme: { readonly algorithm: number; readonly hash: number | null } | null;
  readonly key: TpmKeyNumbers;
}

/**
 * Parses a TPM2B_PUBLIC, as `tpm2_createak --public --format tss` writes it, or the TPMT_PUBLIC within it; the whole input must
 * be consumed.
 * @throws ParseError 'too-large', 'truncated', 'trailing-data', 'bad-value', with the offset; 'unsupported-version' for a key that
 *         is neither RSA nor on a curve
 * @spec TPM 2.0 Library Part 2 sections 12.2.4 and 12.2.5
 */
export function parsePublicArea(bytes: Uint8Array): TpmPublicArea {
  if (bytes.length > MAX_PUBLIC_BYTES) {
    throw new ParseError('too-large', `a public area of ${bytes.length} octets; at most ${MAX_PUBLIC_BYTES} are read`, { spec: SPEC });
  }
  const start = hasSize(bytes) ? 2 : 0;
  const cursor = octetCursor({ bytes, order: 'big-endian', spec: SPEC, start });
  const area = readArea(cursor, bytes.subarray(start));
  cursor.finish('the public area');
  return area;
}

/** A type of object is 0x0001 or 0x0023, which no size of a public area is. */
const hasSize = (bytes: Uint8Array): boolean => bytes.length >= 2 && ((bytes[0] ?? 0) << 8) + (bytes[1] ?? 0) === bytes.length - 2;

function readArea(cursor: OctetCursor, octets: Uint8Array): TpmPublicArea {
  const type = cursor.u16('type');
  if (type !== ALG.rsa && type !== ALG.ecc) {
    throw cursor.refuse('unsupported-version', `a key of the type 0x${type.toString(16)}; RSA and ECC keys are read`, cursor.offset() - 2);
  }
  const nameAlg = cursor.u16('nameAlg');
  const attributes = cursor.u32('objectAttributes');
  const authPolicy = sizedOctets(cursor, { field: 'authPolicy', most: MAX_POLICY });
  const symmetric = readSymmetric(cursor);
  const scheme = readScheme(cursor);
  const key = type === ALG.rsa ? readRsa(cursor) : readEcc(cursor);
  return { octets, nameAlg, attributes, authPolicy, symmetric, scheme, key };
}

function readSymmetric(cursor: OctetCursor): SymmetricDefinition | null {
  const algorithm = cursor.u16('symmetric.algorithm');
  if (algorithm === ALG.null) return null;
  return { algorithm, keyBits: cursor.u16('symmetric.keyBits'), mode: cursor.u16('symmetric.mode') };
}

/** Encryption without parameters has no hash; anonymous attestation has a counter more. */
function readScheme(cursor: OctetCursor): TpmPublicArea['scheme'] {
  const algorithm = cursor.u16('scheme');
  if (algorithm === ALG.null) return null;
  if (algorithm === ALG.rsaes) return { algorithm, hash: null };
  const hash = cursor.u16('scheme.hashAlg');
  if (algorithm === ALG.ecdaa) cursor.u16('scheme.count');
  return { algorithm, hash };
}

function readRsa(cursor: OctetCursor): TpmKeyNumbers {
  const bits = cursor.u16('keyBits');
  const exponent = cursor.u32('exponent') || DEFAULT_EXPONENT;
  const modulus = sizedOctets(cursor, { field: 'unique', most: MAX_NUMBER });
  if (modulus.length * 8 !== bits) {
    throw cursor.refuse(
      'bad-value',
      `a modulus of ${modulus.length * 8} bits where keyBits says ${bits}`,
      cursor.offset() - modulus.length,
    );
  }
  return { kind: 'rsa', bits, exponent, modulus };
}

function readEcc(cursor: OctetCursor): TpmKeyNumbers {
  const curve = cursor.u16('curveID');
  if (cursor.u16('kdf') !== ALG.null) cursor.u16('kdf.hashAlg');
  const x = sizedOctets(cursor, { field: 'unique.x', most: MAX_NUMBER });
  return { kind: 'ecc', curve, x, y: sizedOctets(cursor, { field: 'unique.y', most: MAX_NUMBER }) };
}

/**
 * The name of the object: its nameAlg, then the digest of its public area as received.
 * @returns null where this program doesn't compute that hash function
 * @spec TPM 2.0 Library Part 1 section 16
 */
export function nameOf({ nameAlg, octets }: TpmPublicArea): Uint8Array | null {
  const hash = findTpmHash(nameAlg);
  return hash === undefined ? null : concatBytes([algorithmOctets(nameAlg), tpmDigest(hash.name, octets)]);
}

/** Permanent handles of the hierarchies. @spec TPM 2.0 Library Part 2 section 7.4 */
export const HIERARCHY = { owner: 0x40000001, endorsement: 0x4000000b, platform: 0x4000000c } as const;

/**
 * The qualified name of a key: the chain of digests from its hierarchy over its ancestors down to it.
 * @param path  the public areas from the primary key to the key itself
 * @returns null where this program doesn't compute one of the hash functions
 * @spec TPM 2.0 Library Part 1 section 16 and Part 2 section 10.5.3
 */
export function qualifiedNameOf(hierarchy: number, path: readonly TpmPublicArea[]): Uint8Array | null {
  let qualified = new Uint8Array([hierarchy >>> 24, (hierarchy >>> 16) & 0xff, (hierarchy >>> 8) & 0xff, hierarchy & 0xff]);
  for (const area of path) {
    const [name, hash] = [nameOf(area), findTpmHash(area.nameAlg)];
    if (name === null || hash === undefined) return null;
    qualified = concatBytes([
      algorithmOctets(area.nameAlg),
      tpmDigest(hash.name, concatBytes([qualified, name])),
    ]) as Uint8Array<ArrayBuffer>;
  }
  return qualified;
}

const algorithmOctets = (id: number): Uint8Array => new Uint8Array([id >>> 8, id & 0xff]);

/** The key as a SubjectPublicKeyInfo; null for a curve that isn't at hand, and for numbers that OpenSSL refuses. */
export function subjectPublicKeyInfoOf({ key }: TpmPublicArea): Uint8Array | null {
  return keyInfoOf(key);
}

/** Why a key can't be one that attests: the attributes that are missing or too many. Empty: it can. @spec TPM 2.0 Library Part 1 section 25.1.3 */
export function attestationKeyFlaws(area: TpmPublicArea): readonly string[] {
  return keyFlaws(area, { required: ['restricted', 'sign'], forbidden: 'decrypt' });
}

/** Why a key can't be an endorsement key, to which secrets are sent. Empty: it can. @spec TCG EK Credential Profile 2.5 annex B.3 */
export function endorsementKeyFlaws(area: TpmPublicArea): readonly string[] {
  return keyFlaws(area, { required: ['restricted', 'decrypt'], forbidden: 'sign' });
}

type Attribute = keyof typeof OBJECT_ATTRIBUTE;

/** Both were made by their TPM, and never leave it. */
function keyFlaws(
  { attributes, nameAlg, key }: TpmPublicArea,
  { required, forbidden }: { readonly required: readonly Attribute[]; readonly forbidden: Attribute },
): readonly string[] {
  const all: readonly Attribute[] = ['fixedTPM', 'fixedParent', 'sensitiveDataOrigin', ...required];
  const missing = all.filter((name) => (attributes & OBJECT_ATTRIBUTE[name]) === 0).map((name) => `${name} is not set`);
  const tooMany = (attributes & OBJECT_ATTRIBUTE[forbidden]) === 0 ? [] : [`${forbidden} is set`];
  const small = key.kind === 'rsa' && key.bits < 2048 ? [`its key has ${key.bits} bits, fewer than 2048`] : [];
  const weak = hashNameOf(nameAlg) === 'sha1' ? ['its name is a SHA-1 digest'] : [];
  return [...missing, ...tooMany, ...small, ...weak];
}

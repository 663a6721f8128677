import { constants, createCipheriv, createECDH, createHmac, createPublicKey, type ECDH, publicEncrypt } from 'node:crypto';
import { concatBytes, encodeUtf8 } from '#lib/encoding/bytes.ts';
import { ALG, findTpmCurve, findTpmHash, type TpmCurve, type TpmHash } from './algorithms.ts';
import { kdfA, kdfE } from './key-derivation.ts';
import { padLeft } from './key-info.ts';
import { type SymmetricDefinition, subjectPublicKeyInfoOf, type TpmPublicArea } from './public-area.ts';

/** Who is asked to prove what, and what chance adds. */
export interface CredentialQuestion {
  /** Of the endorsement key, made from its certificate and the template of its kind, never from what the device says alone. */
  readonly endorsementKey: TpmPublicArea;
  /** Name of the key that has to live beside it. */
  readonly attestationKeyName: Uint8Array;
  /** What only that TPM gives back: at most as long as the digest of the endorsement key's name. */
  readonly secret: Uint8Array;
  /** As many octets of chance as asked. */
  readonly random: (octets: number) => Uint8Array;
}

/** What a TPM takes to give the secret back. */
export interface Credential {
  /** TPM2B_ID_OBJECT, with its size. */
  readonly credentialBlob: Uint8Array;
  /** TPM2B_ENCRYPTED_SECRET, with its size. */
  readonly encryptedSecret: Uint8Array;
}

/** A question that can't be asked: of an endorsement key of another kind. */
export interface NoCredential {
  readonly refused: string;
}

/** How a seed is shared with the holder of the endorsement key. */
interface SharedSeed {
  readonly seed: Uint8Array;
  readonly encryptedSecret: Uint8Array;
}

/**
 * Encrypts a secret so that only the TPM that holds both the endorsement key and the attestation key of this name can read it.
 * For endorsement keys of RSA and on P-256, P-384 and P-521, with AES in CFB.
 * @spec TPM 2.0 Library Part 1 section 24, annexes B.10.3 and C.6.3
 */
export function makeCredential(question: CredentialQuestion): Credential | NoCredential {
  const { endorsementKey, secret } = question;
  const { symmetric, nameAlg } = endorsementKey;
  const hash = findTpmHash(nameAlg);
  if (hash === undefined) return { refused: 'the name of the endorsement key uses a hash function that is not supported' };
  if (symmetric?.algorithm !== ALG.aes || !AES_BITS.has(symmetric.keyBits))
    return { refused: 'the endorsement key has no AES to protect a secret with' };
  if (secret.length > hash.size) return { refused: `a secret of ${secret.length} octets; at most ${hash.size} fit` };
  const shared = endorsementKey.key.kind === 'rsa' ? shareByRsa(question, hash) : shareByEcc(question, hash);
  if (shared === null) return { refused: 'the endorsement key is on a curve that is not supported, or is no key' };
  const credentialBlob = sized(protect({ ...question, seed: shared.seed, symmetric, hash }));
  return { credentialBlob, encryptedSecret: sized(shared.encryptedSecret) };
}

const AES_BITS: ReadonlySet<number> = new Set([128, 192, 256]);
/** The label takes part with its NUL. */
const IDENTITY = 'IDENTITY';

function shareByRsa({ endorsementKey, random }: CredentialQuestion, hash: TpmHash): SharedSeed | null {
  const keyInfo = subjectPublicKeyInfoOf(endorsementKey);
  if (keyInfo === null) return null;
  const seed = random(hash.size);
  const key = createPublicKey({ key: Buffer.from(keyInfo), format: 'der', type: 'spki' });
  const encrypted = publicEncrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash.name, oaepLabel: encodeUtf8(`${IDENTITY}\0`) },
    seed,
  );
  return { seed, encryptedSecret: new Uint8Array(encrypted) };
}

function shareByEcc({ endorsementKey, random }: CredentialQuestion, hash: TpmHash): SharedSeed | null {
  const { key } = endorsementKey;
  const curve = key.kind === 'ecc' ? findTpmCurve(key.curve) : undefined;
  if (key.kind !== 'ecc' || curve === undefined) return null;
  const [x, y] = [padLeft(key.x, curve.size), padLeft(key.y, curve.size)];
  const own = ephemeralKey(curve, random);
  const z = sharedX(own, concatBytes([UNCOMPRESSED, x, y]));
  if (z === null) return null;
  const point = own.getPublicKey().subarray(1);
  const [ownX, ownY] = [point.subarray(0, curve.size), point.subarray(curve.size)];
  const seed = kdfE({ hash: hash.name, z: padLeft(z, curve.size), label: IDENTITY, partyU: ownX, partyV: x, bits: hash.size * 8 });
  return { seed, encryptedSecret: concatBytes([sized(ownX), sized(ownY)]) };
}

const UNCOMPRESSED = new Uint8Array([0x04]);

function sharedX(own: ECDH, point: Uint8Array): Uint8Array | null {
  try {
    return own.computeSecret(point);
  } catch {
    // OpenSSL refuses a point that is not on the curve.
    return null;
  }
}

/** Numbers that are drawn before giving up: one in 2^32 is refused on P-256, and one in 2^256 or fewer on the others. */
const MAX_DRAWS = 16;

/** Draws numbers until one is below the order of the curve. @spec FIPS 186-5 appendix A.2.2 */
function ephemeralKey(curve: TpmCurve, random: CredentialQuestion['random']): ECDH {
  const key = createECDH(curve.openssl);
  for (let draw = 1; draw <= MAX_DRAWS; draw += 1) {
    const scalar = Uint8Array.from(random(curve.size));
    if (curve.openssl === 'secp521r1') scalar[0] = (scalar[0] ?? 0) & 1;
    try {
      key.setPrivateKey(scalar);
      return key;
    } catch {
      // Zero, or not below the order: drawn again.
    }
  }
  throw new RangeError('the source of chance gives no number below the order of the curve');
}

interface Protection {
  readonly secret: Uint8Array;
  readonly attestationKeyName: Uint8Array;
  readonly seed: Uint8Array;
  readonly symmetric: SymmetricDefinition;
  readonly hash: TpmHash;
}

/** Encrypted under a key of the seed and the name, then authenticated with the name. @spec TPM 2.0 Library Part 1 sections 24.3 to 24.5 */
function protect({ secret, attestationKeyName, seed, symmetric, hash }: Protection): Uint8Array {
  const from = { hash: hash.name, key: seed, contextV: NOTHING };
  const symmetricKey = kdfA({ ...from, label: 'STORAGE', contextU: attestationKeyName, bits: symmetric.keyBits });
  const cipher = createCipheriv(`aes-${symmetric.keyBits}-cfb`, symmetricKey, new Uint8Array(16));
  const encrypted = concatBytes([cipher.update(sized(secret)), cipher.final()]);
  const hmacKey = kdfA({ ...from, label: 'INTEGRITY', contextU: NOTHING, bits: hash.size * 8 });
  const integrity = createHmac(hash.name, hmacKey).update(encrypted).update(attestationKeyName).digest();
  return concatBytes([sized(integrity), encrypted]);
}

const NOTHING = new Uint8Array();

/** With its size in front, as a TPM2B. */
function sized(octets: Uint8Array): Uint8Array {
  return concatBytes([new Uint8Array([octets.length >>> 8, octets.length & 0xff]), octets]);
}

/** TPM2TOOLS_CREDENTIAL_MAGIC and version 1: the head of the file that `tpm2_activatecredential` takes. */
const TOOLS_HEAD = new Uint8Array([0xba, 0xdc, 0xc0, 0xde, 0, 0, 0, 1]);

/** The file for `tpm2_activatecredential --credential-blob`. */
export function credentialFile({ credentialBlob, encryptedSecret }: Credential): Uint8Array {
  return concatBytes([TOOLS_HEAD, credentialBlob, encryptedSecret]);
}

import { constants, createDecipheriv, createECDH, createHmac, createPublicKey, type KeyObject, privateDecrypt } from 'node:crypto';
import { concatBytes, encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { ALG } from '#lib/tpm/algorithms.ts';
import { kdfA, kdfE } from '#lib/tpm/key-derivation.ts';
import { makeKey } from './test-keys.ts';
import { be, numbersOf, sized } from './tpm-quotes.ts';

const [SHA256, SHA384, CFB, RESTRICTED_DECRYPT] = [0x000b, 0x000c, 0x0043, 0x000300b2];

/** What the kinds of endorsement keys have that certificates are issued for. @spec TCG EK Credential Profile 2.5 annex B.4 */
const KINDS = {
  'rsa-2048': { type: ALG.rsa, nameAlg: SHA256, hash: 'sha256', octets: 32, bits: 128 },
  'ec-p256': { type: ALG.ecc, nameAlg: SHA256, hash: 'sha256', octets: 32, bits: 128 },
  'ec-p384': { type: ALG.ecc, nameAlg: SHA384, hash: 'sha384', octets: 48, bits: 256 },
} as const;

/** A restricted decryption key of a TPM that isn't there. */
export interface MadeEndorsementKey {
  readonly kind: keyof typeof KINDS;
  readonly privateKey: KeyObject;
  /** As a certificate carries it. */
  readonly publicKeyInfo: Uint8Array;
  /** TPM2B_PUBLIC. */
  readonly publicArea: Uint8Array;
}

/** The key that a certificate maker takes for the same seed, with the attributes and the AES of real ones. */
export function makeTpmEndorsementKey(kind: MadeEndorsementKey['kind'], seed: string): MadeEndorsementKey {
  const { type, nameAlg, octets, bits } = KINDS[kind];
  const { privateKey, publicKeyInfo } = makeKey(kind, seed);
  const head = [be(2, type), be(2, nameAlg), be(4, RESTRICTED_DECRYPT), sized(new Uint8Array(octets))];
  const protection = [be(2, ALG.aes), be(2, bits), be(2, CFB), be(2, ALG.null)];
  const publicArea = sized(concatBytes([...head, ...protection, ...numbersOf(createPublicKey(privateKey))]));
  return { kind, privateKey, publicKeyInfo, publicArea };
}

/** The first TPM2B of octets, and what follows it. */
function split(octets: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const size = ((octets[0] ?? 0) << 8) | (octets[1] ?? 0);
  return [octets.subarray(2, 2 + size), octets.subarray(2 + size)];
}

/**
 * What TPM2_ActivateCredential does with the file that tpm2-tools take, written down once more from the other side.
 * @param name  of the key that lives in the TPM
 * @returns null where the integrity is broken: the credential is for another key
 */
export function activate(file: Uint8Array, key: MadeEndorsementKey, name: Uint8Array): Uint8Array | null {
  const { hash, octets, bits } = KINDS[key.kind];
  const [blob, rest] = split(file.subarray(8));
  const [integrity, identity] = split(blob);
  const from = { hash, key: seedOf(key, split(rest)[0]), contextV: new Uint8Array() } as const;
  const hmacKey = kdfA({ ...from, label: 'INTEGRITY', contextU: new Uint8Array(), bits: octets * 8 });
  if (toHex(createHmac(hash, hmacKey).update(identity).update(name).digest()) !== toHex(integrity)) return null;
  const symmetric = kdfA({ ...from, label: 'STORAGE', contextU: name, bits });
  return split(createDecipheriv(`aes-${bits}-cfb`, symmetric, new Uint8Array(16)).update(identity))[0];
}

function seedOf({ kind, privateKey }: MadeEndorsementKey, encrypted: Uint8Array): Uint8Array {
  const { hash, octets } = KINDS[kind];
  if (kind === 'rsa-2048') {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key: privateKey, padding, oaepHash: hash, oaepLabel: encodeUtf8('IDENTITY\0') }, encrypted);
  }
  const [x, rest] = split(encrypted);
  const [y] = split(rest);
  if (x.length !== octets || y.length !== octets) throw new RangeError(`a point of ${x.length} and ${y.length} octets`);
  const { d = '', x: ownX = '' } = privateKey.export({ format: 'jwk' });
  const own = createECDH(kind === 'ec-p256' ? 'prime256v1' : 'secp384r1');
  own.setPrivateKey(Buffer.from(d, 'base64url'));
  const z = own.computeSecret(concatBytes([Uint8Array.of(4), x, y]));
  return kdfE({ hash, z, label: 'IDENTITY', partyU: x, partyV: Buffer.from(ownX, 'base64url'), bits: octets * 8 });
}

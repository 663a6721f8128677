import { constants, createDecipheriv, createECDH, createHmac, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { be, numbersOf, sized } from '#lib/testing/tpm-quotes.ts';
import { ALG } from './algorithms.ts';
import { kdfA, kdfE } from './key-derivation.ts';
import { type Credential, credentialFile, makeCredential } from './make-credential.ts';
import { parsePublicArea } from './public-area.ts';

const [SHA256, SHA384, CFB, RESTRICTED_DECRYPT] = [0x000b, 0x000c, 0x0043, 0x000300b2];
const NAME = concatBytes([be(2, SHA256), randomBytes(32)]);
const SECRET = randomBytes(32);
const random = (octets: number): Uint8Array => randomBytes(octets);

interface EndorsementKind {
  readonly make: () => ReturnType<typeof generateKeyPairSync>;
  readonly nameAlg: number;
  readonly hash: 'sha256' | 'sha384';
  readonly bits: number;
  readonly curve: { readonly openssl: string; readonly size: number } | null;
}

const RSA: EndorsementKind = {
  make: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  nameAlg: SHA256,
  hash: 'sha256',
  bits: 128,
  curve: null,
};
const P256: EndorsementKind = {
  make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  nameAlg: SHA256,
  hash: 'sha256',
  bits: 128,
  curve: { openssl: 'prime256v1', size: 32 },
};
const P384: EndorsementKind = {
  make: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  nameAlg: SHA384,
  hash: 'sha384',
  bits: 256,
  curve: { openssl: 'secp384r1', size: 48 },
};

function areaOf({ nameAlg, bits, curve }: EndorsementKind, publicKey: Parameters<typeof numbersOf>[0]): Uint8Array {
  const type = curve === null ? ALG.rsa : ALG.ecc;
  const head = [be(2, type), be(2, nameAlg), be(4, RESTRICTED_DECRYPT), sized(new Uint8Array(32))];
  return sized(concatBytes([...head, be(2, ALG.aes), be(2, bits), be(2, CFB), be(2, ALG.null), ...numbersOf(publicKey)]));
}

/** The first TPM2B of octets, and what follows it. */
const split = (octets: Uint8Array): readonly [Uint8Array, Uint8Array] => {
  const size = ((octets[0] ?? 0) << 8) | (octets[1] ?? 0);
  return [octets.subarray(2, 2 + size), octets.subarray(2 + size)];
};

/** What TPM2_ActivateCredential does, written down once more from the other side; null where the integrity is broken. */
function activate(
  kind: EndorsementKind,
  privateKey: ReturnType<EndorsementKind['make']>['privateKey'],
  { credentialBlob, encryptedSecret }: Credential,
): Uint8Array | null {
  const [encrypted] = split(encryptedSecret);
  const seed = kind.curve === null ? byRsa() : byCurve(kind.curve);
  const [integrity, identity] = split(split(credentialBlob)[0]);
  const from = { hash: kind.hash, key: seed, contextV: new Uint8Array() };
  const hmacKey = kdfA({ ...from, label: 'INTEGRITY', contextU: new Uint8Array(), bits: kind.hash === 'sha256' ? 256 : 384 });
  if (toHex(createHmac(kind.hash, hmacKey).update(identity).update(NAME).digest()) !== toHex(integrity)) return null;
  const key = kdfA({ ...from, label: 'STORAGE', contextU: NAME, bits: kind.bits });
  return split(createDecipheriv(`aes-${kind.bits}-cfb`, key, new Uint8Array(16)).update(identity))[0];

  function byRsa(): Uint8Array {
    const options = {
      key: privateKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: kind.hash,
      oaepLabel: encodeUtf8('IDENTITY\0'),
    };
    return privateDecrypt(options, encrypted);
  }

  function byCurve({ openssl, size }: { readonly openssl: string; readonly size: number }): Uint8Array {
    const [x, rest] = split(encrypted);
    const [y] = split(rest);
    const { d = '', x: ownX = '' } = privateKey.export({ format: 'jwk' });
    const own = createECDH(openssl);
    own.setPrivateKey(Buffer.from(d, 'base64url'));
    const z = own.computeSecret(concatBytes([Uint8Array.of(4), x, y]));
    expect([x.length, y.length]).toEqual([size, size]);
    return kdfE({
      hash: kind.hash,
      z,
      label: 'IDENTITY',
      partyU: x,
      partyV: Buffer.from(ownX, 'base64url'),
      bits: kind.hash === 'sha256' ? 256 : 384,
    });
  }
}

test.each([
  ['RSA-2048', RSA],
  ['P-256', P256],
  ['P-384', P384],
])('the holder of an endorsement key on %s reads the secret, for the named key alone', (_, kind) => {
  const { privateKey, publicKey } = kind.make();
  const endorsementKey = parsePublicArea(areaOf(kind, publicKey));
  const made = makeCredential({ endorsementKey, attestationKeyName: NAME, secret: SECRET, random });
  if ('refused' in made) throw new Error(made.refused);
  expect(toHex(activate(kind, privateKey, made) ?? new Uint8Array())).toBe(toHex(SECRET));
  const other = makeCredential({ endorsementKey, attestationKeyName: Uint8Array.from(NAME).fill(1, 2), secret: SECRET, random });
  expect('refused' in other ? 'refused' : activate(kind, privateKey, other)).toBeNull();
});

test('a secret that is too long, and a key that has nothing to protect it with, are refused', () => {
  const endorsementKey = parsePublicArea(areaOf(RSA, RSA.make().publicKey));
  const ask = (changes: object) => makeCredential({ endorsementKey, attestationKeyName: NAME, secret: SECRET, random, ...changes });
  expect(ask({ secret: new Uint8Array(33) })).toMatchObject({ refused: expect.stringContaining('at most 32') });
  expect(ask({ endorsementKey: { ...endorsementKey, symmetric: null } })).toMatchObject({ refused: expect.stringContaining('AES') });
  expect(ask({ endorsementKey: { ...endorsementKey, nameAlg: 0x7777 } })).toMatchObject({
    refused: expect.stringContaining('hash function'),
  });
  const point = { kind: 'ecc', curve: 3, x: new Uint8Array(32).fill(1), y: new Uint8Array(32).fill(1) };
  expect(ask({ endorsementKey: { ...endorsementKey, key: point } })).toMatchObject({ refused: expect.stringContaining('curve') });
});

test('the file for tpm2-tools has their magic and version in front', () => {
  const file = credentialFile({ credentialBlob: Uint8Array.of(0, 1, 9), encryptedSecret: Uint8Array.of(0, 1, 8) });
  expect(toHex(file)).toBe('badcc0de00000001000109000108');
});

import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { concatBytes, toHex } from '#lib/encoding/bytes.ts';
import { activate, makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { be } from '#lib/testing/tpm-quotes.ts';
import { credentialFile, makeCredential } from './make-credential.ts';
import { parsePublicArea } from './public-area.ts';

const NAME = concatBytes([be(2, 0x000b), randomBytes(32)]);
const SECRET = randomBytes(32);
const random = (octets: number): Uint8Array => randomBytes(octets);

test.each(['rsa-2048', 'ec-p256', 'ec-p384'] as const)(
  'the holder of an endorsement key of %s reads the secret, for the named key alone',
  (kind) => {
    const key = makeTpmEndorsementKey(kind, 'credential');
    const endorsementKey = parsePublicArea(key.publicArea);
    const made = makeCredential({ endorsementKey, attestationKeyName: NAME, secret: SECRET, random });
    if ('refused' in made) throw new Error(made.refused);
    expect(toHex(activate(credentialFile(made), key, NAME) ?? new Uint8Array())).toBe(toHex(SECRET));
    const other = makeCredential({ endorsementKey, attestationKeyName: Uint8Array.from(NAME).fill(1, 2), secret: SECRET, random });
    expect('refused' in other ? 'refused' : activate(credentialFile(other), key, NAME)).toBeNull();
  },
);

test('a secret that is too long, and a key that has nothing to protect it with, are refused', () => {
  const endorsementKey = parsePublicArea(makeTpmEndorsementKey('rsa-2048', 'credential').publicArea);
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

import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { seal, unseal } from './sealed-secret.ts';
import { publishedKeys, signingKey } from './signing-key.ts';

const SECRET = 'a secret of an installation that has 32 characters';
const ask = (store: Store, secret = SECRET, day = 1) => signingKey(store, { secret, at: new Date(Date.UTC(2026, 2, day)) });

test('what the key signs is verified with the key of the same id that is published', async () => {
  const store = await openTestStore();
  const key = await ask(store);
  const octets = Buffer.from('a conclusion');
  const [jwk] = await publishedKeys(store);
  expect(jwk).toMatchObject({ kid: key.id, kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
  expect(jwk).not.toHaveProperty('d');
  const publicKey = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const signature = key.sign(octets);
  expect(signature).toHaveLength(64);
  expect(verify('sha256', octets, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
  expect(verify('sha256', Buffer.from('another'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(false);
});

test('it is made once, also when several ask for it at the same time', async () => {
  const store = await openTestStore();
  const keys = await Promise.all([1, 2, 3, 4].map(() => ask(store)));
  expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
  expect(await publishedKeys(store)).toHaveLength(1);
});

test('beside another secret another key signs, and the one before stays published', async () => {
  const store = await openTestStore();
  const before = await ask(store);
  const after = await ask(store, `${SECRET}, and another`, 2);
  expect(after.id).not.toBe(before.id);
  expect((await publishedKeys(store)).map(({ kid }) => kid)).toEqual([after.id, before.id]);
  expect((await ask(store)).id).toBe(before.id);
});

test('the private part is nowhere in the database in the clear', async () => {
  const store = await openTestStore();
  const key = await ask(store);
  const [row] = await store.prisma.signingKey.findMany();
  // Every PKCS #8 key of P-256 has the object identifier of its curve in it.
  expect(Buffer.from(row?.sealed ?? []).includes(Buffer.from('06082a8648ce3d030107', 'hex'))).toBe(false);
  expect(unseal(row?.sealed ?? new Uint8Array(), { secret: SECRET, name: key.id })).not.toBeNull();
});

test('what was sealed opens under the same secret and name alone, and never when one octet changed', () => {
  const sealed = seal(Buffer.from('private'), { secret: SECRET, name: 'a' });
  expect(Buffer.from(unseal(sealed, { secret: SECRET, name: 'a' }) ?? []).toString()).toBe('private');
  expect(unseal(sealed, { secret: SECRET, name: 'b' })).toBeNull();
  expect(unseal(sealed, { secret: 'another', name: 'a' })).toBeNull();
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unseal(changed, { secret: SECRET, name: 'a' })).toBeNull();
  }
  for (let length = 0; length < sealed.length; length += 1)
    expect(unseal(sealed.subarray(0, length), { secret: SECRET, name: 'a' })).toBeNull();
});

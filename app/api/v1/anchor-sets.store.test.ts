import { expect, test } from 'vitest';
import type { Role } from '#lib/auth/rights.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeAuthority } from '#lib/testing/certificate-authority.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeZip } from '#lib/testing/zip-files.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const authorities = makeSampleAuthorities();
const { tpmVendor, vendor } = authorities;
const intermediate = makeAuthority({ name: 'Aster issuing CA', algorithm: 'ec-p384', seed: 'aster-issuing', issuedBy: tpmVendor });
const old = makeAuthority({ name: 'Old root', algorithm: 'ec-p256', seed: 'old-root', notAfter: '2021-01-01T00:00:00Z' });
const archive = makeZip([
  { path: 'Aster/RootCA/root.cer', bytes: tpmVendor.certificate },
  { path: 'Aster/RootCA/again.cer', bytes: tpmVendor.certificate },
  { path: 'Aster/IntermediateCA/issuing.cer', bytes: intermediate.certificate },
  { path: 'Kirin/RootCA/root.cer', bytes: vendor.certificate },
  { path: 'Old/RootCA/root.cer', bytes: old.certificate },
  { path: 'Odd/ek.cer', bytes: endorsementKeyOf(makeSampleDevice(7), authorities) },
  { path: 'Odd/\u202erewsna.cer', bytes: Buffer.from('no certificate') },
]);

test('a set is previewed, each certificate once with its standing, and what it offers is what adding takes', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const add = (certificate: string) =>
    callApi(store, 'POST /api/v1/anchors', { token, json: { certificate, label: 'a root', reason: 'compared' } });
  expect((await add(Buffer.from(vendor.certificate).toString('base64'))).status).toBe(201);
  const preview = () => callApi(store, 'POST /api/v1/anchors/previews', { token, bytes: archive });
  const { status, body } = await preview();
  expect([status, body.offers.map(({ path, standing }: { path: string; standing: string }) => `${path} ${standing}`)]).toEqual([
    200,
    [
      'Aster/RootCA/root.cer root',
      'Aster/IntermediateCA/issuing.cer intermediate',
      'Kirin/RootCA/root.cer known',
      'Old/RootCA/root.cer expired',
      'Odd/ek.cer no-authority',
    ],
  ]);
  expect(body.offers[1]).toMatchObject({ key: 'ec secp384r1', subject: 'CN=Aster issuing CA', weakness: null });
  expect(body.unread).toEqual([{ path: expect.not.stringContaining('\u202e'), detail: expect.any(String) }]);
  expect((await callApi(store, 'GET /api/v1/anchors', { token })).body.items).toHaveLength(1);
  expect((await add(body.offers[0].certificate)).status).toBe(201);
  expect((await preview()).body.offers[0].standing).toBe('known');
});

test('what is no set is refused in words, and only an administrator asks', async () => {
  const store = await openTestStore();
  const asked: readonly (readonly [Role, Uint8Array, number])[] = [
    ['administrator', Buffer.from('no certificate'), 400],
    ['administrator', archive.subarray(0, 500), 400],
    ['administrator', new Uint8Array(), 400],
    ['administrator', archive, 200],
    ['operator', archive, 403],
    ['auditor', archive, 403],
    ['integrator', archive, 403],
  ];
  for (const [index, [role, bytes, status]] of asked.entries()) {
    const token = await userWithToken(store, { name: `somebody-${index}`, role });
    expect([role, index, (await callApi(store, 'POST /api/v1/anchors/previews', { token, bytes })).status]).toEqual([role, index, status]);
  }
});

import { expect, test } from 'vitest';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { findKeptBoms } from '#lib/store/linked-boms.ts';
import { makeSbom } from '#lib/testing/boms.ts';
import { linkedBoms } from '../../server/linked-boms.ts';
import { storeWithDevice } from '../../server/testing/store-with-device.ts';

test('a linked BOM is found by serial number, by version and by digest, and an integrator learns of none but their own', async () => {
  const { store } = await storeWithDevice();
  const serialNumber = 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79';
  const sbom = { serialNumber, timestamp: '2026-01-01T00:00:00Z', subject: { model: 'UEFI' }, components: [{ model: 'edk2' }] };
  const bytes = makeSbom(sbom);
  await handIn(store, bytes, { receivedAt: new Date() });
  await settle(store, new Date());
  const digest = sha256Hex(bytes);
  const [kept] = await findKeptBoms(store.pool, {
    serialNumbers: [serialNumber.toUpperCase().replace('URN:UUID', 'urn:uuid')],
    digests: [],
  });
  expect(kept).toMatchObject({ sha256: digest, serialNumber, version: 1 });
  expect(await findKeptBoms(store.pool, { serialNumbers: [], digests: [digest] })).toMatchObject([{ sha256: digest }]);
  expect(await findKeptBoms(store.pool, { serialNumbers: ['urn:uuid:0'], digests: ['0'.repeat(64)] })).toEqual([]);
  const bom = parseCycloneDx(bytes);
  const link = { from: null, url: 'urn:cdx:x', serialNumber, version: 1, ref: null, sha256: null };
  const seenBy = async (role: 'auditor' | 'integrator') => {
    const principal = { userId: role, name: role, role, via: 'session', scopes: null, grants: [], mustChangePassword: false } as const;
    return (await linkedBoms(store, principal, { locale: 'en', bom: { ...bom, links: [link] } })).map(({ standing }) => standing);
  };
  expect(await seenBy('auditor')).toEqual(['at-hand']);
  expect(await seenBy('integrator')).toEqual(['not-at-hand']);
});

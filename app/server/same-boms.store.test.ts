import { expect, test } from 'vitest';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSbom } from '#lib/testing/boms.ts';
import { bomAsXml } from '#lib/testing/xml-boms.ts';
import { pointingBoms, sameBoms } from './same-boms.ts';

const sbomOf = (model: string): Uint8Array =>
  makeSbom({
    serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000005',
    timestamp: '2026-01-01T00:00:00Z',
    subject: { model: 'UEFI' },
    components: [{ model }],
  });

test('the XML form of a BOM is found beside its JSON form, another set is not, and an integrator learns of none but their own', async () => {
  const store = await openTestStore();
  const json = sbomOf('edk2');
  const xml = bomAsXml(json);
  for (const bytes of [json, xml, sbomOf('openssl')]) await handIn(store, bytes, { receivedAt: new Date() });
  await settle(store, new Date());
  const seenBy = async (role: 'auditor' | 'integrator') => {
    const principal = { userId: role, name: role, role, via: 'session', scopes: null, grants: [], mustChangePassword: false } as const;
    const same = await sameBoms(store, principal, { digest: parseCycloneDx(json).digest, except: sha256Hex(json) });
    return same.map(({ sha256 }) => sha256);
  };
  expect(await seenBy('auditor')).toEqual([sha256Hex(xml)]);
  expect(await seenBy('integrator')).toEqual([]);
});

test('the HBOM of which a part points to a BOM, by serial number or by digest, is found from that BOM, and by nobody who may not see it', async () => {
  const store = await openTestStore();
  const contents = sbomOf('edk2');
  const sha256 = sha256Hex(contents);
  const { serialNumber } = parseCycloneDx(contents);
  const hbomOf = (name: string, reference: object): Uint8Array =>
    new TextEncoder().encode(
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        components: [{ type: 'firmware', name, externalReferences: [{ type: 'bom', ...reference }] }],
      }),
    );
  const byNumber = hbomOf('a', { url: `urn:cdx:${serialNumber?.slice('urn:uuid:'.length).toUpperCase()}/7` });
  const byDigest = hbomOf('b', { url: 'https://pomelo.example/bom.json', hashes: [{ alg: 'SHA-256', content: sha256.toUpperCase() }] });
  const elsewhere = hbomOf('c', { url: 'urn:cdx:00000000-0000-4000-8000-000000000006/1' });
  for (const bytes of [byNumber, byDigest, elsewhere, contents]) await handIn(store, bytes, { receivedAt: new Date() });
  await settle(store, new Date());
  const seenBy = async (role: 'auditor' | 'integrator') => {
    const principal = { userId: role, name: role, role, via: 'session', scopes: null, grants: [], mustChangePassword: false } as const;
    return (await pointingBoms(store, principal, { serialNumber, sha256 })).map((each) => each.sha256);
  };
  expect(await seenBy('auditor')).toEqual([byNumber, byDigest].map(sha256Hex).toSorted());
  expect(await seenBy('integrator')).toEqual([]);
});

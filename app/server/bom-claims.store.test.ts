import { expect, test } from 'vitest';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeHbom } from '#lib/testing/boms.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, makeSampleDevice, type SampleDevice } from '#lib/testing/sample-device.ts';
import { bomClaims } from './bom-claims.ts';

const authorities = makeSampleAuthorities();
const [mine, theirs] = [makeSampleDevice(31), makeSampleDevice(32)];

const hbomOf = ({ platform, components }: SampleDevice, version: number): Uint8Array => {
  const bytes = makeHbom({
    serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000031',
    timestamp: '2026-01-01T00:00:00Z',
    subject: { ...platform, revision: null },
    components,
  });
  return Buffer.from(Buffer.from(bytes).toString('utf8').replace('"version": 1,', `"version": ${version},`));
};

test('a serial number on BOMs of two devices is told on both, in whatever version, and an integrator learns of their own devices alone', async () => {
  const store = await openTestStore();
  const [first, second] = [hbomOf(mine, 1), hbomOf(theirs, 2)];
  for (const bytes of [baseOf(mine, authorities), baseOf(theirs, authorities), first, second])
    await handIn(store, bytes, { receivedAt: new Date() });
  await settle(store, new Date());
  const { rows } = await store.pool.query<{ id: string; serial: string }>('SELECT id, serial FROM device');
  const idOf = ({ platform }: SampleDevice) => rows.find(({ serial }) => serial === platform.serial)?.id ?? '';
  const seen = (role: 'auditor' | 'integrator', device: SampleDevice, bytes: Uint8Array, grants: readonly string[] = []) => {
    const principal = { userId: role, name: role, role, via: 'session', scopes: null, grants, mustChangePassword: false } as const;
    const bom = parseCycloneDx(bytes);
    return bomClaims(store, principal, { locale: 'en', device: idOf(device), sha256: sha256Hex(bytes), bom });
  };
  expect(await seen('auditor', mine, first)).toEqual([
    {
      device: idOf(theirs),
      name: `${theirs.platform.model}, ${theirs.platform.serial}`,
      standing: 'other-file',
      text: 'Another BOM, version 2, has this serial number, on',
    },
  ]);
  expect(await seen('auditor', theirs, second)).toMatchObject([{ device: idOf(mine), standing: 'other-file' }]);
  expect(await seen('auditor', mine, second)).toMatchObject([{ standing: 'same-file' }]);
  expect(await seen('integrator', mine, first, [idOf(mine)])).toEqual([]);
  expect(await seen('integrator', mine, first, [idOf(mine), idOf(theirs)])).toMatchObject([{ device: idOf(theirs) }]);
});

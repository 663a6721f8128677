import { expect, test } from 'vitest';
import { recordAnchor } from '#lib/ingest/testing/record-anchor.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { findingsOfDevice } from '#lib/store/findings.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, endorsementSerial, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { devicesNamedIn } from './named-devices.ts';

const authorities = makeSampleAuthorities();
const { vendor, tpmVendor } = authorities;
const device = makeSampleDevice(41);
/** Another platform on the same TPM. */
const twin = makePlatformCertificate({
  authority: vendor,
  holder: { issuer: tpmVendor.name, serialNumber: endorsementSerial(device) },
  serialNumber: 941n,
  platform: { ...device.platform, serial: 'TWIN-1' },
  components: device.components,
});

test('who looks at an identity that is claimed twice is led to the other device, if they may see it', async () => {
  const store = await openTestStore();
  for (const { certificate } of [vendor, tpmVendor]) await recordAnchor(store, certificate);
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), twin]) await handIn(store, bytes);
  await settle(store);
  const { rows } = await store.pool.query<{ id: string; serial: string }>('SELECT id, serial FROM device');
  const idOf = (serial: string) => rows.find((row) => row.serial === serial)?.id ?? '';
  const [own, other] = [idOf(device.platform.serial), idOf('TWIN-1')];
  const finding = (await findingsOfDevice(store, own)).find(({ rule }) => rule === 'identity-claimed-twice');
  const told = { device: own, detail: finding?.detail ?? '' };
  const seenBy = async (role: 'auditor' | 'integrator', grants: readonly string[] = []) => {
    const principal = { userId: role, name: role, role, via: 'session', scopes: null, grants, mustChangePassword: false } as const;
    return (await devicesNamedIn(store, principal, [told]))(told);
  };
  const { manufacturer, model } = device.platform;
  const named = [{ id: other, name: `${manufacturer} ${model} TWIN-1` }];
  expect(await seenBy('auditor')).toEqual(named);
  expect(await seenBy('integrator', [own])).toEqual([]);
  expect(await seenBy('integrator', [own, other])).toEqual(named);
});

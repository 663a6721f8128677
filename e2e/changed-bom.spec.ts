import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { decodeUtf8, encodeUtf8 } from '#lib/encoding/bytes.ts';
import { makeHbom } from '#lib/testing/boms.ts';
import { signObject } from '#lib/testing/signed-boms.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const device = storyDevice('signed-bom-was-changed');
const other = storyDevice('bom-number-of-another');
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = createPublicKey(privateKey).export({ format: 'jwk' });

/** An HBOM of a device, signed by its maker, in which the firmware points to another BOM. */
function signedHbom(version: number, board: string, of = device): string {
  const { manufacturer, model, version: revision, serial } = of.device.platform;
  const bytes = makeHbom({
    serialNumber: 'urn:uuid:5f1d0e2c-8a4b-4c6d-9e7f-0000000000aa',
    timestamp: '2026-01-01T00:00:00Z',
    subject: { manufacturer, model, revision, serial },
    components: [
      { model: 'Board B1', manufacturer: 'Tangelo', serial: board },
      { type: 'firmware', model: 'Board firmware', manufacturer: 'Tangelo', revision: '1.0', bomRef: 'image' },
    ],
    complete: true,
  });
  const link = '"bom-ref": "image", "externalReferences": [{"type": "bom", "url": "urn:cdx:0b0f5a1e-7d5c-4b8e-9f3a-2c1d4e5f6a7c/1"}],';
  const text = decodeUtf8(bytes).replace('"bom-ref": "image",', link);
  const { kty = '', crv = '', x = '', y = '' } = publicKey;
  return JSON.stringify(signObject({ ...JSON.parse(text), version }, { privateKey, core: { publicKey: { kty, crv, x, y } } }), null, 1);
}

test('a BOM that was changed after it was signed, and one that is older than the last, are told', async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, device.built);
  const file = (name: string, text: string) => ({ name: `${device.serial}-${name}.cdx.json`, bytes: encodeUtf8(text) });
  const sound = signedHbom(3, `${device.serial}-B1`);

  await test.step('a sound one says that its signature verifies, and that nobody vouches for the key', async () => {
    await handIn(page, [file('sound', sound)]);
    await openDevice(page, device.serial);
    await openTab(page, 'BOMs');
    await expect(page.getByText('signature verifies, signer not proven').first()).toBeVisible();
  });

  await test.step('one that was changed is told on the device, among its findings and on its own page', async () => {
    await handIn(page, [file('changed', signedHbom(2, `${device.serial}-B1`).replace(`${device.serial}-B1`, `${device.serial}-B2`))]);
    await openDevice(page, device.serial);
    await openTab(page, 'BOMs');
    await expect(page.getByText('signature does not verify', { exact: true }).first()).toBeVisible();
    await openTab(page, 'Findings');
    await expect(page.getByText('Signature in a BOM invalid').first()).toBeVisible();
    await expect(page.getByText('Versions of a BOM contradict').first()).toBeVisible();
  });

  await test.step('another device with a BOM of the same serial number is told on both', async () => {
    await handIn(page, [...other.built, file('of another', signedHbom(4, `${other.serial}-B1`, other))]);
    for (const [own, beside] of [
      [device, other],
      [other, device],
    ] as const) {
      await openDevice(page, own.serial);
      await openTab(page, 'BOMs');
      const claims = page.getByRole('region', { name: 'Its serial number on other devices' }).first();
      await expect(claims.getByText(/^Another BOM, version \d, has this serial number, on$/)).toBeVisible();
      await expect(claims.getByRole('link', { name: beside.serial })).toBeVisible();
    }
  });
});

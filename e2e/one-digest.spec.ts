import { toHex } from '#lib/encoding/bytes.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { makeSampleBoot } from '#lib/testing/sample-boot.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { openDevice, searchFleet } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { authorities, storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('one-digest', 'Digest Server DS-1');
const { serial } = story;
const { manufacturer, model } = story.device.platform;
const signer = makeManifestSigner('story', { authority: authorities.vendor });
const good = makeSampleBoot();
const support = { name: `${serial}.rimel`, bytes: good };
const manifest = { name: `${serial}.swidtag`, bytes: signer.sign(makeManifest({ manufacturer, model, files: [support] })) };
const loader = parseEventLog(good).events.findLast(({ pcr }) => pcr === 4);
const digest = toHex(loader?.digests.find((each) => each.digest.length === 32)?.digest ?? new Uint8Array());

test('a search for a digest leads to the manifest that knows it and the devices whose starts measured it', async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, [...story.built, story.inventory()]);
  await openDevice(page, serial);
  await handIn(page, [manifest, support], { device: serial, role: 'reference: how it should be' });
  await handIn(page, [{ name: `${serial}-boot.bin`, bytes: good }], { device: serial });
  await searchFleet(page, digest.toUpperCase());
  await page.getByRole('link', { name: 'What knows this digest' }).click();
  await expect(page.getByText(digest, { exact: true })).toBeVisible();
  const sources = page.getByRole('table', { name: 'Reference manifests and BOMs that know the digest' });
  await expect(sources.getByRole('row').filter({ hasText: model })).toContainText('by a file that it vouches for');
  const devices = page.getByRole('table', { name: /^Devices and registers/ });
  await expect(async () => {
    await page.reload();
    await expect(devices.getByRole('row').filter({ hasText: serial }).first()).toContainText('the last start too', { timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await devices
    .getByRole('link', { name: new RegExp(serial) })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Starts of the device' })).toBeVisible();
});

import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { makeSampleBoot } from '#lib/testing/sample-boot.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { authorities, storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const MODEL = 'Field Terminal FT-9';
const story = storyDevice('firmware-beside-its-manifest', MODEL);
const another = storyDevice('firmware-beside-its-manifest: another', MODEL);
const { serial } = story;
const { manufacturer, model } = story.device.platform;
const signer = makeManifestSigner('story', { authority: authorities.vendor });
const good = makeSampleBoot();
const support = { name: `${serial}.rimel`, bytes: good };
const manifest = { name: `${serial}.swidtag`, bytes: signer.sign(makeManifest({ manufacturer, model, files: [support] })) };

test('a start that its manifest describes is as it should be; another boot loader is named, with what was expected', async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, [...story.built, story.inventory()]);
  await openDevice(page, serial);
  await handIn(page, [manifest, support], { device: serial, role: 'reference: how it should be' });
  await handIn(page, [{ name: `${serial}-boot.bin`, bytes: good }], { device: serial });

  await openDevice(page, serial);
  await openTab(page, 'Firmware and attestation');
  const reference = page.getByRole('region', { name: /^Reference values/ });
  await expect(reference.getByText(/are in the reference values/)).toBeVisible();
  await expect(reference.getByText(/although there are some/)).toHaveCount(0);
  const sources = reference.getByRole('table', { name: 'Where reference values come from' });
  await expect(sources.getByText('counts', { exact: true })).toBeVisible();
  await expect(sources.getByText('CN=story reference signer')).toBeVisible();

  await handIn(page, [{ name: `${serial}-evil.bin`, bytes: makeSampleBoot({ loader: 'another loader' }) }], { device: serial });
  await openDevice(page, serial);
  await openTab(page, 'Firmware and attestation');
  await expect(reference.getByText(/1 is in none although there are some for its register/)).toBeVisible();
  const records = reference.getByRole('table', { name: 'Records that reference values speak against, or do not know' });
  await expect(records.getByText(/shimx64\.efi/).first()).toBeVisible();
  await openTab(page, 'Findings');
  await expect(page.getByText('Unknown boot software').first()).toBeVisible();
});

test('what was handed in for one device counts for another of its model, and the list of manifests says for how many', async ({
  signIn,
}) => {
  const page = await signIn('olivia');
  await handIn(page, [...story.built, ...another.built]);
  await openDevice(page, serial);
  await handIn(page, [manifest, support], { device: serial, role: 'reference: how it should be' });
  await openDevice(page, another.serial);
  await handIn(page, [{ name: `${another.serial}-boot.bin`, bytes: makeSampleBoot({ loader: 'a loader of its own' }) }], {
    device: another.serial,
  });
  await openDevice(page, another.serial);
  await openTab(page, 'Firmware and attestation');
  const reference = page.getByRole('region', { name: /^Reference values/ });
  await expect(reference.getByText(/1 is in none although there are some for its register/)).toBeVisible();

  await page.goto('/references');
  const row = page.getByRole('table', { name: 'Reference manifests' }).getByRole('row').filter({ hasText: MODEL });
  await expect(row.getByText('counts', { exact: true })).toBeVisible();
  await expect(row.getByText('signed by CN=story reference signer')).toBeVisible();
  await expect(row.getByRole('cell').last()).toHaveText('2');
  await row.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/artifacts\//);
});

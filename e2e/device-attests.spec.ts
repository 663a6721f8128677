import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { FACTORY_BOOT, sampleBootEvents } from '#lib/testing/sample-boot.ts';
import { deviceRow, openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { daysAgo, storyDevice } from './harness/story-devices.ts';
import { answeredBefore, enrolledBefore, tpmOf } from './harness/tpm.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('device-attests');
const { serial } = story;
const events = sampleBootEvents(FACTORY_BOOT);

test('a device enrols and is proven to be this TPM in this platform; what its log hides is told register by register', async ({
  signIn,
}) => {
  const page = await signIn('olivia');
  await handIn(page, [...story.built, story.inventory()]);
  await openDevice(page, serial, 'verified');
  await expect(page.getByText('bound by certificates')).toBeVisible();
  await openTab(page, 'Firmware and attestation');
  await expect(page.getByText('Nothing is known about how this device starts')).toBeVisible();

  const tpm = tpmOf(story, page);
  await test.step('it enrols, and answers', async () => {
    await tpm.enrol();
    await tpm.answer({ events });
    await tpm.answer({ events });
    await expect(async () => {
      await openDevice(page, serial, 'verified');
      await expect(page.getByText('bound to platform')).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await openTab(page, 'Firmware and attestation');
    await expect(
      page.getByText(/^The TPM answered a challenge at .*, and the answer is genuine: its signature, key and nonce hold\.$/),
    ).toBeVisible();
    await expect(page.getByText('attested by the TPM')).toBeVisible();
    const registers = page.getByRole('table', { name: 'Registers of the newest answer' });
    await expect(registers.getByRole('row').filter({ hasText: 'PCR 7' }).getByText('match')).toBeVisible();
    await openTab(page, 'Evidence');
    await expect(page.getByRole('table', { name: 'Files' }).getByText('attested by the TPM').first()).toBeVisible();
  });

  await test.step('something is started that its log hides', async () => {
    await tpm.answer({ events, unlogged: [{ pcr: 4, data: encodeUtf8('a boot kit') }] });
    await openDevice(page, serial, 'changed, unexplained');
    await expect(page.getByText(/What the device started is not what its log tells: /).first()).toBeVisible();
    await openTab(page, 'Firmware and attestation');
    await expect(page.getByText(/^The answer of the TPM at .* fails: /)).toBeVisible();
    await openTab(page, 'Findings');
    await expect(page.getByText('Event log does not add up').first()).toBeVisible();
  });

  await test.step('it starts anew with a log of another start: that is listed, and believed by nobody', async () => {
    await tpm.answer({ events, unlogged: [{ pcr: 4, data: encodeUtf8('a boot kit') }], quote: { resetCount: 2 } });
    await expect(async () => {
      await openDevice(page, serial);
      await openTab(page, 'Firmware and attestation');
      await expect(page.getByText('contradicted by its quote')).toBeVisible({ timeout: 5000 });
    }).toPass({ timeout: 90_000 });
    await expect(page.getByText('not believed: no start is told by it')).toBeVisible();
  });
});

test('a device whose TPM falls silent turns stale, and says since when', async ({ signIn, store }) => {
  const silent = storyDevice('device-falls-silent');
  const { number } = silent.device;
  await enrolledBefore(store, { number, at: daysAgo(101) });
  await answeredBefore(store, { number, daysAgo: 100, at: daysAgo(100) });
  const page = await signIn('olivia');
  await handIn(page, [...silent.built, silent.inventory()]);
  await openDevice(page, silent.serial, 'stale');
  await expect(page.getByText(/^The TPM has not answered for longer than policy allows/).first()).toBeVisible();
  await expect(page.getByText(/Its TPM answered last at .*; policy asks for an answer within 90 days\./).first()).toBeVisible();
  await openTab(page, 'Firmware and attestation');
  await expect(page.getByText(/^The TPM answered a challenge at/)).toBeVisible();
  await test.step('two days are compared by how it started too, where nothing was observed on the first', async () => {
    const address = new URL(page.url());
    address.search = `${new URLSearchParams({ tab: 'components', from: daysAgo(50), to: daysAgo(1) })}`;
    await page.goto(`${address}`);
    await expect(page.getByRole('heading', { name: 'Firmware and starts' })).toBeVisible();
    await expect(page.getByText(/^The start that counts on both days is that of .* \(attested by the TPM\)\.$/)).toBeVisible();
    await page.getByRole('link', { name: 'See all starts' }).click();
    await expect(page.getByRole('heading', { name: 'Starts of the device' })).toBeVisible();
  });
  await test.step('the fleet counts it among the silent, and the sentence leads to it', async () => {
    await page.goto('/fleet');
    await page
      .getByRole('navigation', { name: 'Attestation of the fleet' })
      .getByRole('link', { name: /^[0-9]+ devices? ha(s|ve) not attested for more than 90 days$/ })
      .click();
    await expect(page).toHaveURL(/attestation=stale/);
    await expect(deviceRow(page, silent.serial)).toContainText('stale');
    await expect(deviceRow(page, silent.serial)).toContainText('100 days ago');
    await page.getByLabel('Silent for more than … days').fill('101');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(page.getByText('No device matches this filter')).toBeVisible();
  });
});

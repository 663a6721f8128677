import { deviceRow, openDevice, openTab, searchFleet } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { fileRow, handIn } from './harness/upload.ts';

const story = storyDevice('vendor-certificate-arrives');
const [endorsementKey, base] = story.built;

test("a vendor's certificate arrives and the device appears", async ({ signIn }) => {
  const page = await signIn('olivia');

  await test.step('nobody knows the device', async () => {
    await searchFleet(page, story.serial);
    await expect(page.getByRole('table', { name: 'Devices' })).toHaveCount(0);
  });

  await test.step('the certificate alone makes it appear, with reserve', async () => {
    await handIn(page, [base]);
    await expect(fileRow(page, base.name).getByRole('link', { name: new RegExp(story.serial) })).toBeVisible();
    await openDevice(page, story.serial, 'incomplete evidence');
    await expect(page.getByText('The evidence is not complete: this device can be called neither good nor bad.')).toBeVisible();
    await expect(page.getByText('The EK certificate that the platform certificate is bound to is not at hand')).toBeVisible();
    await expect(page.getByText('declared', { exact: true })).toBeVisible();
  });

  await test.step('with its EK certificate the device is bound by certificates', async () => {
    await handIn(page, [endorsementKey]);
    await openDevice(page, story.serial);
    await expect(page.getByText('bound by certificates', { exact: true })).toBeVisible();
    await expect(page.getByText('Nobody has observed what is in this device.').first()).toBeVisible();
    await openTab(page, 'Timeline');
    await expect(page.getByText(/^Platform certificate \d+ lists \d+ parts$/)).toBeVisible();
  });

  await test.step('the fleet shows it', async () => {
    await searchFleet(page, story.serial);
    await expect(deviceRow(page, story.serial)).toContainText('incomplete evidence');
  });
});

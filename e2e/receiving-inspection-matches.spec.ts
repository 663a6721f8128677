import { deviceRow, openDevice, openTab, searchFleet } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('receiving-inspection-matches');

test('the receiving inspection matches what the vendor certified', async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, story.built);
  await handIn(page, [story.inventory()], { role: 'receiving inspection' });

  await test.step('the device is verified, and the page says how far that goes', async () => {
    await openDevice(page, story.serial, 'verified');
    await expect(page.getByText('This device holds what was certified, as reported by the device, not attested.')).toBeVisible();
    await expect(
      page.getByText('Every component that was certified was seen by paccor, as reported by the device, not attested.').first(),
    ).toBeVisible();
  });

  await test.step('no difference is left, and the equal rows are counted', async () => {
    await openTab(page, 'Components');
    await expect(page.getByText('Every difference is signed for, or there is none.')).toBeVisible();
    await expect(page.getByText(`${story.device.components.length} equal rows are hidden.`)).toBeVisible();
    await page.getByRole('link', { name: 'Show equal rows too' }).click();
    await expect(
      page.getByRole('table', { name: 'Memory: expected, observed and verdict' }).getByText('same', { exact: true }).first(),
    ).toBeVisible();
  });

  await test.step('the fleet counts it among the verified ones', async () => {
    await searchFleet(page, story.serial);
    await expect(deviceRow(page, story.serial)).toContainText('verified');
  });
});

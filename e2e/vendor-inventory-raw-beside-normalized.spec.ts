import { sha256Hex } from '#lib/encoding/digest.ts';
import { makeDellScv } from '#lib/testing/vendor-inventories.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('vendor-inventory');
const inventory = { name: 'dell-scv.json', bytes: makeDellScv(story.device.platform) };

test("a vendor's inventory shows what the vendor wrote beside what is compared, and which rule changed it", async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, story.built);
  await handIn(page, [inventory], { role: 'receiving inspection' });

  await test.step('on the device, in the row of a part', async () => {
    await openDevice(page, story.serial);
    await openTab(page, 'Components');
    await expect(page.getByText('Seen by dell-scv', { exact: false })).toBeVisible();
    const row = page
      .getByRole('table', { name: 'Memory: expected, observed and verdict' })
      .getByRole('row')
      .filter({ hasText: '357f 0002' });
    const observed = row.getByRole('cell').nth(1);
    const written = observed.getByText('As the source wrote it');
    await expect(observed.getByText('357F0002')).toBeHidden();
    // With the keyboard alone.
    await written.focus();
    await page.keyboard.press('Enter');
    await expect(observed.getByText('from Serial')).toBeVisible();
    await expect(observed.getByText('357F0002')).toBeVisible();
    await expect(observed.getByText('(white space, upper and lower case)').first()).toBeVisible();
    await expect(observed.getByText('PlatformConfiguration.ComponentDetails[3].Memory[1]', { exact: false })).toBeVisible();
    await expect(observed.getByText('"Asset Tag": "01"', { exact: false })).toBeVisible();
  });

  await test.step('on a narrow screen, without scrolling sideways', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(overflow).toBeLessThanOrEqual(0);
  });

  await test.step('on the page of the file', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`/artifacts/${sha256Hex(inventory.bytes)}`);
    await expect(page.getByText('Dell SCV, profile 1.0').first()).toBeVisible();
    // The fifth part is the second memory module.
    await page.getByText('As the source wrote it').nth(4).click();
    await expect(page.getByText('from Locator').nth(1)).toBeVisible();
  });
});

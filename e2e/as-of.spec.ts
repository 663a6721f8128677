import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { daysAgo, storyDevice, withSwappedMemory } from './harness/story-devices.ts';
import { handedInBefore, handIn } from './harness/upload.ts';

const story = storyDevice('as-of');
const { serial } = story;

test('the page shows the device as it was before the swap, and as it is after it', async ({ signIn, store }) => {
  await handedInBefore(store, { files: story.built, at: daysAgo(60) });
  await handedInBefore(store, { files: [story.inventory()], at: daysAgo(40), role: 'receiving-inspection' });
  const page = await signIn('olivia');
  await handIn(page, [story.inventory(withSwappedMemory(story))], { role: 'routine' });
  await openDevice(page, serial, 'changed, unexplained');

  await test.step('ten days ago nothing had changed', async () => {
    const day = daysAgo(10).slice(0, 10);
    await page.getByText('Look back').click();
    await page.getByLabel('Show the device as it was on').fill(day);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(page.getByText(/^This page shows the device as it was at /)).toBeVisible();
    await expect(page).toHaveURL(/asOf=/);
    await expect(page.getByText('This device holds what was certified, as reported by the device, not attested.')).toBeVisible();
    await openTab(page, 'Timeline');
    await expect(page.getByText(new RegExp(`${serial}-X9`))).toHaveCount(0);
    await openTab(page, 'Components');
    await expect(page.getByText('Every difference is signed for, or there is none.')).toBeVisible();
  });

  await test.step('by what was known before the first file, there is nothing to show', async () => {
    await page.goto(`${page.url().split('?')[0]}?knownAt=${daysAgo(90).slice(0, 10)}`);
    await expect(page.getByText(/^Nothing was known about this device at /)).toBeVisible();
  });

  await test.step('today the swap stands out', async () => {
    await page.getByRole('link', { name: 'Back to today' }).click();
    await expect(page.getByText('Something in this device changed, and nobody signed for it.')).toBeVisible();
    await openTab(page, 'Components');
    await expect(
      page
        .getByRole('row')
        .filter({ hasText: `${serial}-X9` })
        .getByText('Unexplained'),
    ).toBeVisible();
  });
});

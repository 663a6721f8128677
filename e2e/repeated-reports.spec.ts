import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { daysAgo, storyDevice } from './harness/story-devices.ts';
import { handedInBefore, handIn } from './harness/upload.ts';

const story = storyDevice('repeated-reports');

test('reports in which nothing changed are one row, which opens to each of them', async ({ signIn, store }) => {
  await handedInBefore(store, { files: story.built, at: daysAgo(90) });
  for (let day = 60; day > 5; day -= 1) await handedInBefore(store, { files: [story.inventory()], at: daysAgo(day) });
  const page = await signIn('olivia');
  await handIn(page, [story.inventory()]);
  await openDevice(page, story.serial, 'verified');
  await openTab(page, 'Timeline');
  await expect(page.getByText(/^(The same inventory handed in|.* observations without a change)/).first()).toBeVisible();
  await page.getByRole('link', { name: 'Show all 56' }).click();
  const acts = page.getByRole('list', { name: 'Each time it was handed in, the newest first' }).getByRole('listitem');
  await expect(acts).toHaveCount(50);
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(acts).toHaveCount(6);
  await page.getByRole('link', { name: 'Hide them' }).click();
  await expect(acts).toHaveCount(0);
});

import { deviceRow, openDevice, openTab, searchFleet } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice, withSwappedMemory } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('swapped-dimm');
const swap = `Memory module TM-16G-3200, serial ${story.serial}-M1, replaced by TM-16G-3200, serial ${story.serial}-X9: nobody signed for this`;

test('a DIMM that was swapped without a record stands out on the fleet, on the timeline and in the difference view', async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, story.built);
  await handIn(page, [story.inventory()], { role: 'receiving inspection' });
  await handIn(page, [story.inventory(withSwappedMemory(story))], { role: 'routine' });

  await test.step('on the fleet', async () => {
    await openDevice(page, story.serial, 'changed, unexplained');
    await searchFleet(page, story.serial);
    await expect(deviceRow(page, story.serial)).toContainText('1high');
    await page
      .getByRole('navigation', { name: 'Devices by trust' })
      .getByRole('link', { name: /changed, unexplained/ })
      .click();
    await expect(deviceRow(page, story.serial)).toBeVisible();
  });

  await test.step('in the verdict', async () => {
    await openDevice(page, story.serial);
    await expect(page.getByText('Something in this device changed, and nobody signed for it.')).toBeVisible();
    const verdict = page.getByRole('region', { name: 'Verdict' });
    await expect(verdict).toContainText('Component replaced: Hand in a delta certificate that removes the old unit and adds the new one');
    await verdict.getByRole('link', { name: 'See the finding' }).click();
    await expect(page.getByRole('article').filter({ hasText: 'Component replaced' })).toBeFocused();
  });

  await test.step('on the timeline', async () => {
    await openTab(page, 'Timeline');
    await expect(page.getByText(swap)).toBeVisible();
  });

  await test.step('in the difference view, old and new in words', async () => {
    await openTab(page, 'Components');
    await expect(page.getByText('1 difference that nobody signed for')).toBeVisible();
    const row = page
      .getByRole('table', { name: 'Memory: expected, observed and verdict' })
      .getByRole('row')
      .filter({ hasText: 'replaced' });
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(`${story.serial}-M1`);
    await expect(row).toContainText(`${story.serial}-X9`);
    await expect(row.getByText('Unexplained')).toBeVisible();
  });

  await test.step('among the findings, with what would resolve it', async () => {
    await openTab(page, 'Findings');
    await expect(page.getByRole('heading', { name: /Component replaced/ })).toBeVisible();
    await page.getByRole('region', { name: 'Verdict' }).getByRole('link', { name: 'See the finding' }).press('Enter');
    await expect(page.getByRole('article').filter({ hasText: 'Component replaced' })).toBeFocused();
    await expect(
      page.getByText('Hand in a delta certificate that removes the old unit and adds the new one, or put the certified unit back.').first(),
    ).toBeVisible();
  });
});

import type { Page } from '@playwright/test';
import { namelessControls, smallButtons } from './harness/accessibility.ts';
import { deviceRow, searchFleet } from './harness/fleet.ts';
import { tabTo } from './harness/keyboard.ts';
import { expect, test } from './harness/story.ts';
import { daysAgo, storyDevice, withSwappedMemory } from './harness/story-devices.ts';
import { handedInBefore } from './harness/upload.ts';

const story = storyDevice('fleet-columns');
const { serial } = story;

test.beforeAll('a device with a finding', async ({ store }) => {
  await handedInBefore(store, { files: [...story.built, story.inventory()], at: daysAgo(30) });
  await handedInBefore(store, { files: [story.inventory(withSwappedMemory(story))], at: daysAgo(2) });
});

const headers = (page: Page) => page.getByRole('table', { name: 'Devices' }).getByRole('columnheader');

/** By how many pixels the table is wider than what it scrolls in. */
const sidewaysOf = (page: Page): Promise<number> =>
  page.getByRole('table', { name: 'Devices' }).evaluate((table) => {
    const around = table.closest('.mantine-Table-scrollContainer') ?? table.parentElement;
    return around === null ? 0 : table.scrollWidth - around.clientWidth;
  });

async function found(page: Page): Promise<void> {
  await expect(async () => {
    await searchFleet(page, serial);
    await expect(deviceRow(page, serial).getByText('changed, unexplained')).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 40_000 });
}

test('the usual columns fit 1280 pixels; others are chosen with the keyboard, and the address says which', async ({ signIn }) => {
  const page = await signIn('olivia', { viewport: { width: 1280, height: 900 } });
  await found(page);
  expect(await sidewaysOf(page)).toBeLessThanOrEqual(0);
  await expect(headers(page)).toHaveText([
    'Trust',
    'Device',
    'Serial',
    'Open findings above info',
    'Attestation',
    'Secure Boot',
    'Last observed',
  ]);

  const choice = page.getByRole('form', { name: 'Columns' });
  await tabTo(page, page.locator('summary', { hasText: 'Columns' }));
  await page.keyboard.press('Enter');
  await tabTo(page, choice.getByRole('checkbox', { name: 'Attestation' }));
  await page.keyboard.press('Space');
  await tabTo(page, choice.getByRole('checkbox', { name: 'Firmware' }));
  await page.keyboard.press('Space');
  await tabTo(page, choice.getByRole('checkbox', { name: /^Low rows/ }));
  await page.keyboard.press('Space');
  expect(await namelessControls(page)).toEqual([]);
  expect(await smallButtons(page)).toEqual([]);
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(/columns=serial,findings,secure-boot,last-observed,firmware&density=compact/);
  await expect(page).toHaveURL(new RegExp(`text=${serial}`));
  await expect(headers(page)).toHaveText([
    'Trust',
    'Device',
    'Serial',
    'Open findings above info',
    'Secure Boot',
    'Last observed',
    'Firmware',
  ]);
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(headers(page)).toHaveCount(7);
  await page.reload();
  await expect(headers(page).last()).toHaveText('Firmware');
  await expect(page.getByRole('link', { name: 'CSV of this list' })).toHaveAttribute('href', `/fleet/csv?text=${serial}`);

  await page.locator('summary', { hasText: 'Columns' }).press('Enter');
  await page.getByRole('link', { name: 'The usual columns' }).click();
  await expect(page).toHaveURL(`/fleet?text=${serial}`);
  await expect(headers(page)).toHaveCount(7);
  await expect(headers(page).last()).toHaveText('Last observed');
});

test('on a narrow screen a card tells what asks for attention, and unfolds to the rest', async ({ signIn }) => {
  const page = await signIn('olivia', { viewport: { width: 320, height: 640 } });
  await found(page);
  const card = deviceRow(page, serial);
  await expect(card.getByText('high')).toBeVisible();
  await expect(card.getByText('no key')).toBeHidden();
  await card.getByText('What asks for no attention').press('Enter');
  await expect(card.getByText('no key')).toBeVisible();
  await expect(page.locator('summary', { hasText: 'Columns' })).toBeVisible();
});

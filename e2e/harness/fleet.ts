import type { Locator, Page } from '@playwright/test';
import { ready } from './ready.ts';
import { expect } from './story.ts';

/** Searches the fleet for a serial. */
export async function searchFleet(page: Page, serial: string): Promise<void> {
  await page.goto('/fleet');
  await page.getByRole('main').getByLabel('Search').fill(serial);
  await page.getByRole('button', { name: 'Apply' }).click();
}

/** The row of the device with this serial. */
export function deviceRow(page: Page, serial: string): Locator {
  return page.getByRole('table', { name: 'Devices' }).getByRole('row').filter({ hasText: serial });
}

/** What the program says about it, apart from what its TPM says. */
const trustCell = (page: Page, serial: string): Locator => deviceRow(page, serial).getByRole('cell').first();

/** Finds a device on the fleet, waits until it shows this trust, and opens its page. Returns its id. */
export async function openDevice(page: Page, serial: string, trust?: string): Promise<string> {
  await expect(async () => {
    await searchFleet(page, serial);
    await expect(deviceRow(page, serial)).toHaveCount(1, { timeout: 2000 });
    if (trust !== undefined) await expect(trustCell(page, serial).getByText(trust)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await (await ready(deviceRow(page, serial).getByRole('link'))).click();
  await expect(page).toHaveURL(/\/devices\//);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return decodeURIComponent(/\/devices\/([^/?]+)/.exec(page.url())?.[1] ?? '');
}

/** Opens one of the tabs of a device's page. */
export async function openTab(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Parts of this page' })
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click();
}

import type { Page } from '@playwright/test';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Store } from '#lib/store/open-store.ts';
import { makeSampleBoot } from '#lib/testing/sample-boot.ts';
import {
  brokenCards,
  coveredStops,
  hasOneTitle,
  namelessControls,
  overflowOf,
  skipLinkWorks,
  smallButtons,
} from './harness/accessibility.ts';
import { openDevice } from './harness/fleet.ts';
import type { Person } from './harness/people.ts';
import { ready } from './harness/ready.ts';
import { expect, test } from './harness/story.ts';
import { daysAgo, storyDevice, withSwappedMemory } from './harness/story-devices.ts';
import { handedInBefore } from './harness/upload.ts';

const story = storyDevice('accessibility');
const PAGES: readonly (readonly [path: string, person: Person])[] = [
  ['/fleet', 'olivia'],
  ['/findings', 'olivia'],
  ['/upload', 'olivia'],
  ['/submissions', 'olivia'],
  ['/unlinked', 'olivia'],
  ['/account', 'olivia'],
  ['/anchors', 'adam'],
  ['/anchors/set', 'adam'],
  ['/references', 'olivia'],
  [`/digests/${'0f'.repeat(32)}`, 'olivia'],
  ['/enrolments', 'olivia'],
  ['/policy', 'adam'],
  ['/attestation-policy', 'adam'],
  ['/aliases', 'adam'],
  ['/users', 'adam'],
  ['/log', 'audrey'],
];
const TABS = ['timeline', 'components', 'firmware', 'certificates', 'boms', 'findings', 'evidence'];
const PHONE = { viewport: { width: 320, height: 640 } };

const inventory = story.inventory(withSwappedMemory(story));
const filePath = `/artifacts/${sha256Hex(inventory.bytes)}`;

test.beforeAll('a device and files, so that no page is empty', async ({ store }) => {
  await handedInBefore(store, { files: [...story.built, story.inventory()], at: daysAgo(30) });
  await handedInBefore(store, { files: [inventory], at: daysAgo(2) });
});

for (const [path, person] of [...PAGES, ['device', 'olivia'], ['file', 'olivia']] as const) {
  test(`${path}: one title, a way past the navigation, names for all controls, nothing focused under the header`, async ({ signIn }) => {
    const page = await signIn(person);
    await page.goto(await addressOf(page, path));
    await hasOneTitle(page);
    expect(await namelessControls(page)).toEqual([]);
    expect(await smallButtons(page)).toEqual([]);
    await skipLinkWorks(page);
    expect(await coveredStops(page)).toEqual([]);
  });
}

test('every page fits a window of 320 pixels without scrolling sideways', async ({ signIn, store }) => {
  for (const person of ['olivia', 'adam', 'audrey'] as const) {
    const page = await signIn(person, PHONE);
    const own = PAGES.filter(([, who]) => who === person).map(([path]) => path);
    const device = await addressOf(page, 'device');
    if (person === 'olivia') await deviceStarted(page, store, device);
    const tabs = TABS.map((tab) => `${device}?tab=${tab}`);
    for (const path of person === 'olivia' ? [...own, ...tabs, filePath] : own) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect.soft(await overflowOf(page), `${path} is wider than the window by`).toBe(0);
      expect.soft(await brokenCards(page), `${path} has cards that are`).toEqual([]);
    }
  }
});

test('on a narrow screen a tab begins with what was asked for, and the verdict unfolds', async ({ signIn }) => {
  const page = await signIn('olivia', PHONE);
  const device = await addressOf(page, 'device');
  const verdict = page.getByRole('region', { name: 'Verdict' });
  const next = verdict.getByText('What to do next:');
  await expect(next).toBeVisible();
  await page.goto(`${device}?tab=components`);
  await expect(verdict.getByText('changed, unexplained')).toBeVisible();
  await expect(next).toBeHidden();
  const more = await ready(verdict.getByRole('button', { name: 'Why, and what to do next', expanded: false }));
  await more.press('Enter');
  await expect(next).toBeVisible();
  await expect(verdict.getByRole('button', { name: 'Why, and what to do next', expanded: true })).toBeFocused();
});

test('the sign-in page: one title, names for all controls, fits a small window', async ({ browser, appUrl }) => {
  const context = await browser.newContext({ baseURL: appUrl, ...PHONE });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await hasOneTitle(page);
  expect(await namelessControls(page)).toEqual([]);
  expect(await overflowOf(page)).toBe(0);
  await context.close();
});

test('these checks notice a control without a name, a small one, one under the header, and a page that is too wide', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 320, height: 400 } });
  const page = await context.newPage();
  await page.setContent(`<header style="position:fixed;inset:0 0 auto 0;height:80px;background:white;z-index:9"></header>
    <p style="width:400px">wide</p><button style="position:absolute;top:20px;width:60px;height:30px">under</button>
    <button style="position:absolute;top:200px;width:10px;height:10px;padding:0" aria-label="small"></button>
    <button style="position:absolute;top:250px;width:60px;height:30px"></button>`);
  expect(await namelessControls(page)).toHaveLength(1);
  expect(await smallButtons(page)).toHaveLength(1);
  expect(await coveredStops(page)).toHaveLength(1);
  expect(await overflowOf(page)).toBeGreaterThan(0);
  await context.close();
});

async function addressOf(page: Page, path: string): Promise<string> {
  if (path === 'file') return filePath;
  if (path !== 'device') return path;
  await openDevice(page, story.serial, 'changed, unexplained');
  return new URL(page.url()).pathname;
}

/** A log of a start, so that the tab of firmware is not empty. */
async function deviceStarted(page: Page, store: Store, address: string): Promise<void> {
  const boot = { name: 'accessibility-boot.bin', bytes: makeSampleBoot() };
  await handedInBefore(store, { files: [boot], at: daysAgo(1), device: address.split('/').at(-1) ?? null });
  await expect(async () => {
    await page.goto(`${address}?tab=firmware`);
    await expect(page.getByRole('region', { name: /^Reference values/ })).toBeVisible({ timeout: 3000 });
  }).toPass();
}

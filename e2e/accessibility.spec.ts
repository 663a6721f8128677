import { coveredStops, hasOneTitle, namelessControls, overflowOf, skipLinkWorks, smallButtons } from './harness/accessibility.ts';
import { openDevice } from './harness/fleet.ts';
import type { Person } from './harness/people.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice, withSwappedMemory } from './harness/story-devices.ts';
import { fileRow, handIn } from './harness/upload.ts';

const story = storyDevice('accessibility');
const PAGES: readonly (readonly [path: string, person: Person])[] = [
  ['/fleet', 'olivia'],
  ['/findings', 'olivia'],
  ['/upload', 'olivia'],
  ['/unlinked', 'olivia'],
  ['/account', 'olivia'],
  ['/anchors', 'adam'],
  ['/users', 'adam'],
  ['/log', 'audrey'],
];
const TABS = ['timeline', 'components', 'certificates', 'boms', 'findings', 'evidence'];
const PHONE = { viewport: { width: 320, height: 640 } };

test.describe.configure({ mode: 'serial' });

let devicePath = '';
let filePath = '';

test('a device and a file, so that no page is empty', async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, [...story.built, story.inventory()]);
  await handIn(page, [story.inventory(withSwappedMemory(story))]);
  filePath =
    (await fileRow(page, story.inventory().name)
      .getByRole('link', { name: /The file/ })
      .getAttribute('href')) ?? '';
  await openDevice(page, story.serial, 'changed, unexplained');
  devicePath = new URL(page.url()).pathname;
  expect(filePath).toMatch(/^\/artifacts\//);
});

for (const [path, person] of [...PAGES, ['device', 'olivia'], ['file', 'olivia']] as const) {
  test(`${path}: one title, a way past the navigation, names for all controls, nothing focused under the header`, async ({ signIn }) => {
    const page = await signIn(person);
    await page.goto(addressOf(path));
    await hasOneTitle(page);
    expect(await namelessControls(page)).toEqual([]);
    expect(await smallButtons(page)).toEqual([]);
    await skipLinkWorks(page);
    expect(await coveredStops(page)).toEqual([]);
  });
}

test('every page fits a window of 320 pixels without scrolling sideways', async ({ signIn }) => {
  for (const person of ['olivia', 'adam', 'audrey'] as const) {
    const page = await signIn(person, PHONE);
    const own = PAGES.filter(([, who]) => who === person).map(([path]) => path);
    const device = TABS.map((tab) => `${devicePath}?tab=${tab}`);
    for (const path of person === 'olivia' ? [...own, ...device, filePath] : own) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect.soft(await overflowOf(page), `${path} is wider than the window by`).toBe(0);
    }
  }
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

function addressOf(path: string): string {
  if (path === 'device') return devicePath;
  return path === 'file' ? filePath : path;
}

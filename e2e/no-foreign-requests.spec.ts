import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { fileRow, handIn } from './harness/upload.ts';
import { watch } from './harness/watched-page.ts';

const story = storyDevice('no-foreign-requests');

test('a whole tour asks nothing of any other host, and breaks no line of the policy', async ({ signIn, watches, browser, appUrl }) => {
  const context = await browser.newContext({ baseURL: appUrl });
  watches.push(watch(context, appUrl));
  const stranger = await context.newPage();
  await stranger.goto('/');
  await expect(stranger.getByRole('heading', { name: 'Sign in to Assay' })).toBeVisible();

  const page = await signIn('olivia');
  await handIn(page, [...story.built, story.inventory()]);
  await fileRow(page, story.built[1].name)
    .getByRole('link', { name: /The file/ })
    .click();
  await expect(page.getByRole('heading', { name: 'Parsed' })).toBeVisible();
  await openDevice(page, story.serial, 'verified');
  for (const tab of ['Timeline', 'Components', 'Certificates', 'BOMs', 'Findings', 'Evidence']) await openTab(page, tab);
  const icon = await page.request.get('/favicon.ico');
  expect([icon.status(), icon.headers()['content-type']]).toEqual([200, 'image/svg+xml']);
  for (const path of ['/fleet', '/findings', '/upload', '/unlinked', '/anchors', '/account', '/nowhere', '/log']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  const administrator = await signIn('adam');
  for (const path of ['/users', '/log', '/anchors', '/policy', '/aliases']) {
    await administrator.goto(path);
    await expect(administrator.getByRole('heading', { level: 1 })).toBeVisible();
  }
  for (const { foreign, broken } of watches) expect({ foreign, broken }).toEqual({ foreign: [], broken: [] });
  await context.close();
});

test('pages carry a policy that names no other host, and files none that may run', async ({ signIn }) => {
  const page = await signIn('olivia');
  const answer = await page.goto('/fleet');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  expect(policy).not.toMatch(/script-src [^;]*unsafe-inline/);
  const again = (await page.goto('/fleet'))?.headers()['content-security-policy'];
  expect(again, 'a fresh nonce for each answer').not.toBe(policy);
});

test('the watch over the pages notices both', async ({ browser, appUrl }) => {
  const context = await browser.newContext({ baseURL: appUrl });
  const seen = watch(context, appUrl);
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.evaluate(() => {
    const image = document.createElement('img');
    image.src = 'http://127.0.0.1:9/image.png';
    document.body.append(image);
  });
  await expect.poll(() => seen.broken.length).toBeGreaterThan(0);
  await page.goto('about:blank');
  await page.evaluate(() => fetch('http://127.0.0.1:9/').catch(() => undefined));
  expect(seen.foreign).toContain('http://127.0.0.1:9/');
  await context.close();
});

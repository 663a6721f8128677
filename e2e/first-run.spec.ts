import { X509Certificate } from 'node:crypto';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { PASSWORD } from './harness/people.ts';
import { type RunningApp, startApp } from './harness/running-app.ts';
import { expect, signInByForm, test } from './harness/story.ts';
import { watch } from './harness/watched-page.ts';

let app: RunningApp | undefined;

test.beforeAll('an installation that nobody used before', async () => {
  app = await startApp();
});
test.afterAll(async () => {
  await app?.stop();
});

test('a newcomer signs in with the printed password, chooses their own, and is taught by an empty fleet', async ({ browser, watches }) => {
  if (app === undefined) throw new Error('the app was not started');
  const { url, oneTimePassword } = app;
  const context = await browser.newContext({ baseURL: url });
  watches.push(watch(context, url));
  const page = await context.newPage();

  await test.step('the one-time password opens nothing but the choice of another', async () => {
    await page.goto('/fleet');
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in to Assay' })).toBeVisible();
    await signInByForm(page, { name: 'admin', password: oneTimePassword });
    await page.goto('/anchors');
    await expect(page.getByRole('heading', { level: 1, name: 'Choose your own password' })).toBeVisible();
  });

  await test.step('a password that is too easy is refused with the reason', async () => {
    await page.getByLabel(/^Present password/).fill(oneTimePassword);
    await page.getByLabel(/^New password(?!, again)/).fill('admin admin admin');
    await page.getByLabel(/^New password, again/).fill('admin admin admin');
    await page.getByRole('button', { name: 'Save the new password' }).click();
    await expect(page.getByText('The new password contains your user name. Nothing was changed; choose another one.')).toBeVisible();
  });

  await test.step('the new password ends the session and opens the next', async () => {
    await page.getByLabel(/^Present password/).fill(oneTimePassword);
    await page.getByLabel(/^New password(?!, again)/).fill(PASSWORD);
    await page.getByLabel(/^New password, again/).fill(PASSWORD);
    await page.getByRole('button', { name: 'Save the new password' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in to Assay' })).toBeVisible();
    await signInByForm(page, { name: 'admin', password: PASSWORD });
  });

  await test.step('the empty fleet shows three ways to the first device', async () => {
    await page.goto('/fleet');
    await expect(page.getByRole('heading', { name: 'No devices yet' })).toBeVisible();
    for (const way of ['Upload in the browser', 'From the command line', 'From a script']) {
      await expect(page.getByRole('heading', { name: way })).toBeVisible();
    }
    await expect(page.getByRole('main').getByRole('link', { name: 'Users and tokens' })).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'Trust anchors' }).click();
  });

  await test.step('an anchor is added, and its fingerprint is shown', async () => {
    const { certificate } = makeSampleAuthorities().vendor;
    await expect(page.getByRole('heading', { name: 'No trust anchors yet' })).toBeVisible();
    const read = new X509Certificate(certificate);
    await page.getByRole('textbox', { name: 'Certificate' }).fill(read.toString());
    await expect(page.getByText(read.fingerprint256.replaceAll(':', '').toLowerCase())).toBeVisible();
    await page.getByRole('textbox', { name: 'Name here' }).fill('Kirin Systems root');
    await page.getByRole('textbox', { name: 'Reason' }).fill('Our vendor, fingerprint compared by telephone');
    await page.getByRole('button', { name: 'Trust this certificate' }).click();
    await expect(page.getByText('Added. Devices whose chains name it are judged again.')).toBeVisible();
    await expect(page.getByRole('table', { name: 'Trust anchors in force' }).getByText('Kirin Systems root')).toBeVisible();
  });
  await context.close();
});

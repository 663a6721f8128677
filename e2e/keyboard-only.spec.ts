import { tabTo } from './harness/keyboard.ts';
import { PASSWORD } from './harness/people.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice, withSwappedMemory } from './harness/story-devices.ts';
import { fileRow, handIn } from './harness/upload.ts';
import { watch } from './harness/watched-page.ts';

const story = storyDevice('keyboard-only');
const { serial } = story;

test('from the sign-in to the evidence and back, with the keyboard alone', async ({ browser, appUrl, watches, signIn }) => {
  await handIn(await signIn('otto'), [...story.built, story.inventory()]);
  const context = await browser.newContext({ baseURL: appUrl, viewport: { width: 1280, height: 900 } });
  watches.push(watch(context, appUrl));
  const page = await context.newPage();
  const { keyboard } = page;

  await test.step('sign in', async () => {
    await page.goto('/sign-in');
    await tabTo(page, page.getByLabel('User name'));
    await keyboard.type('olivia');
    await tabTo(page, page.getByLabel(/^Password\b/));
    await keyboard.type(PASSWORD);
    await keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Account menu of olivia' })).toBeVisible();
  });

  await test.step('hand in a file', async () => {
    // Playwright asks the browser to hand choosers over when somebody first listens, and doesn't wait until it does: listening
    // only when the key is pressed comes too late at times, and the chooser opens unseen.
    page.on('filechooser', () => undefined);
    await tabTo(page, page.getByRole('link', { name: 'Upload', exact: true }));
    await keyboard.press('Enter');
    const choose = page.getByRole('button', { name: 'Choose files' });
    await expect(choose).toBeVisible();
    await tabTo(page, choose);
    const chooser = page.waitForEvent('filechooser');
    await keyboard.press('Enter');
    const { name, bytes } = story.inventory(withSwappedMemory(story));
    await (await chooser).setFiles([{ name, mimeType: 'application/json', buffer: Buffer.from(bytes) }]);
    await expect(fileRow(page, name).getByText('done', { exact: true })).toBeVisible({ timeout: 30_000 });
  });

  await test.step('search the device and open it', async () => {
    await keyboard.press('Control+k');
    await expect(page.getByRole('dialog').getByPlaceholder('Serial, model, manufacturer or hash')).toBeFocused();
    await keyboard.type(serial);
    await expect(page.getByRole('option', { name: new RegExp(serial) }).first()).toBeVisible();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await expect(page).toHaveURL(/\/devices\//);
    await expect(page.getByText('Something in this device changed, and nobody signed for it.')).toBeVisible();
  });

  await test.step('switch tabs', async () => {
    const tabs = page.getByRole('navigation', { name: 'Parts of this page' });
    await tabTo(page, tabs.getByRole('link', { name: /^Components/ }));
    await keyboard.press('Enter');
    await expect(page.getByText('1 difference that nobody signed for')).toBeVisible();
  });

  await test.step('open the evidence of the difference, and close it', async () => {
    const chip = page.getByRole('button', { name: /^Show evidence: Inventory/ }).first();
    await tabTo(page, chip);
    await keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Inventory' });
    await expect(panel.getByRole('heading', { name: 'What it says' })).toBeVisible();
    await keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(chip).toBeFocused();
    // Before the focus has moved into the panel.
    await keyboard.press('Enter');
    await keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(chip).toBeFocused();
  });

  await test.step('go to the fleet with two keys', async () => {
    await keyboard.press('g');
    await keyboard.press('f');
    await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible();
  });
  await context.close();
});

import type { Page } from '@playwright/test';
import { openDevice, openTab } from './harness/fleet.ts';
import { tabTo } from './harness/keyboard.ts';
import { approve, ownInstallation } from './harness/own-installation.ts';
import { ready } from './harness/ready.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('alias-needs-two-people');
const { device, serial } = story;
const MAKER = 'Tamba Memory';
const OTHERWISE = 'Tamba Semiconductor';
const renamed = device.components.map((part) => (part.manufacturer === MAKER ? { ...part, manufacturer: OTHERWISE } : part));
const PAIR = `“${MAKER}” means “${OTHERWISE}”`;

/** An alias holds for all devices, so this story has an installation of its own. */
const { signIn } = ownInstallation('an installation without an alias');

async function propose(page: Page, { name, means }: { readonly name: string; readonly means: string }): Promise<void> {
  await page.goto('/aliases');
  const form = page.getByRole('form', { name: 'Propose an alias' });
  await (await ready(form.getByRole('textbox', { name: /^Name/ }))).fill(name);
  await form.getByRole('textbox', { name: /^Means the same as/ }).fill(means);
  await form.getByRole('textbox', { name: /^Reason/ }).fill('Bought in 2025.');
  await form.getByRole('button', { name: 'Propose the alias' }).click();
}

test('two names of one manufacturer are a difference, until two people say that they mean the same', async ({ browser }) => {
  const adam = await signIn(browser, 'adam');
  const olivia = await signIn(browser, 'olivia');
  const look = 'Look at it, and at what would change';
  await test.step('a collector writes the maker of the memory otherwise: the device differs', async () => {
    await handIn(olivia, story.built);
    await handIn(olivia, [story.inventory(renamed)], { role: 'receiving inspection' });
    await openDevice(olivia, serial);
    await openTab(olivia, 'Components');
    await expect(olivia.getByRole('row').filter({ hasText: OTHERWISE }).first()).toBeVisible();
  });

  await test.step('an administrator is taught, is told what can’t be an alias, and takes a slip back', async () => {
    await adam.goto('/fleet');
    await adam.getByRole('link', { name: 'Names that mean the same' }).click();
    await expect(adam.getByText('No aliases')).toBeVisible();
    await propose(adam, { name: MAKER, means: MAKER.toUpperCase() });
    await expect(adam.getByText('This can’t be an alias: these names are equal already. Nothing was changed.')).toBeVisible();
    await propose(adam, { name: MAKER, means: 'Tamba Semi' });
    await adam.getByRole('link', { name: look }).click();
    await expect(adam.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    const form = adam.getByRole('form', { name: 'Take the proposal back' });
    await (await ready(form.getByRole('textbox', { name: /^Reason/ }))).fill('Misspelled.');
    await form.getByRole('button').click();
    await expect(adam.getByText('withdrawn', { exact: true })).toBeVisible();
  });

  await test.step('an operator sees which device an alias would change, and approves it with the keyboard', async () => {
    await propose(adam, { name: MAKER, means: OTHERWISE });
    await expect(adam.getByText('Proposed. It changes nothing until an operator approves it.')).toBeVisible();
    await olivia.goto('/aliases');
    await tabTo(olivia, olivia.getByRole('link', { name: look }));
    await olivia.keyboard.press('Enter');
    await expect(olivia.getByRole('heading', { level: 1, name: PAIR })).toBeVisible();
    const effect = olivia.getByRole('table', { name: 'Devices whose answer would change' });
    await expect(effect.getByRole('row').filter({ hasText: serial })).toContainText('2, then 0');
    await approve(olivia, 'The companies are one.');
    await expect(olivia.getByText('in force', { exact: true })).toBeVisible();
  });

  await test.step('the difference is gone, and the row says which alias made it equal', async () => {
    await openDevice(olivia, serial, 'verified');
    await openTab(olivia, 'Components');
    await olivia.getByRole('link', { name: 'Show equal rows too' }).click();
    await expect(olivia.getByRole('link', { name: 'Show changes only' })).toBeVisible();
    const row = olivia.getByRole('row').filter({ hasText: OTHERWISE }).first();
    await expect(async () => {
      await olivia.reload();
      await row.getByText('Why equal').first().click({ timeout: 2000 });
    }).toPass({ timeout: 30_000 });
    await expect(row).toContainText(`two people approved that “${MAKER}” and “${OTHERWISE}” mean the same`);
    await row.getByRole('link', { name: 'Names that mean the same' }).click();
    await expect(olivia.getByRole('heading', { level: 1, name: 'Names that mean the same' })).toBeVisible();
  });

  await test.step('ended by two people, the names are two again', async () => {
    await adam.goto('/aliases');
    await adam.getByRole('link', { name: MAKER }).first().click();
    const end = adam.getByRole('form', { name: 'Propose its end' });
    await (await ready(end.getByRole('checkbox'))).check();
    await end.getByRole('textbox', { name: /^Reason/ }).fill('They were split.');
    await end.getByRole('button', { name: 'Propose the end' }).click();
    await expect(adam.getByText(/^The end is proposed/)).toBeVisible();
    await olivia.goto('/aliases');
    await olivia.getByRole('link', { name: look }).click();
    await approve(olivia, 'Agreed.');
    await expect(olivia.getByText('ended', { exact: true })).toBeVisible();
    await expect(olivia.getByText(/^Taken back as if it had never been there: proposed by adam, approved by olivia/)).toBeVisible();
    // The worker judges it again in a moment; the page shows what was judged when it was opened.
    await expect(async () => {
      await openDevice(olivia, serial);
      await openTab(olivia, 'Components');
      await expect(olivia.getByRole('row').filter({ hasText: OTHERWISE }).first()).toContainText('Unexplained', { timeout: 2000 });
    }).toPass({ timeout: 30_000 });
  });

  await test.step('an auditor reads the list with its history, and proposes nothing', async () => {
    const audrey = await signIn(browser, 'audrey');
    await audrey.goto('/aliases');
    await expect(audrey.getByRole('table', { name: 'Aliases' }).getByRole('row')).toHaveCount(3);
    await expect(audrey.getByRole('form', { name: 'Propose an alias' })).toHaveCount(0);
  });
});

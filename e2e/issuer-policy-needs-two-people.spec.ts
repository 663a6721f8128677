import type { Page } from '@playwright/test';
import { deltaOf, memoryModule } from '#lib/testing/sample-device.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { tabTo } from './harness/keyboard.ts';
import { approve, ownInstallation } from './harness/own-installation.ts';
import { ready } from './harness/ready.ts';
import { expect, test } from './harness/story.ts';
import { authorities, daysAgo, storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('issuer-policy-needs-two-people');
const { device, serial } = story;
const added = memoryModule(`${serial}-M6`);

/** The table holds for all devices, so this story has an installation of its own. */
const { signIn } = ownInstallation('an installation without a line in the table');

/** Proposes that an issuer may sign deltas for devices of the sample vendor. */
async function propose(page: Page, issuer: RegExp): Promise<void> {
  await page.goto('/policy');
  const form = page.getByRole('form', { name: 'Propose a line' });
  await (await ready(form.getByRole('combobox', { name: /^Issuer/ }))).click();
  await page.getByRole('option', { name: issuer }).click();
  await form.getByRole('checkbox', { name: 'delta certificates' }).check();
  await form.getByRole('combobox', { name: /^Manufacturers/ }).fill(device.platform.manufacturer);
  await page.keyboard.press('Enter');
  await form.getByRole('textbox', { name: /^Reason/ }).fill('Agreed with purchasing.');
  await form.getByRole('button', { name: 'Propose the line' }).click();
  await expect(page.getByText('Proposed. It changes nothing until an operator approves it.')).toBeVisible();
}

test('an issuer that the table does not allow changes nothing, until two people allow it', async ({ browser }) => {
  const adam = await signIn(browser, 'adam');
  const olivia = await signIn(browser, 'olivia');
  const delta = deltaOf({
    device,
    authorities,
    order: 1,
    components: [{ ...added, status: 'added' }],
    notBefore: daysAgo(1),
    issuer: 'integrator',
  });
  await handIn(olivia, story.built);
  await handIn(olivia, [story.inventory()], { role: 'receiving inspection' });
  await openDevice(olivia, serial, 'verified');

  await test.step('an administrator proposes the first line, and can only take it back', async () => {
    await adam.goto('/policy');
    await expect(adam.getByText(/^No issuer policy: every trust anchor is trusted for all purposes/)).toBeVisible();
    await propose(adam, /^Sample: vendor/);
    await adam.getByRole('link', { name: 'Look at it, and at what would change' }).click();
    await expect(adam.getByRole('button', { name: 'Take the proposal back' })).toBeVisible();
    await expect(adam.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  });

  await test.step('an operator sees what it would change, and approves it with the keyboard', async () => {
    await olivia.goto('/policy');
    await tabTo(olivia, olivia.getByRole('link', { name: 'Look at it, and at what would change' }));
    await olivia.keyboard.press('Enter');
    await expect(olivia.getByRole('heading', { level: 1, name: /^Policy line [0-9a-f]{8}$/ })).toBeVisible();
    await expect(olivia.getByText('1 device is concerned, and its answer would stay as it is.')).toBeVisible();
    await approve(olivia, 'The vendor signs what it builds.');
    await expect(olivia.getByText('in force')).toBeVisible();
  });

  await test.step('the delta of another trusted issuer stands on the timeline and adds no part', async () => {
    await handIn(olivia, [{ name: `${serial}-delta.cer`, bytes: delta }]);
    await openDevice(olivia, serial, 'verified');
    await openTab(olivia, 'Timeline');
    const entry = olivia
      .getByRole('listitem')
      .filter({ hasText: /Delta certificate \d+ changes nothing: the issuer CN=Bay Integration sample CA/ });
    await expect(entry).toContainText('may not sign delta certificates for devices of Kirin Systems: no policy line lets it');
    await openTab(olivia, 'Components');
    await expect(olivia.getByText(`${serial}-M6`)).toHaveCount(0);
    await openTab(olivia, 'Findings');
    await expect(olivia.getByText('Not allowed to say this').first()).toBeVisible();
  });

  await test.step('the part that it names was added, and nobody with the right signed for it', async () => {
    await handIn(olivia, [story.inventory([...device.components, added])], { role: 'routine' });
    await openDevice(olivia, serial, 'changed, unexplained');
  });

  await test.step('a line for that issuer shows which device it would change, and changes it once approved', async () => {
    await propose(adam, /^Sample: integrator/);
    await olivia.goto('/policy');
    await olivia.getByRole('link', { name: 'Look at it, and at what would change' }).click();
    const row = olivia.getByRole('table', { name: 'Devices whose answer would change' }).getByRole('row').filter({ hasText: serial });
    await expect(row).toContainText('changed, unexplained');
    await expect(row).toContainText('changed, authorized');
    const form = olivia.getByRole('form', { name: 'Approve' });
    await (await ready(form.getByRole('textbox', { name: /^Reason/ }))).fill('The integrator adds memory for us.');
    await form.getByRole('button', { name: 'Approve' }).click();
    await expect(olivia.getByText('in force')).toBeVisible();
    await openDevice(olivia, serial, 'changed, authorized');
    await openTab(olivia, 'Timeline');
    await expect(
      olivia.getByText(/^Who may say what: policy line [0-9a-f]{8}: the issuer may sign delta certificates for devices of Kirin Systems/),
    ).toBeVisible();
  });

  await test.step('an auditor reads all of it and proposes nothing', async () => {
    const audrey = await signIn(browser, 'audrey');
    await audrey.getByRole('link', { name: 'Who may say what' }).click();
    await expect(audrey.getByRole('table', { name: 'Lines of the table' }).getByRole('row')).toHaveCount(3);
    await audrey.getByLabel('State').selectOption('ended');
    await audrey.getByRole('button', { name: 'Apply' }).click();
    await expect(audrey.getByText('No line is like that.')).toBeVisible();
    await expect(audrey.getByRole('form', { name: 'Propose a line' })).toHaveCount(0);
  });
});

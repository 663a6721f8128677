import type { Page } from '@playwright/test';
import { FACTORY_BOOT, sampleBootEvents } from '#lib/testing/sample-boot.ts';
import { hasOneTitle, namelessControls, smallButtons } from './harness/accessibility.ts';
import { deviceRow, openDevice, openTab } from './harness/fleet.ts';
import { tabTo } from './harness/keyboard.ts';
import { approve, ownInstallation } from './harness/own-installation.ts';
import { ready } from './harness/ready.ts';
import { expect, test } from './harness/story.ts';
import { daysAgo, storyDevice } from './harness/story-devices.ts';
import { answeredBefore, enrolledBefore, tpmOf } from './harness/tpm.ts';
import { handIn } from './harness/upload.ts';

const MODEL = 'Field Terminal FT-P';
const shows = storyDevice('attestation-policy: shows all', MODEL);
const off = storyDevice('attestation-policy: Secure Boot off', MODEL);
const silent = storyDevice('attestation-policy: silent', MODEL);
const LOOK = 'Look at it, and at what would change';
const UNMET = 'Its last start that is known went without Secure Boot.';
const SILENT_DAYS = 20;

/** What fleet pages count depends on whether any line is in force, so this story has an installation of its own. */
const { signIn } = ownInstallation('three devices of one model whose TPMs answered', async (store) => {
  const at = daysAgo(SILENT_DAYS);
  await enrolledBefore(store, { number: silent.device.number, at });
  await answeredBefore(store, { number: silent.device.number, daysAgo: SILENT_DAYS, at });
});

/** What a person without a pointer, or who hears the page, needs of it. */
async function isAccessible(page: Page): Promise<void> {
  await hasOneTitle(page);
  expect(await namelessControls(page)).toEqual([]);
  expect(await smallButtons(page)).toEqual([]);
}

test('a group has to start with Secure Boot and answer every two weeks: who does not stands out, until the line is taken back', async ({
  browser,
}) => {
  const adam = await signIn(browser, 'adam');
  const olivia = await signIn(browser, 'olivia');
  const rows = olivia.getByRole('table', { name: 'Devices whose answer would change' }).getByRole('row');

  await test.step('nothing is asked: all three are verified', async () => {
    // One after the other: an inventory that is read before its certificate waits for it, and this page says so.
    for (const { built } of [shows, off, silent]) await handIn(olivia, built);
    for (const { inventory } of [shows, off, silent]) await handIn(olivia, [inventory()]);
    for (const [story, secureBoot] of [
      [shows, true],
      [off, false],
    ] as const) {
      const tpm = tpmOf(story, olivia);
      await tpm.enrol();
      await tpm.answer({ events: sampleBootEvents({ ...FACTORY_BOOT, secureBoot }) });
    }
    for (const { serial } of [shows, off, silent]) {
      await expect(async () => {
        await openDevice(olivia, serial, 'verified');
        await expect(olivia.getByText('bound to platform')).toBeVisible({ timeout: 1000 });
      }).toPass({ timeout: 40_000 });
    }
  });

  await test.step('an administrator is taught, and proposes a line with the keyboard', async () => {
    await adam.goto('/fleet');
    await adam.getByRole('link', { name: 'Attestation policy' }).click();
    await expect(adam.getByText(/^No line is in force: of every device an answer of its TPM is expected within 90 days/)).toBeVisible();
    const form = adam.getByRole('form', { name: 'Propose a line' });
    await ready(form.getByRole('button', { name: 'Propose the line' }));
    await tabTo(adam, form.getByRole('textbox', { name: 'Models' }));
    await adam.keyboard.type(MODEL);
    await tabTo(adam, form.getByRole('textbox', { name: /^Answer of the TPM within days/ }));
    await adam.keyboard.type('14');
    await tabTo(adam, form.getByRole('checkbox', { name: 'Secure Boot has to be on' }));
    await adam.keyboard.press('Space');
    await tabTo(adam, form.getByRole('textbox', { name: /^Reason/ }));
    await adam.keyboard.type('They stand in public places.');
    await adam.keyboard.press('Enter');
    await expect(adam.getByText('Proposed. It changes nothing until an operator approves it.')).toBeVisible();
    await isAccessible(adam);
    await adam.getByRole('link', { name: LOOK }).click();
    await expect(adam.getByRole('heading', { level: 1, name: new RegExp(MODEL) })).toBeVisible();
    await expect(adam.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  });

  await test.step('an operator is told which devices would fail and why, and approves with the keyboard', async () => {
    await olivia.goto('/attestation-policy');
    await tabTo(olivia, olivia.getByRole('link', { name: LOOK }));
    await olivia.keyboard.press('Enter');
    await expect(olivia.getByText('an answer of the TPM within 14 days', { exact: false }).first()).toBeVisible();
    const failing = rows.filter({ hasText: off.serial });
    for (const told of ['verified', 'failed verification', UNMET]) await expect(failing).toContainText(told);
    await expect(rows.filter({ hasText: silent.serial })).toContainText('stale');
    await expect(rows.filter({ hasText: shows.serial })).toHaveCount(0);
    await isAccessible(olivia);
    await approve(olivia, 'Agreed with security.');
    await expect(olivia.getByText('in force', { exact: true })).toBeVisible();
  });

  await test.step('the page of the device says that it is against policy, why, and what to do', async () => {
    await openDevice(olivia, off.serial, 'failed verification');
    await expect(olivia.getByText(UNMET).first()).toBeVisible();
    await openTab(olivia, 'Firmware and attestation');
    await expect(olivia.getByText(/the answer is genuine/)).toBeVisible();
    await expect(olivia.getByText('policy not met').first()).toBeVisible();
    await openTab(olivia, 'Findings');
    await expect(olivia.getByRole('heading', { name: /policy/i }).first()).toBeVisible();
    await expect(olivia.getByText(/^Bring the device into the state that policy asks of its group/).first()).toBeVisible();
    await isAccessible(olivia);
    await openDevice(olivia, silent.serial, 'stale');
    await expect(olivia.getByText(/Its TPM answered last at .*; policy asks for an answer within 14 days\./).first()).toBeVisible();
    await openDevice(olivia, shows.serial, 'verified');
  });

  await test.step('the fleet counts them, and each sentence leads to its devices', async () => {
    await olivia.goto('/fleet');
    const counts = olivia.getByRole('navigation', { name: 'Attestation of the fleet' });
    await expect(counts.getByRole('link', { name: '1 device has not attested for longer than its policy allows' })).toBeVisible();
    await counts.getByRole('link', { name: '1 device does not show what policy asks for' }).click();
    await expect(deviceRow(olivia, off.serial).getByText('policy not met')).toBeVisible();
    await expect(deviceRow(olivia, shows.serial)).toHaveCount(0);
  });

  await test.step('taken back by two people as if it had never been there, all three are verified again', async () => {
    await adam.goto('/attestation-policy');
    await adam
      .getByRole('link', { name: new RegExp(MODEL) })
      .first()
      .click();
    const end = adam.getByRole('form', { name: 'Propose its end' });
    await (await ready(end.getByRole('checkbox'))).check();
    await end.getByRole('textbox', { name: /^Reason/ }).fill('The line was meant for another model.');
    await end.getByRole('button', { name: 'Propose the end' }).click();
    await expect(adam.getByText(/^The end is proposed/)).toBeVisible();
    await olivia.goto('/attestation-policy');
    await olivia.getByRole('link', { name: LOOK }).click();
    await expect(rows.filter({ hasText: off.serial })).toContainText('verified');
    await approve(olivia, 'Agreed.');
    await expect(olivia.getByText('ended', { exact: true })).toBeVisible();
    for (const { serial } of [off, silent, shows]) await openDevice(olivia, serial, 'verified');
  });
});

import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { tpmOf } from './harness/tpm.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('enrolment-is-withdrawn');

test('an enrolled key is found from its device; an operator takes it back with a reason, which an auditor only reads', async ({
  signIn,
}) => {
  const page = await signIn('olivia');
  await handIn(page, [...story.built, story.inventory()]);
  const tpm = tpmOf(story, page);
  await tpm.enrol();
  await expect(async () => {
    await openDevice(page, story.serial, 'verified');
    await openTab(page, 'Firmware and attestation');
    await expect(page.getByText(/^seen in the TPM at/)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole('link', { name: 'All enrolments of this device, withdrawn ones too' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Attestation keys' })).toBeVisible();
  const row = page.getByRole('list', { name: 'Attestation keys' }).getByRole('listitem');
  await expect(row).toHaveCount(1);
  await expect(row.getByRole('link', { name: story.serial })).toBeVisible();
  await expect(row).toContainText('Its TPM opened a credential');
  await expect(row).toContainText('by olivia');

  await test.step('an auditor reads it, and finds nothing to press', async () => {
    const auditor = await signIn('audrey');
    await auditor.goto(new URL(page.url()).pathname + new URL(page.url()).search);
    await expect(auditor.getByRole('list', { name: 'Attestation keys' }).getByRole('listitem')).toHaveCount(1);
    await expect(auditor.getByRole('button', { name: /^Withdraw/ })).toHaveCount(0);
  });

  await test.step('the operator says why, and the key is asked no more', async () => {
    await row.getByRole('button', { name: /^Withdraw the key/ }).click();
    await row.getByLabel('Reason').fill('The board was replaced');
    await row.getByRole('button', { name: 'Withdraw it' }).click();
    await expect(page.getByText('The enrolment was withdrawn.')).toBeVisible();
    await expect(row).toContainText(/Withdrawn .* by olivia: The board was replaced/);
    await expect(row.getByRole('button', { name: /^Withdraw/ })).toHaveCount(0);
    await expect(tpm.answer()).rejects.toThrow(/not-found|404|no key/i);
  });
});

import { makeSampleBoot } from '#lib/testing/sample-boot.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('another-loader-started');
const { serial } = story;
const log = (name: string, bytes: Uint8Array) => ({ name: `${serial}-${name}.bin`, bytes });

test('another boot loader started, with Secure Boot off: the tab says in words what differs from an earlier start', async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, [...story.built, story.inventory()]);
  await openDevice(page, serial);
  await handIn(page, [log('first', makeSampleBoot())], { device: serial });
  await handIn(page, [log('second', makeSampleBoot({ secureBoot: false, loader: 'another loader' }))], { device: serial });

  await openDevice(page, serial);
  await expect(page.getByText('PCR 7 SecureBoot is on became SecureBoot is off')).toBeVisible();
  await openTab(page, 'Firmware and attestation');
  await expect(page.getByText('2 records differ from the start before')).toBeVisible();
  await expect(page.getByText('self-asserted').first()).toBeVisible();
  const steps = page.getByRole('table', { name: 'What happened' });
  await expect(steps.getByText('SecureBoot is on became SecureBoot is off')).toBeVisible();
  await expect(steps.getByText(/boot loader or application: another file digest at .*shimx64\.efi/)).toBeVisible();

  const records = page.getByRole('table', { name: 'Records of the event log, in its order' });
  await page.getByRole('navigation', { name: 'Show' }).getByRole('link', { name: 'PCR 7', exact: true }).click();
  await expect(records.getByText('SecureBoot is off')).toBeVisible();
  await expect(records.getByText('Exit Boot Services Invocation')).toHaveCount(0);

  await page.getByRole('link', { name: 'All registers' }).click();
  await expect(page).not.toHaveURL(/pcr=/);
  const filter = page.getByRole('form', { name: 'Filter the records' });
  await filter.getByLabel('Compared with the other start').selectOption({ index: 1 });
  await filter.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/differing=1/);
  await expect(records.getByRole('row')).toHaveCount(3);
  await filter.getByLabel('Says').fill('secureboot');
  await filter.getByRole('button', { name: 'Apply' }).click();
  await expect(records.getByRole('row')).toHaveCount(2);
  await expect(records.getByText('SecureBoot is off')).toBeVisible();
  await page.getByRole('link', { name: 'Show all records' }).click();
  await expect(page).not.toHaveURL(/differing=/);
  await filter.getByLabel('Type', { exact: true }).selectOption('EV_IPL');
  await filter.getByRole('button', { name: 'Apply' }).click();
  await expect(records.getByText('SecureBoot is off')).toHaveCount(0);
  await expect(records.getByText('EV_IPL').first()).toBeVisible();

  await page.getByRole('link', { name: /^Show the start told on/ }).click();
  await expect(page.getByText('No earlier start is known to compare with.')).toBeVisible();
  await expect(records.getByText('SecureBoot is on')).toBeVisible();
});

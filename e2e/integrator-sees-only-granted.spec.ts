import { deviceRow, openDevice, openTab, searchFleet } from './harness/fleet.ts';
import { addIntegrator } from './harness/people.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice, withSwappedMemory } from './harness/story-devices.ts';
import { fileRow, handIn } from './harness/upload.ts';

const mine = storyDevice('integrator: granted');
const other = storyDevice('integrator: not granted');

test('an integrator sees only the granted devices, and what they hand in for another waits for an operator', async ({ signIn, store }) => {
  const operator = await signIn('olivia');
  await handIn(operator, [...mine.built, mine.inventory(), ...other.built, other.inventory()]);
  const mineId = await openDevice(operator, mine.serial, 'verified');
  const otherId = await openDevice(operator, other.serial, 'verified');
  await addIntegrator(store, 'ivan');

  await test.step('an administrator grants one device', async () => {
    const administrator = await signIn('adam');
    await administrator.goto('/users');
    await administrator.getByRole('link', { name: 'ivan' }).click();
    await administrator.getByRole('textbox', { name: 'Devices granted to ivan' }).fill(mineId);
    await administrator.getByRole('button', { name: 'Save the devices' }).click();
    await expect(administrator.getByText('Saved.')).toBeVisible();
  });

  const page = await signIn('ivan');
  await test.step('the fleet has one device', async () => {
    await page.goto('/fleet');
    await expect(deviceRow(page, mine.serial)).toBeVisible();
    await expect(page.getByRole('table', { name: 'Devices' }).getByRole('row')).toHaveCount(2);
    await searchFleet(page, other.serial);
    await expect(page.getByText('No device matches this filter')).toBeVisible();
  });

  await test.step('the page of another device is not there, and the search knows nothing of it', async () => {
    expect((await page.goto(`/devices/${otherId}`))?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: 'There is nothing at this address' })).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Serial, model, manufacturer or hash').fill(other.serial);
    await expect(page.getByText('Nothing matches. Search finds serials, models, manufacturers and hashes.')).toBeVisible();
    await page.getByPlaceholder('Serial, model, manufacturer or hash').fill(mine.serial);
    await expect(page.getByRole('option', { name: new RegExp(mine.serial) }).first()).toBeVisible();
    // Evidence holds other submitters' files: no integrator takes it away, of whatever device.
    expect((await page.request.get(`/api/v1/devices/${otherId}/evidence`)).status()).toBe(403);
    for (const path of ['', '/timeline', '/components', '/findings']) {
      expect((await page.request.get(`/api/v1/devices/${otherId}${path}`)).status(), path).toBe(404);
    }
  });

  await test.step('an inventory of another device waits, and nothing tells whose device it is', async () => {
    await handIn(page, [other.inventory(withSwappedMemory(other))], { outcome: 'waits for its device' });
    await expect(fileRow(page, other.inventory().name).getByRole('link', { name: new RegExp(other.serial) })).toHaveCount(0);
    await openDevice(operator, other.serial, 'verified');
  });

  await test.step('an inventory of the granted device is taken', async () => {
    await handIn(page, [mine.inventory(withSwappedMemory(mine))]);
    await openDevice(page, mine.serial, 'changed, unexplained');
  });

  await test.step('the page of their submissions tells what became of both files, and of no others', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    const rows = page.getByRole('table', { name: 'Submissions' }).getByRole('row');
    await expect(rows).toHaveCount(3);
    const taken = rows.filter({ hasText: mine.inventory().name });
    const waiting = rows.filter({ hasText: other.inventory().name });
    await expect(taken.getByRole('link', { name: new RegExp(`${mine.serial}$`) })).toBeVisible();
    await expect(waiting).toContainText('waits for its device');
    await expect(waiting).toContainText('An operator confirms it by linking it by hand');
    await expect(waiting.getByRole('link', { name: new RegExp(`${other.serial}$`) })).toHaveCount(0);
  });

  await test.step('the operator finds the waiting file, with the ground, and links it', async () => {
    await operator.goto('/unlinked');
    const waiting = operator
      .getByRole('list', { name: 'Unlinked files' })
      .getByRole('listitem')
      .filter({ hasText: other.inventory().name });
    await expect(waiting.getByText('not granted to its submitter')).toBeVisible();
    await waiting.getByRole('button', { name: `Link ${other.inventory().name} to a device` }).click();
    await waiting.getByRole('combobox', { name: 'Device' }).fill(other.serial);
    await operator.getByRole('option', { name: new RegExp(other.serial) }).click();
    await waiting.getByRole('textbox', { name: /^Reason/ }).fill('The label on the case says so.');
    await waiting.getByRole('button', { name: 'Record the link' }).click();
    await expect(operator.getByText(/^The link was recorded/)).toBeVisible();
    await openDevice(operator, other.serial, 'changed, unexplained');
    await openTab(operator, 'Timeline');
    await expect(operator.getByText(/by ivan/).first()).toBeVisible();
  });
});

import { tamper } from '#lib/testing/platform-certificates.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { fileRow, handIn, startHandingIn } from './harness/upload.ts';

const story = storyDevice('broken-file-is-explained');
const [endorsementKey, base] = story.built;
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

test('files that are broken are explained, and the rest of the batch goes on', async ({ signIn }) => {
  const page = await signIn('olivia');
  const truncated = { name: 'truncated.cer', bytes: base.bytes.subarray(0, 700) };
  const twice = {
    name: 'twice.json',
    bytes: text('{"bomFormat": "CycloneDX", "specVersion": "1.6", "specVersion": "1.5", "components": []}'),
  };
  const noise = { name: 'holiday.txt', bytes: text('Wish you were here.\n') };
  const empty = { name: 'empty.cer', bytes: new Uint8Array() };

  await test.step('each file of the batch ends by itself', async () => {
    await startHandingIn(page, [truncated, twice, noise, empty, ...story.built]);
    for (const { name } of story.built)
      await expect(fileRow(page, name).getByText('done', { exact: true })).toBeVisible({ timeout: 30_000 });
    for (const { name } of [truncated, twice]) {
      await expect(fileRow(page, name).getByText('could not be read', { exact: true })).toBeVisible({ timeout: 30_000 });
    }
    await expect(fileRow(page, empty.name).getByText('The file is empty. It was not sent.')).toBeVisible();
    await expect(fileRow(page, truncated.name).getByText(/at octet \d+/)).toBeVisible();
  });

  await test.step('the page of the truncated certificate says where it breaks, what stays safe and what to do', async () => {
    await fileRow(page, truncated.name)
      .getByRole('link', { name: /The file/ })
      .click();
    await expect(page.getByText('This could not be read')).toBeVisible();
    await expect(page.getByText('The file is kept exactly as it was received, and it changed nothing.')).toBeVisible();
    await page
      .getByRole('link', { name: /^Show octet \d+ in the raw content$/ })
      .first()
      .click();
    await expect(page.getByText(/^octet \d+ is marked$/)).toBeVisible();
  });
});

test('a certificate that somebody altered is refused as evidence, and named', async ({ signIn }) => {
  const page = await signIn('olivia');
  const altered = storyDevice('broken-file: altered');
  const at = Buffer.from(altered.built[1].bytes).indexOf('Assembly site');
  const bytes = tamper(altered.built[1].bytes, at);
  await handIn(page, [altered.built[0], { name: 'altered.cer', bytes }]);
  await openDevice(page, altered.serial, 'not enrolled');
  await openTab(page, 'Certificates');
  await expect(page.getByText('changes nothing', { exact: true }).first()).toBeVisible();
  await openTab(page, 'Findings');
  await expect(page.getByRole('heading', { name: /Signature invalid/ })).toBeVisible();
  await expect(page.getByText(endorsementKey.name)).toHaveCount(0);
});

test('names with control and bidirectional characters are shown as text', async ({ signIn }) => {
  const page = await signIn('olivia');
  const hostile = storyDevice('broken-file: hostile');
  const { device } = hostile;
  const name = '<img src=x onerror=alert(1)>‮gpj.exe';
  const components = [...device.components, { manufacturer: name, model: 'javascript:alert(1)', serial: 'EVIL-1', revision: null }];
  await handIn(page, hostile.built);
  await handIn(page, [hostile.inventory(components)]);
  await openDevice(page, hostile.serial, 'changed, unexplained');
  await openTab(page, 'Components');
  const row = page.getByRole('row').filter({ hasText: 'EVIL-1' });
  await expect(row).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.getByRole('img', { name: 'x' })).toHaveCount(0);
  await expect(row.getByRole('link', { name: /javascript/ })).toHaveCount(0);
});

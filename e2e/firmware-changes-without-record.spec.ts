import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('firmware-changes-without-record');
const { device, serial } = story;
const isFirmware = ({ model }: { readonly model: string | null }): boolean => model === 'System Firmware';

test('a firmware version that changed without a record stands out', async ({ signIn }) => {
  const page = await signIn('olivia');
  const before = device.components.find(isFirmware)?.revision ?? '';
  await handIn(page, story.built);
  await handIn(page, [story.inventory()], { role: 'receiving inspection' });
  const components = device.components.map((part) => (isFirmware(part) ? { ...part, revision: '9.9.0' } : part));
  await handIn(page, [story.inventory(components)], { role: 'routine' });

  await openDevice(page, serial, 'changed, unexplained');
  await expect(
    page.getByText(`Firmware System Firmware ${before} changed from ${before} to 9.9.0 (newer); nobody signed for it.`).first(),
  ).toBeVisible();
  await openTab(page, 'Timeline');
  await expect(page.getByText(`Firmware System Firmware, changed from ${before} to 9.9.0: nobody signed for this`)).toBeVisible();
  await openTab(page, 'Components');
  const row = page.getByRole('table', { name: 'Firmware: expected, observed and verdict' }).getByRole('row').filter({ hasText: '9.9.0' });
  await expect(row.getByText('upgraded')).toBeVisible();
  await expect(row.getByText('Unexplained')).toBeVisible();
});

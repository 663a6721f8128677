import { deltaOf, memoryModule } from '#lib/testing/sample-device.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { authorities, daysAgo, storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('lying-delta');
const { device, serial } = story;

test('a delta that names another DIMM than the one that is there explains nothing', async ({ signIn }) => {
  const page = await signIn('olivia');
  const claimed = memoryModule(`${serial}-M7`);
  const seen = memoryModule(`${serial}-M8`);
  const delta = deltaOf({ device, authorities, order: 1, components: [{ ...claimed, status: 'added' }], notBefore: daysAgo(1) });
  await handIn(page, story.built);
  await handIn(page, [story.inventory()], { role: 'receiving inspection' });
  await handIn(page, [{ name: `${serial}-delta.cer`, bytes: delta }]);
  await handIn(page, [story.inventory([...device.components, seen])], { role: 'routine' });

  await test.step('the device changed, and nobody signed for it', async () => {
    await openDevice(page, serial, 'changed, unexplained');
    await expect(page.getByText('Something in this device changed, and nobody signed for it.')).toBeVisible();
    await openTab(page, 'Timeline');
    await expect(page.getByText(`Memory module TM-16G-3200, serial ${serial}-M8, added: nobody signed for this`)).toBeVisible();
  });

  await test.step('the difference view shows the module that was certified and the one that is there', async () => {
    await openTab(page, 'Components');
    const row = page
      .getByRole('table', { name: 'Memory: expected, observed and verdict' })
      .getByRole('row')
      .filter({ hasText: `${serial}-M8` });
    await expect(row).toContainText(`${serial}-M7`);
    await expect(row.getByText('Unexplained')).toBeVisible();
  });
});

test("a stranger's delta stands on the timeline and changes nothing", async ({ signIn }) => {
  const stranger = storyDevice('lying-delta: stranger');
  const added = memoryModule(`${stranger.serial}-M6`);
  const delta = deltaOf({
    device: stranger.device,
    authorities,
    order: 1,
    components: [{ ...added, status: 'added' }],
    notBefore: daysAgo(1),
    issuer: 'stranger',
  });
  const page = await signIn('olivia');
  await handIn(page, stranger.built);
  await handIn(page, [stranger.inventory()], { role: 'receiving inspection' });
  await handIn(page, [{ name: `${stranger.serial}-delta.cer`, bytes: delta }]);
  await handIn(page, [stranger.inventory([...stranger.device.components, added])], { role: 'routine' });
  await openDevice(page, stranger.serial, 'changed, unexplained');
  await openTab(page, 'Timeline');
  const entry = page.getByRole('listitem').filter({ hasText: /^.*Delta certificate \d+ changes nothing: issuer CN=Nobody sample CA/ });
  await expect(entry.getByText('does not convince; changes nothing')).toBeVisible();
});

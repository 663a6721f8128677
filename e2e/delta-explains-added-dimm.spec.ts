import { deltaOf, memoryModule } from '#lib/testing/sample-device.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { addIntegrator } from './harness/people.ts';
import { expect, test } from './harness/story.ts';
import { authorities, daysAgo, storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('delta-explains-added-dimm');
const { device, serial } = story;
const added = memoryModule(`${serial}-M9`);

test("the integrator's delta explains an added DIMM", async ({ signIn, store }) => {
  const page = await signIn('olivia');
  await handIn(page, story.built);
  await handIn(page, [story.inventory()], { role: 'receiving inspection' });
  const deviceId = await openDevice(page, serial, 'verified');

  await test.step('the integrator hands in the delta', async () => {
    await addIntegrator(store, 'ines', [deviceId]);
    const delta = deltaOf({ device, authorities, order: 1, components: [{ ...added, status: 'added' }], notBefore: daysAgo(1) });
    const window = await signIn('ines');
    await handIn(window, [{ name: `${serial}-delta.cer`, bytes: delta }]);
  });

  await test.step('the next inspection sees the added module, and the delta signs for it', async () => {
    await handIn(page, [story.inventory([...device.components, added])], { role: 'routine' });
    await openDevice(page, serial, 'changed, authorized');
    await expect(page.getByText('This device was changed, and what it holds now was signed for by somebody with the right.')).toBeVisible();
    await expect(
      page.getByText(`Memory module TM-16G-3200, serial ${serial}-M9 was added; authorized by a delta certificate.`).first(),
    ).toBeVisible();
  });

  await test.step('the timeline tells both, and the history of the parts names the authorization', async () => {
    await openTab(page, 'Timeline');
    await expect(
      page.getByText(new RegExp(`^Memory module TM-16G-3200, serial ${serial}-M9, added by delta certificate \\d+$`)),
    ).toBeVisible();
    await expect(page.getByText(`Memory module TM-16G-3200, serial ${serial}-M9, added: as a delta certificate says`)).toBeVisible();
    await openTab(page, 'Components');
    await page.getByRole('link', { name: 'Changes over time' }).click();
    await expect(
      page
        .getByRole('row')
        .filter({ hasText: `${serial}-M9` })
        .getByText('authorized by a delta certificate')
        .first(),
    ).toBeVisible();
  });
});

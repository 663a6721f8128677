import { makeRevocationList } from '#lib/testing/revocations.ts';
import { baseSerial } from '#lib/testing/sample-device.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { authorities, daysAgo, storyDevice } from './harness/story-devices.ts';
import { fileRow, handedInBefore, handIn } from './harness/upload.ts';

const story = storyDevice('revoked-for-key-compromise');
const { serial, device } = story;
const list = {
  name: `${serial}.crl`,
  bytes: makeRevocationList({
    authority: authorities.vendor,
    thisUpdate: daysAgo(2),
    nextUpdate: daysAgo(-30),
    number: 12,
    revoked: [{ serialNumber: baseSerial(device), revokedAt: daysAgo(3), reason: 'keyCompromise', invalidSince: daysAgo(70) }],
  }),
};

test('a certificate revoked for key compromise changes the verdict, and what was known then stays readable', async ({ signIn, store }) => {
  await handedInBefore(store, { files: story.built, at: daysAgo(60) });
  await handedInBefore(store, { files: [story.inventory()], at: daysAgo(40), role: 'receiving-inspection' });
  const page = await signIn('olivia');
  await openDevice(page, serial, 'verified');

  await test.step('the revocation list of the vendor arrives, and waits for nothing', async () => {
    await handIn(page, [list]);
    await expect(fileRow(page, list.name)).toContainText('done');
  });

  await test.step('the device fails, and the timeline says why', async () => {
    await openDevice(page, serial, 'failed verification');
    await expect(page.getByText(/revoked since .* \(key compromise, in doubt since /).first()).toBeVisible();
    await openTab(page, 'Timeline');
    await expect(
      page.getByText(new RegExp(`^Revocation list 12 of .*platform certificate ${baseSerial(device)} is revoked since`)),
    ).toBeVisible();
  });

  await test.step('as of a day before the revocation the device holds what was certified', async () => {
    await page.goto(`${page.url().split('?')[0]}?asOf=${daysAgo(10).slice(0, 10)}`);
    await expect(page.getByText('This device holds what was certified, as reported by the device, not attested.')).toBeVisible();
  });

  await test.step('so it does by what was known then', async () => {
    await page.goto(`${page.url().split('?')[0]}?knownAt=${daysAgo(10).slice(0, 10)}`);
    await expect(page.getByText('This device holds what was certified, as reported by the device, not attested.')).toBeVisible();
  });
});

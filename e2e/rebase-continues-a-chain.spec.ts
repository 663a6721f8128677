import { sha256Hex } from '#lib/encoding/digest.ts';
import { TRAIT_CATEGORY } from '#lib/platform-cert/trait-oids.ts';
import { textTrait } from '#lib/testing/platform-certificate-traits.ts';
import { endorsementKeyOf, memoryModule } from '#lib/testing/sample-device.ts';
import { laterCertificateOf } from '#lib/testing/sample-later-certificates.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { authorities, daysAgo, storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const { device, serial, inventory } = storyDevice('rebase-continues-a-chain');
const later = (certificate: Omit<Parameters<typeof laterCertificateOf>[0], 'device' | 'authorities'>) =>
  laterCertificateOf({ device, authorities, ...certificate });

const [fifth, sixth] = [memoryModule(`${serial}-M5`), memoryModule(`${serial}-M6`)];
const placed = { ...fifth, moreTraits: [textTrait(TRAIT_CATEGORY.componentLocation, 'DIMM A5')] };
const base = later({ kind: 'base', order: 0, components: device.components });
const first = { kind: 'base', der: base } as const;
const delta = later({ kind: 'delta', order: 1, components: [{ ...placed, status: 'added' }], notBefore: daysAgo(20), after: [first] });
const second = { kind: 'delta', der: delta } as const;
const rebase = later({
  kind: 'rebase',
  order: 2,
  components: [...device.components, placed],
  notBefore: daysAgo(10),
  after: [first, second],
});
const changing = later({
  kind: 'rebase',
  order: 3,
  components: [...device.components, placed, sixth],
  notBefore: daysAgo(5),
  after: [first, second, { kind: 'rebase', der: rebase }],
});
const grown = [...device.components, fifth];

test('a base of 2.1, a delta and a rebase are one chain, and the expected parts are those of the rebase', async ({ signIn }) => {
  const page = await signIn('olivia');

  await test.step('the vendor builds it, and an inspection shows the module that the delta added', async () => {
    await handIn(page, [
      { name: `${serial}-ek.cer`, bytes: endorsementKeyOf(device, authorities) },
      { name: `${serial}-base.cer`, bytes: base },
    ]);
    await handIn(page, [inventory()], { role: 'receiving inspection' });
    await handIn(page, [{ name: `${serial}-delta.cer`, bytes: delta }]);
    await handIn(page, [inventory(grown)], { role: 'routine' });
    await openDevice(page, serial, 'changed, authorized');
  });

  await test.step('the rebase that lists the same parts is told, and changes nothing', async () => {
    await handIn(page, [{ name: `${serial}-rebase.cer`, bytes: rebase }]);
    await openDevice(page, serial, 'changed, authorized');
    await openTab(page, 'Timeline');
    await expect(page.getByText(`Platform certificate ${serialNumber(0)} lists ${device.components.length} parts`)).toBeVisible();
    await expect(page.getByText(`serial ${serial}-M5, added by delta certificate ${serialNumber(1)}`)).toBeVisible();
    await expect(page.getByText(`Rebase certificate ${serialNumber(2)} lists ${grown.length} parts anew`)).toBeVisible();
  });

  await test.step('its page shows what it continues, and what it says of its parts beside', async () => {
    await page.goto(`/artifacts/${sha256Hex(rebase)}`);
    await expect(page.getByRole('heading', { name: 'Certificates that this one continues' })).toBeVisible();
    await expect(page.getByText('delta platform certificate', { exact: true })).toBeVisible();
    await expect(page.getByRole('cell', { name: 'DIMM A5' })).toBeVisible();
    await expect(page.getByText('DRAM (TCG 00060004)').first()).toBeVisible();
  });

  await test.step('a rebase that adds a module is no authorization for it', async () => {
    await handIn(page, [{ name: `${serial}-rebase-2.cer`, bytes: changing }]);
    await handIn(page, [inventory([...grown, sixth])], { role: 'routine' });
    await openDevice(page, serial, 'changed, unexplained');
    await expect(page.getByText(new RegExp(`A rebase certificate lists Memory module .*${serial}-M6`)).first()).toBeVisible();
  });
});

/** Serial numbers of a device's later certificates count on from the base's. */
function serialNumber(order: number): bigint {
  return 1_000_000n + BigInt(device.number) * 100n + 50n + BigInt(order);
}

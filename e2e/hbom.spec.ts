import { readFileSync } from 'node:fs';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { decodeUtf8, encodeUtf8 } from '#lib/encoding/bytes.ts';
import { makeHbom, makeSbom, type SamplePart } from '#lib/testing/boms.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const taken = storyDevice('hbom-is-taken-away');
const nested = storyDevice('hbom-with-assemblies');
const SBOM_SERIAL = '0b0f5a1e-7d5c-4b8e-9f3a-2c1d4e5f6a7b';

test('the parts of a device are taken away as a CycloneDX HBOM, expected and observed', async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, taken.built);
  await handIn(page, [taken.inventory()], { role: 'receiving inspection' });
  await openDevice(page, taken.serial, 'verified');
  await openTab(page, 'Components');
  for (const [link, label] of [
    ['what is expected', 'certified'],
    ['what was observed', 'as-reported'],
  ] as const) {
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: link }).click();
    const bom = parseCycloneDx(new Uint8Array(readFileSync(await (await download).path())));
    expect(bom.problems).toEqual([]);
    expect(bom.subject).toMatchObject({ serial: taken.serial });
    expect(bom.components.map(({ serial }) => serial).sort()).toEqual(taken.device.components.map(({ serial }) => serial).sort());
    const labels = bom.components.flatMap(({ properties }) => properties.filter(({ name }) => name === 'assay:provenance'));
    expect(new Set(labels.map(({ value }) => value))).toEqual(new Set([label]));
  }
});

const FIRMWARE: SamplePart = {
  type: 'firmware',
  model: 'Riser firmware',
  manufacturer: 'Tangelo',
  revision: '3.1',
  bomRef: 'riser-firmware',
};
const module = (name: string): SamplePart => ({ model: 'TM-32G', manufacturer: 'Tangelo', serial: `${nested.serial}-${name}` });
const riser: SamplePart = {
  model: 'Riser R2',
  manufacturer: 'Tangelo',
  serial: `${nested.serial}-R`,
  parts: [module('A'), module('B'), FIRMWARE],
};

/** An HBOM of the device, in which the firmware points to the BOM that describes it. */
function hbomOf(components: readonly SamplePart[], number: number): Uint8Array {
  const { manufacturer, model, version, serial } = nested.device.platform;
  const bytes = makeHbom({
    serialNumber: `urn:uuid:5f1d0e2c-8a4b-4c6d-9e7f-00000000000${number}`,
    timestamp: '2026-01-01T00:00:00Z',
    subject: { manufacturer, model, revision: version, serial },
    components,
    complete: true,
  });
  const link = `"bom-ref": "riser-firmware",\n"externalReferences": [{"type": "bom", "url": "urn:cdx:${SBOM_SERIAL}/1"}],`;
  return encodeUtf8(decodeUtf8(bytes).replace('"bom-ref": "riser-firmware",', link));
}

test('an assembly that left is told once with its parts, and its firmware leads to the BOM that describes it', async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, nested.built);
  const image: SamplePart = { type: 'firmware', model: 'Board firmware', manufacturer: 'Tangelo', revision: '1.0' };
  const board: SamplePart = { model: 'Board B1', manufacturer: 'Tangelo', serial: `${nested.serial}-B1`, parts: [image] };
  const [before, after] = [hbomOf([board, riser], 1), hbomOf([board], 2)];
  await handIn(page, [{ name: `${nested.serial}-first.cdx.json`, bytes: before }], { role: 'receiving inspection' });
  await openDevice(page, nested.serial);
  await openTab(page, 'BOMs');
  const parts = page.getByRole('region', { name: 'What parts are made of' });
  await expect(parts).toContainText(`Firmware Riser firmware 3.1 of Tangelo Riser R2, serial ${nested.serial}-R`);
  await expect(parts).toContainText('is described by a BOM that is not at hand');

  const sbom = makeSbom({
    serialNumber: `urn:uuid:${SBOM_SERIAL}`,
    timestamp: '2026-01-01T00:00:00Z',
    subject: { model: 'Riser firmware', revision: '3.1' },
    components: [{ model: 'edk2', revision: 'stable202505' }],
  });
  await handIn(page, [{ name: 'riser-firmware.cdx.json', bytes: sbom }], { outcome: 'waits for its device' });
  await handIn(page, [{ name: `${nested.serial}-second.cdx.json`, bytes: after }], { role: 'routine' });
  await openDevice(page, nested.serial);
  await openTab(page, 'BOMs');
  await expect(parts.getByRole('link', { name: /SBOM of Riser firmware 3.1: 1 component/ })).toBeVisible();
  await openTab(page, 'Components');
  await page.getByRole('link', { name: 'Changes over time' }).click();
  const left = page.getByRole('row').filter({ hasText: 'Riser R2' }).filter({ hasText: 'with 3 parts inside it' });
  await expect(left.getByText('removed', { exact: true })).toBeVisible();
  await expect(
    page
      .getByRole('row')
      .filter({ hasText: `${nested.serial}-A` })
      .filter({ hasText: 'removed' }),
  ).toHaveCount(0);
});

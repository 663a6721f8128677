import { encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { makeCertificate } from '#lib/testing/certificate-authority.ts';
import { type MeasuredFile, measuredFile } from '#lib/testing/ima-logs.ts';
import { FACTORY_BOOT, sampleBootEvents } from '#lib/testing/sample-boot.ts';
import { certificatePath, signObject } from '#lib/testing/signed-boms.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { hasOneTitle, namelessControls, smallButtons } from './harness/accessibility.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { tabTo } from './harness/keyboard.ts';
import { expect, test } from './harness/story.ts';
import { authorities, type StoryFile, storyDevice } from './harness/story-devices.ts';
import { tpmOf } from './harness/tpm.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('software-that-no-bom-lists');
const { serial } = story;
const events = sampleBootEvents(FACTORY_BOOT);
const system = ['/usr/lib/systemd/systemd', '/usr/bin/bash'].map((path) => measuredFile(path));
const telemetry = measuredFile('/opt/halden/telemetry', 'telemetry 1.0');
const digest = toHex(telemetry.digest);
const sentence = (shown: string): string =>
  `${telemetry.path} was used with the digest sha256:${shown}, and no BOM of the device lists it.`;
/** The verdict cuts digests; the finding has the whole. */
const [REASON, FINDING] = [sentence(`${digest.slice(0, 12)}…`), sentence(digest)];

/** An SBOM of files with their digests, signed with a certificate of the vendor that the stories trust. */
function sbom(name: string, files: readonly MeasuredFile[]): StoryFile {
  const { privateKey, publicKeyInfo } = makeKey('ec-p256', 'signer of SBOMs');
  const signer = makeCertificate({ issuedBy: authorities.vendor, subject: 'Software release', publicKeyInfo, serialNumber: 4711 });
  const components = files.map(({ path, digest }) => ({
    type: 'file',
    name: path,
    hashes: [{ alg: 'SHA-256', content: toHex(digest) }],
  }));
  const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components };
  const signed = signObject(bom, { privateKey, core: certificatePath(signer) });
  return { name: `${serial}-${name}.cdx.json`, bytes: encodeUtf8(JSON.stringify(signed)) };
}

test('running software that no SBOM lists is named, until an SBOM that lists it is handed in', async ({ signIn }) => {
  const page = await signIn('olivia');
  const tpm = tpmOf(story, page);
  await handIn(page, [...story.built, story.inventory()]);
  await openDevice(page, serial, 'verified');
  await handIn(page, [sbom('system', system)], { device: serial });

  await test.step('it runs what its SBOM lists: register 10 holds what the log of measured files tells', async () => {
    await tpm.enrol();
    await tpm.answer({ events, files: system });
    await expect(async () => {
      await openDevice(page, serial, 'verified');
      await openTab(page, 'Firmware and attestation');
      const registers = page.getByRole('table', { name: 'Registers of the newest answer' });
      const row = registers.getByRole('row').filter({ hasText: 'PCR 10' });
      await expect(row).toContainText('files that the running system opened (IMA)', { timeout: 2000 });
      await expect(row.getByText('match', { exact: true })).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 40_000 });
    await openTab(page, 'Findings');
    await expect(page.getByText('Software that no BOM lists')).toHaveCount(0);
  });

  await test.step('it runs something else too: the finding names the file, and says what to do', async () => {
    await tpm.answer({ events, files: [...system, telemetry] });
    await openDevice(page, serial, 'changed, unexplained');
    await expect(page.getByText(REASON).first()).toBeVisible();
    const findings = page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name: /^Findings/ });
    await tabTo(page, findings);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /^Software that no BOM lists/ })).toBeVisible();
    await expect(page.getByText(FINDING).first()).toBeVisible();
    await expect(
      page.getByText('Hand in a signed BOM that lists the file with its digest, or remove it from the device.').first(),
    ).toBeVisible();
    await hasOneTitle(page);
    expect(await namelessControls(page)).toEqual([]);
    expect(await smallButtons(page)).toEqual([]);
  });

  await test.step('the SBOM that lists it resolves it', async () => {
    await handIn(page, [sbom('telemetry', [telemetry])], { device: serial });
    await openDevice(page, serial, 'verified');
    await openTab(page, 'Findings');
    await expect(page.getByRole('heading', { name: /^Software that no BOM lists/ })).toHaveCount(0);
  });
});

import { appraisal, earClaims, makeTokenFile, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { ready } from './harness/ready.ts';
import { expect, test } from './harness/story.ts';
import { daysAgo, storyDevice } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('another-verifier-says-no');
const { serial } = story;
const ISSUER = 'https://verifier.another-story.example';
const issued = (days: number): number => Math.floor(Date.parse(daysAgo(days)) / 1000);
const resultOf = (name: string, days: number, part: Record<string, unknown>) => ({
  name,
  bytes: makeTokenFile({ claims: earClaims({ iss: ISSUER, iat: issued(days), submods: { TPM: part } }) }),
});
const negative = resultOf(`${serial}-no.jwt`, 2, appraisal('affirming', { hardware: 2, executables: 96 }));
const affirming = resultOf(`${serial}-yes.jwt`, 1, appraisal('affirming', { hardware: 2, executables: 3 }));
const publicKey = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(VERIFIER_KEY.publicKeyInfo).toString('base64')}\n-----END PUBLIC KEY-----\n`;
const reason = 'programs are contraindicated';

test("another verifier's negative result shows its reason once its key is known, and a newer one replaces it", async ({ signIn }) => {
  const page = await signIn('olivia');
  await handIn(page, story.built);
  await handIn(page, [story.inventory()], { role: 'routine' });
  await openDevice(page, serial, 'verified');

  await test.step('by a verifier that nobody knows it is an entry, and changes nothing', async () => {
    await handIn(page, [negative], { device: serial });
    await openDevice(page, serial, 'verified');
    await openTab(page, 'Timeline');
    await expect(page.getByText(/says "TPM": contraindicated .*it changes nothing: .*key is missing/).first()).toBeVisible();
  });

  await test.step('an administrator adds the key of the verifier', async () => {
    const admin = await signIn('adam');
    await admin.goto('/anchors');
    const form = admin.locator('form').filter({ has: admin.getByRole('heading', { name: 'Add the key of a verifier' }) });
    await form.getByLabel('Public key').fill(publicKey);
    await form.getByLabel('Issuer').fill(ISSUER);
    await form.getByLabel('Name of this key').fill('Verifier of the lab');
    await form.getByLabel('Why it is trusted').fill('its published key');
    await (await ready(form.getByRole('button', { name: 'Let its results count' }))).click();
    await expect(admin.getByRole('table', { name: 'Keys of verifiers in force' })).toContainText(ISSUER);
  });

  await test.step('the device fails, with the reason of the verifier', async () => {
    await openDevice(page, serial, 'failed verification');
    await expect(page.getByText(new RegExp(reason)).first()).toBeVisible();
    await openTab(page, 'Findings');
    await expect(page.getByRole('heading', { name: /Another verifier does not affirm it/ })).toBeVisible();
    await openTab(page, 'Firmware and attestation');
    const table = page.getByRole('table', { name: 'Results of other verifiers, newest first' });
    const row = table.getByRole('row').filter({ hasText: ISSUER });
    for (const told of ['contraindicated', reason, 'signed by a trusted verifier', /until 20/]) await expect(row).toContainText(told);
    await row.getByRole('link').click();
    await expect(page).toHaveURL(/\/artifacts\/[0-9a-f]{64}/);
  });

  await test.step('a newer result of the same verifier replaces it', async () => {
    await handIn(page, [affirming], { device: serial });
    await openDevice(page, serial, 'verified');
  });
});

import { makeAuthority } from '#lib/testing/certificate-authority.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { makeZip } from '#lib/testing/zip-files.ts';
import { expect, test } from './harness/story.ts';

const root = (name: string, notAfter?: string) =>
  makeAuthority({ name, algorithm: 'ec-p256', seed: name, ...(notAfter === undefined ? {} : { notAfter }) });
const [first, second] = [root('Sextant TPM root'), root('Octant TPM root')];
const issuing = makeAuthority({ name: 'Sextant issuing CA', algorithm: 'ec-p256', seed: 'sextant-issuing', issuedBy: first });
const ARCHIVE = makeZip([
  { path: 'Sextant/RootCA/root.cer', bytes: first.certificate },
  { path: 'Sextant/IntermediateCA/issuing.cer', bytes: issuing.certificate },
  { path: 'Octant/RootCA/root.cer', bytes: second.certificate },
  { path: 'Astrolabe/RootCA/root.cer', bytes: root('Astrolabe TPM root', '2021-01-01T00:00:00Z').certificate },
  { path: 'Known/root.cer', bytes: makeSampleAuthorities().tpmVendor.certificate },
  { path: 'Odd/readme.cer', bytes: Buffer.from('no certificate') },
]);

test('an administrator looks at a set of vendor roots, trusts what was chosen of it, and only that', async ({ signIn }) => {
  const page = await signIn('adam');
  await page.goto('/anchors');
  await page.getByRole('link', { name: 'Add several at once' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Add several trust anchors' })).toBeVisible();
  const choose = async (name: string, buffer: Buffer): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
  };

  await test.step('what is no set is told in words', async () => {
    await choose('letter.zip', Buffer.from('no certificate'));
    await expect(page.getByRole('main').getByRole('alert')).toContainText('letter.zip was not taken');
  });

  await test.step('each certificate stands where it belongs, and nothing is chosen', async () => {
    await choose('roots.zip', Buffer.from(ARCHIVE));
    await expect(page.getByText('5 certificates, 2 of them roots that are not trusted yet.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Trust the chosen' })).toBeDisabled();
    await expect(page.getByRole('list', { name: 'Roots that are not trusted yet' }).getByRole('listitem')).toHaveCount(2);
    await page.getByText('Trusted already (1)').click();
    await page.getByText('Expired: one that old evidence rests on can be added by itself (1)').click();
    await expect(page.getByText('CN=Astrolabe TPM root')).toBeVisible();
    await expect(page.getByRole('checkbox')).toHaveCount(2);
    await page.getByText('Could not be read (1)').click();
    await expect(page.getByText('Odd/readme.cer')).toBeVisible();
  });

  await test.step('all roots but one are trusted, with one reason', async () => {
    await page.getByRole('button', { name: 'Choose all roots' }).click();
    await page.getByRole('checkbox', { name: 'Trust CN=Octant TPM root' }).uncheck();
    await expect(page.getByText('1 chosen')).toBeVisible();
    await page.getByRole('textbox', { name: 'Reason' }).fill('Compared with the page of the vendor');
    await page.getByRole('button', { name: 'Trust the chosen' }).click();
    await expect(page.getByText('One certificate was added.')).toBeVisible();
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    await choose('roots.zip', Buffer.from(ARCHIVE));
    await expect(page.getByText('Trusted already (2)')).toBeVisible();
    await page.goto('/anchors');
    const table = page.getByRole('table', { name: 'Trust anchors in force' });
    await expect(table.getByRole('row').filter({ hasText: 'Sextant TPM root' })).toContainText('Compared with the page of the vendor');
    await expect(table.getByText('Octant TPM root')).toHaveCount(0);
  });

  await test.step('an operator finds no way to it', async () => {
    const operator = await signIn('olivia');
    await operator.goto('/anchors');
    await expect(operator.getByRole('link', { name: 'Add several at once' })).toHaveCount(0);
    expect((await operator.goto('/anchors/set'))?.status()).toBe(403);
  });
});

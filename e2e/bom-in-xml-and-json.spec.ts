import { makeHbom } from '#lib/testing/boms.ts';
import { bomAsXml } from '#lib/testing/xml-boms.ts';
import { expect, test } from './harness/story.ts';
import { fileRow, startHandingIn } from './harness/upload.ts';

const json = makeHbom({
  subject: { model: 'Storage shelf', manufacturer: 'Tamba' },
  components: [
    { model: 'DIMM', manufacturer: 'Memco', revision: '1.10', serial: '0012' },
    { model: 'Drive', manufacturer: 'Storco', serial: 'XML-STORY-2' },
  ],
  serialNumber: 'urn:uuid:00000000-0000-4000-8000-0000000e2e01',
  timestamp: '2026-01-01T00:00:00Z',
});
const files = [
  { name: 'shelf.cdx.json', bytes: json },
  { name: 'shelf.cdx.xml', bytes: bomAsXml(json) },
];

test('a BOM in JSON and in XML is the same set, and each of the two pages leads to the other', async ({ signIn }) => {
  const page = await signIn('olivia');
  const digests: string[] = [];

  await test.step('both files are handed in', async () => {
    await startHandingIn(page, files);
    for (const { name } of files) {
      await expect(fileRow(page, name).getByText('waits for its device', { exact: true })).toBeVisible({ timeout: 30_000 });
    }
  });

  await test.step('the page of each names the other, and shows the same digest', async () => {
    const addresses = await Promise.all(
      files.map(({ name }) =>
        fileRow(page, name)
          .getByRole('link', { name: /The file/ })
          .getAttribute('href'),
      ),
    );
    for (const [index, address] of addresses.entries()) {
      await page.goto(address ?? '');
      const same = page.getByRole('region', { name: 'The same components' });
      await expect(same).toContainText('The same components, part by part, stand in this file too:');
      const other = addresses[1 - index];
      await expect(same.getByRole('link')).toHaveAttribute('href', new URL(other ?? '', page.url()).pathname);
      const digest = await page.getByText(/^[0-9a-f]{64}$/).allTextContents();
      digests.push(digest.join());
    }
  });
});

import { MAX_CLOSURE } from '#lib/store/closure.ts';
import type { Store } from '#lib/store/open-store.ts';
import { memoryModule } from '#lib/testing/sample-device.ts';
import { deviceRow, openDevice, openTab, searchFleet } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice } from './harness/story-devices.ts';
import { handIn, startHandingIn } from './harness/upload.ts';

const story = storyDevice('stopped-evaluation');
const { serial, device } = story;
const withAnother = story.inventory([...device.components, memoryModule(`${serial}-M9`)]);

/** As many files as one evaluation may hold, all of which name the device; files of their own would take hours to hand in. */
async function flood(store: Store): Promise<void> {
  const { rowCount } = await store.pool.query(
    `INSERT INTO link_key (key, sha256, document_id, strength)
     SELECT DISTINCT k.key, 'flood ' || i, '', 'reference' FROM device d JOIN device_artifact a ON a.device_id = d.id
       JOIN link_key k ON k.sha256 = a.sha256 AND k.strength = 'weak', generate_series(1, $2) AS i WHERE d.serial = $1`,
    [serial, MAX_CLOSURE],
  );
  expect(rowCount).toBe(MAX_CLOSURE);
}

test('an evaluation that is too large is told on the fleet and on the page of its device, keeps its last answer, and recovers', async ({
  signIn,
  store,
}) => {
  const page = await signIn('olivia');
  await handIn(page, [...story.built, story.inventory()]);
  await openDevice(page, serial, 'verified');
  await flood(store);

  await test.step('a part was added, and the evaluation of the report that says so is not made', async () => {
    await startHandingIn(page, [withAnother]);
    await openDevice(page, serial, 're-check due');
    const verdict = page.getByRole('region', { name: 'Verdict' });
    await expect(verdict.getByText(/was not made because more than 20,?000 files belong together; what is shown is of/)).toBeVisible();
    await expect(verdict.getByText(/look under Evidence for who handed in so much/)).toBeVisible();
    await expect(verdict.getByText('Nothing needs to be done.')).toHaveCount(0);
    await expect(verdict.getByText('verified', { exact: true })).toHaveCount(0);
  });

  await test.step('its parts are those of the last answer, and another day is not evaluated either', async () => {
    await openTab(page, 'Findings');
    await expect(page.getByText('Component added')).toHaveCount(0);
    await page.goto(`${new URL(page.url()).pathname}?asOf=2026-01-01`);
    await expect(page.getByText('This device is not evaluated for another time').first()).toBeVisible();
  });

  await test.step('once the flood is gone, the next file brings the answer', async () => {
    await store.pool.query("DELETE FROM link_key WHERE sha256 LIKE 'flood %'");
    await handIn(page, [{ ...withAnother, name: `${serial}-again.json` }]);
    await openDevice(page, serial, 'changed, unexplained');
    await searchFleet(page, serial);
    await expect(deviceRow(page, serial).getByText('re-check due')).toHaveCount(0);
  });
});

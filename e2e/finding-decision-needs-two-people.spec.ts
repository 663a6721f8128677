import type { Page } from '@playwright/test';
import { openDevice } from './harness/fleet.ts';
import { ready } from './harness/ready.ts';
import { expect, test } from './harness/story.ts';
import { daysAgo, storyDevice, withSwappedMemory } from './harness/story-devices.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('finding-decision-needs-two-people');
const { serial } = story;
const lastDay = daysAgo(-30).slice(0, 10);

const pending = (page: Page) =>
  page.getByRole('list', { name: 'Decisions waiting for a second person' }).getByRole('listitem').filter({ hasText: serial });

test('accepting a risk needs two people', async ({ signIn }) => {
  const author = await signIn('olivia');
  await handIn(author, story.built);
  await handIn(author, [story.inventory()], { role: 'receiving inspection' });
  await handIn(author, [story.inventory(withSwappedMemory(story))], { role: 'routine' });
  await openDevice(author, serial, 'changed, unexplained');

  await test.step('one operator proposes to accept it until a day', async () => {
    await author.goto('/findings');
    await author.getByRole('list', { name: 'Findings by cause' }).getByRole('link').filter({ hasText: 'Component replaced' }).click();
    await expect(author.getByText('What it means')).toBeVisible();
    await author.getByRole('checkbox', { name: new RegExp(`^Decide about .*${serial}`) }).check();
    await author.getByRole('radio', { name: /^accept the risk/ }).check();
    await author.getByLabel(/^Until/).fill(lastDay);
    await author.getByRole('textbox', { name: /^Reason/ }).fill('Spare module from our own stock; the delta follows.');
    await (await ready(author.getByRole('button', { name: 'Record the decision' }))).click();
    await expect(author.getByText('It waits for a second person; until then the finding keeps its weight.')).toBeVisible();
  });

  await test.step('the same person can only take it back', async () => {
    await author.goto('/findings');
    await expect(pending(author).getByText('You proposed this. Another person must agree, or you take it back.')).toBeVisible();
    await expect(pending(author).getByRole('button', { name: /^Agree/ })).toHaveCount(0);
    await openDevice(author, serial, 'changed, unexplained');
  });

  await test.step('and the server refuses them when the request is sent anyway', async () => {
    const statements = await author.request.get('/api/v1/statements?kind=decision&limit=200');
    const { items }: { items: readonly { id: string; reason: string | null; author: string }[] } = await statements.json();
    const own = items.find(({ reason, author: by }) => by === 'olivia' && reason?.startsWith('Spare module'));
    const answer = await author.request.post(`/api/v1/statements/${own?.id}/approvals`, {
      headers: { origin: new URL(author.url()).origin },
      data: { reason: 'I agree with myself.' },
    });
    expect(answer.status()).toBe(409);
  });

  await test.step('another operator agrees, and the device is no longer unexplained', async () => {
    const second = await signIn('otto');
    await second.goto('/findings');
    await pending(second)
      .getByRole('textbox', { name: /^Why you agree/ })
      .fill('Checked the stock list.');
    await pending(second)
      .getByRole('button', { name: /^Agree/ })
      .click();
    await expect(second.getByText('You agreed. The decision is in force.')).toBeVisible();
    await openDevice(second, serial, 'changed, authorized');
    await expect(second.getByText(new RegExp(`^Risk accepted by olivia until ${lastDay}`)).first()).toBeVisible();
  });
});

import type { BrowserContext, Page, Request } from '@playwright/test';
import { ROUTE_RIGHTS, type RouteKey } from '#lib/auth/route-rights.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { expect, test } from './harness/story.ts';
import { storyDevice, withSwappedMemory } from './harness/story-devices.ts';
import { fileRow, handIn } from './harness/upload.ts';

const story = storyDevice('auditor-reads-everything');
const swapped = story.inventory(withSwappedMemory(story));

/** Names of everything with which somebody changes something. */
const ACTIONS =
  /^(Choose files|Choose a folder|Record|Record the decision|Record the link|Propose|Approve|Agree|Take back|Withdraw|Link|Trust this certificate|Remove|Stop trusting|Add|Save the role|Save the devices|Switch o|New one-time password|Hand in again)/;

/** A question whose body is too long for an address; whoever may hand in or read asks it, and it changes nothing. */
const QUESTION: RouteKey = 'POST /api/v1/submissions/lookups';

test('an auditor reads everything and can change nothing', async ({ signIn }) => {
  const operator = await signIn('olivia');
  await handIn(operator, story.built);
  await handIn(operator, [story.inventory()], { role: 'receiving inspection' });
  await handIn(operator, [swapped], { role: 'routine' });
  const filePath =
    (await fileRow(operator, swapped.name)
      .getByRole('link', { name: /The file/ })
      .getAttribute('href')) ?? '';
  const page = await signIn('audrey');

  await test.step('every page is open but the one that hands in', async () => {
    const device = await openDevice(page, story.serial, 'changed, unexplained');
    await expect(page.getByText('Something in this device changed, and nobody signed for it.')).toBeVisible();
    for (const tab of ['Timeline', 'Components', 'Certificates', 'BOMs', 'Findings', 'Evidence']) {
      await openTab(page, tab);
      await expectNoActions(page);
    }
    await expect(page.getByRole('link', { name: 'Download evidence' })).toBeVisible();
    for (const path of [
      '/fleet',
      '/findings',
      '/submissions',
      '/unlinked',
      '/enrolments',
      '/anchors',
      '/references',
      '/policy',
      '/aliases',
      '/users',
      '/log',
      filePath,
      `/devices/${device}?tab=findings`,
      `/devices/${device}/assessments`,
    ]) {
      expect((await page.goto(path))?.status(), path).toBe(200);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoActions(page);
    }
    await page.goto('/findings');
    await page.getByRole('list', { name: 'Findings by cause' }).getByRole('link').filter({ hasText: 'Component replaced' }).click();
    await expect(page.getByText('What it means')).toBeVisible();
    await expectNoActions(page);
    await expect(page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Upload' })).toHaveCount(0);
    expect((await page.goto('/upload'))?.status()).toBe(403);
    await expect(page.getByText('Your role does not open this page')).toBeVisible();
    await expect(page.getByText('You are signed in as auditor; this page is for the role operator or integrator.')).toBeVisible();
  });

  await test.step('the server refuses every change of the API when it is asked anyway', async () => {
    const origin = new URL(page.url()).origin;
    const statements = await (await page.request.get('/api/v1/statements?limit=1')).json();
    const device = await idOf(page, story.serial);
    const values: Record<string, string> = { sha256: 'a'.repeat(64), id: device, submission: 'a'.repeat(36) };
    const changes = Object.keys(ROUTE_RIGHTS).filter((key) => !key.startsWith('GET') && !key.includes('[...') && key !== QUESTION);
    expect(changes.length).toBeGreaterThan(5);
    for (const key of changes) {
      const [method = '', path = ''] = key.split(' ');
      const id = path.includes('/statements/') ? statements.items[0].id : device;
      const address = path.replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(name === 'id' ? id : (values[name] ?? '')));
      const answer = await page.request.fetch(address, { method, headers: { origin }, data: { reason: 'To see whether it works.' } });
      // An approval is refused before the role is looked at when the statement is none that needs one.
      expect.soft([403, 409], `${key} answered ${answer.status()}`).toContain(answer.status());
    }
  });
});

test("the forms' own requests are refused when an auditor sends them", async ({ signIn, store }) => {
  const administrator = await signIn('adam');
  const operator = await signIn('olivia');
  const auditor = await signIn('audrey');
  await auditor.goto('/fleet');

  await administrator.goto('/users');
  const addUser = await actionOf(administrator, async () => {
    await administrator.getByRole('textbox', { name: /^User name/ }).fill('x'.repeat(1));
    await administrator.getByRole('button', { name: 'Add', exact: true }).click();
  });
  await administrator.goto('/anchors');
  const addAnchor = await actionOf(administrator, async () => {
    await administrator.getByRole('textbox', { name: /^Certificate/ }).fill('none');
    await administrator.getByRole('textbox', { name: /^Name here/ }).fill('none');
    await administrator.getByRole('textbox', { name: /^Reason/ }).fill('none');
    await administrator.getByRole('button', { name: 'Trust this certificate' }).click();
  });
  await openDevice(operator, story.serial);
  await operator.getByRole('button', { name: 'Record a lifecycle event' }).click();
  const lifecycle = await actionOf(operator, async () => {
    await operator.getByLabel(/^The device is now/).selectOption('received');
    await operator
      .getByRole('textbox', { name: /^Reason/ })
      .first()
      .fill('Unpacked at the dock.');
    await operator.getByRole('button', { name: 'Record', exact: true }).click();
  });
  await expect(operator.getByText('Recorded: the device is received. The verdict is computed again.')).toBeVisible();

  for (const request of [addUser, addAnchor, lifecycle]) expect(await replay(request, auditor.context())).toBeGreaterThanOrEqual(400);
  // Other stories record and add people meanwhile: what counts is what is in the auditor's name, and the account that was asked for.
  expect(await store.prisma.statement.count({ where: { author: 'audrey' } })).toBe(0);
  expect(await store.prisma.user.count({ where: { name: 'x' } })).toBe(0);
});

async function expectNoActions(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: ACTIONS })).toHaveCount(0);
}

async function idOf(page: Page, serial: string): Promise<string> {
  const { items } = await (await page.request.get(`/api/v1/devices?text=${serial}`)).json();
  return items[0].id;
}

/** The request by which a form of the page asks for a change. */
async function actionOf(page: Page, submit: () => Promise<void>): Promise<Request> {
  const request = page.waitForRequest((sent) => sent.headers()['next-action'] !== undefined);
  await submit();
  return request;
}

/** Sends the same request again as somebody else; returns the status. */
async function replay(request: Request, as: BrowserContext): Promise<number> {
  const { cookie: _, 'content-length': __, host: ___, ...headers } = await request.allHeaders();
  const named = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')));
  const data = request.postDataBuffer();
  const answer = await as.request.fetch(request.url(), { method: 'POST', headers: named, ...(data === null ? {} : { data }) });
  return answer.status();
}

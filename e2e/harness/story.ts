import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import type { Store } from '#lib/store/open-store.ts';
import { openStore } from '#lib/store/open-store.ts';
import { PASSWORD, type Person } from './people.ts';
import { ready } from './ready.ts';
import { type Watch, watch } from './watched-page.ts';

export { expect } from '@playwright/test';

/** The window of one person: each has cookies of their own. */
export type SignIn = (name: Person | (string & {}), options?: { readonly viewport?: { width: number; height: number } }) => Promise<Page>;

interface Story {
  readonly signIn: SignIn;
  /** What the pages of all windows did. The harness looks at it after every story. */
  readonly watches: Watch[];
}

interface Shared {
  readonly appUrl: string;
  /** The database of the running app, for what a story finds there before it begins. */
  readonly store: Store;
  readonly sessions: Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>;
}

/** A story in the browser. Playwright's own page and context belong to nobody: use `signIn`. */
export const test = base.extend<Story, Shared>({
  appUrl: [
    // Playwright reads the names of the fixtures from the first parameter, which must be a pattern.
    // biome-ignore lint/correctness/noEmptyPattern: it needs none
    async ({}, provide) => {
      await provide(settingOf('ASSAY_E2E_URL'));
    },
    { scope: 'worker' },
  ],
  store: [
    // biome-ignore lint/correctness/noEmptyPattern: it needs none
    async ({}, provide) => {
      const store = openStore(settingOf('ASSAY_E2E_DATABASE_URL'), { connections: 2 });
      await provide(store);
      await store.close();
    },
    { scope: 'worker' },
  ],
  sessions: [
    // biome-ignore lint/correctness/noEmptyPattern: it needs none
    async ({}, provide) => {
      await provide(new Map());
    },
    { scope: 'worker' },
  ],
  watches: [
    // biome-ignore lint/correctness/noEmptyPattern: it needs none
    async ({}, provide) => {
      const watches: Watch[] = [];
      await provide(watches);
      expect(
        watches.flatMap(({ foreign }) => foreign),
        'requests to other hosts',
      ).toEqual([]);
      expect(
        watches.flatMap(({ broken }) => broken),
        'refused by the policy, or broken',
      ).toEqual([]);
    },
    { auto: true },
  ],
  baseURL: async ({ appUrl }, provide) => {
    await provide(appUrl);
  },
  signIn: async ({ browser, appUrl, sessions, watches }, provide) => {
    const contexts: BrowserContext[] = [];
    await provide(async (name, { viewport = { width: 1280, height: 900 } } = {}) => {
      const known = sessions.get(name);
      const context = await browser.newContext({ baseURL: appUrl, viewport, ...(known === undefined ? {} : { storageState: known }) });
      contexts.push(context);
      watches.push(watch(context, appUrl));
      const page = await context.newPage();
      if (known !== undefined) return page;
      await signInByForm(page, { name, password: PASSWORD });
      sessions.set(name, await context.storageState());
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

/** Signs in on the page that asks for it, and waits until the app has answered. */
export async function signInByForm(page: Page, { name, password }: { readonly name: string; readonly password: string }): Promise<void> {
  await page.goto('/sign-in');
  const submit = await ready(page.getByRole('button', { name: 'Sign in' }));
  await page.getByLabel('User name').fill(name);
  await page.getByLabel(/^Password\b/).fill(password);
  await submit.click();
  await expect(page.getByRole('button', { name: `Account menu of ${name}` })).toBeVisible();
}

function settingOf(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: the global setup didn't run`);
  return value;
}

import type { Browser, Page } from '@playwright/test';
import type { Store } from '#lib/store/open-store.ts';
import { tabTo } from './keyboard.ts';
import { addPeople, PASSWORD, type Person, trustSampleAuthorities, withStore } from './people.ts';
import { ready } from './ready.ts';
import { type RunningApp, startApp } from './running-app.ts';
import { signInByForm, test } from './story.ts';

export interface OwnInstallation {
  readonly signIn: (browser: Browser, name: Person) => Promise<Page>;
}

/** For a story whose statement holds for all devices, those of other stories included: a program of its own, with the people and the sample authorities. */
export function ownInstallation(title: string, prepare?: (store: Store) => Promise<void>): OwnInstallation {
  let app: RunningApp | undefined;
  test.beforeAll(title, async () => {
    app = await startApp();
    await withStore(app.databaseUrl, async (store) => {
      await addPeople(store);
      await trustSampleAuthorities(store);
      await prepare?.(store);
    });
  });
  test.afterAll(async () => {
    await app?.stop();
  });
  return {
    async signIn(browser, name) {
      const page = await (await browser.newContext({ baseURL: app?.url ?? '' })).newPage();
      await signInByForm(page, { name, password: PASSWORD });
      return page;
    },
  };
}

/** The second person's part on the page of a proposal, with the keyboard alone. */
export async function approve(page: Page, reason: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Approve' });
  await ready(form.getByRole('button'));
  await tabTo(page, form.getByRole('textbox', { name: /^Reason/ }));
  await page.keyboard.type(reason);
  await page.keyboard.press('Enter');
}

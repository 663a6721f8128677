import type { Page } from '@playwright/test';
import { takeIn } from '#lib/ingest/take-in.ts';
import type { Store } from '#lib/store/open-store.ts';
import { ready } from './ready.ts';
import { expect } from './story.ts';
import type { StoryFile } from './story-devices.ts';

/** The last word that the page has about a file. */
export type Outcome = 'done' | 'waits for its device' | 'could not be read' | 'refused';

export interface HandedIn {
  /** The words after the last step of each file; all are `done` unless told otherwise. */
  readonly outcome?: Outcome;
  /** As the page offers it. */
  readonly role?: 'receiving inspection' | 'routine' | 'reference: how it should be';
  /** Serial of the device that they are handed in for; none is named when absent. */
  readonly device?: string;
}

/** Hands files in on the upload page, and waits until the page says how each of them ended. */
export async function handIn(page: Page, files: readonly StoryFile[], { outcome = 'done', ...named }: HandedIn = {}): Promise<void> {
  await startHandingIn(page, files, named);
  const { role } = named;
  for (const { name } of files) {
    await expect(fileRow(page, name)).toContainText(role ?? name);
    await expect(fileRow(page, name).getByText(outcome, { exact: true }), `${name} ends as “${outcome}”`).toBeVisible({ timeout: 30_000 });
  }
}

/** Chooses files on the upload page, which sends them at once. */
export async function startHandingIn(
  page: Page,
  files: readonly StoryFile[],
  { role, device }: Omit<HandedIn, 'outcome'> = {},
): Promise<void> {
  await page.goto('/upload');
  const choose = await ready(page.getByRole('button', { name: 'Choose files' }));
  if (role !== undefined) await page.getByLabel('Occasion').selectOption(role);
  if (device !== undefined) {
    await page.getByRole('combobox', { name: 'Device' }).fill(device);
    await page.getByRole('option', { name: new RegExp(device) }).click();
  }
  const chooser = page.waitForEvent('filechooser');
  await choose.click();
  const chosen = files.map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) }));
  await (await chooser).setFiles(chosen);
}

/** The row of one file on the upload page. */
export function fileRow(page: Page, name: string) {
  return page.getByRole('list', { name: 'Files handed in on this page' }).getByRole('listitem').filter({ hasText: name });
}

interface BeforeQuestion {
  readonly files: readonly StoryFile[];
  /** When they were received, ISO 8601. */
  readonly at: string;
  readonly role?: string | null;
  /** The id of the device that they were handed in for. */
  readonly device?: string | null;
}

/** What was handed in before the story begins, at its time in the past. */
export async function handedInBefore(store: Store, { files, at, role = null, device = null }: BeforeQuestion): Promise<void> {
  for (const { name, bytes } of files) {
    await takeIn(store, {
      stream: new Blob([Buffer.from(bytes)]).stream(),
      submittedBy: 'olivia',
      fileName: name,
      device,
      role,
      observedAt: null,
      mayAttachTo: 'any',
      idempotencyKey: null,
      receivedAt: new Date(at),
    });
  }
}

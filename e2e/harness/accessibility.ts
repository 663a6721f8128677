import type { Page } from '@playwright/test';
import { expect } from './story.ts';

/** Roles that somebody operates; each needs a name. */
const OPERATED = [
  'button',
  'link',
  'textbox',
  'searchbox',
  'combobox',
  'checkbox',
  'radio',
  'switch',
  'menuitem',
  'tab',
  'spinbutton',
  'slider',
];
/** Stops of the Tab key that are looked at on one page. */
const MAX_STOPS = 60;
const MIN_TARGET_PX = 24;

/** One heading of the first level, so that somebody who hears the page knows where they are. */
export async function hasOneTitle(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/Assay/);
}

/** The first stop of the Tab key leads past the navigation. */
export async function skipLinkWorks(page: Page): Promise<void> {
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
}

/** Names of roles in Chromium's own accessibility tree that have no name. */
export async function namelessControls(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    return nodes
      .filter(({ ignored, role, name }) => !ignored && OPERATED.includes(String(role?.value)) && String(name?.value ?? '').trim() === '')
      .map(({ role, properties }) => `${role?.value} ${JSON.stringify(properties?.slice(0, 2))}`);
  } finally {
    await session.detach();
  }
}

/** Goes through the page with Tab; returns what was focused and lay under something else, such as the sticky header. */
export async function coveredStops(page: Page): Promise<readonly string[]> {
  const covered = new Set<string>();
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return { end: true, covered: null };
      const { left, top, width, height } = focused.getBoundingClientRect();
      const above = document.elementFromPoint(left + width / 2, top + height / 2);
      const visible =
        above === null ? false : focused.contains(above) || above.contains(focused) || above.closest('label')?.contains(focused);
      return { end: false, covered: visible ? null : focused.outerHTML.slice(0, 200) };
    });
    if (found.end) break;
    if (found.covered !== null) covered.add(found.covered);
  }
  return [...covered];
}

/** Buttons smaller than a fingertip needs. @spec WCAG 2.2, success criterion 2.5.8 */
export async function smallButtons(page: Page): Promise<readonly string[]> {
  const small: string[] = [];
  for (const button of await page.getByRole('button').all()) {
    const box = await button.boundingBox();
    if (box !== null && (box.width < MIN_TARGET_PX || box.height < MIN_TARGET_PX)) {
      small.push(`${await button.getAttribute('aria-label')} ${await button.textContent()} ${box.width}×${box.height}`);
    }
  }
  return small;
}

/** By how many pixels the page is wider than its window. */
export async function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Cells of cards whose content sticks out of the card, or is more than one thing: the second would stand among the labels. */
export async function brokenCards(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const cells = [...document.querySelectorAll('.row-cards tbody td:not(.card-unfold)')];
    const sticksOut = (cell: Element): boolean => {
      const edge = cell.closest('tr')?.getBoundingClientRect().right ?? 0;
      return [...cell.querySelectorAll('*')].some((part) => part.getBoundingClientRect().right > edge + 1);
    };
    const broken = cells.filter((cell) => cell.childNodes.length > 1 || sticksOut(cell));
    return broken.map((cell) => `${cell.getAttribute('data-label')}: ${cell.textContent}`);
  });
}

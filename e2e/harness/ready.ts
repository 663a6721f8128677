import { expect, type Locator } from '@playwright/test';

/**
 * Waits until the page's scripts have taken a control over: what somebody does before is lost, and a test is faster than a person.
 * React leaves its mark on each element that it looks after; nothing that a user sees tells it.
 */
export async function ready(control: Locator): Promise<Locator> {
  const isTaken = () => control.evaluate((element) => Object.keys(element).some((key) => key.startsWith('__reactProps')));
  await expect.poll(isTaken, { message: `${control} is looked after by the page` }).toBe(true);
  return control;
}

import type { Page } from '#lib/store/page.ts';

/** A page of a list as the API writes it. */
export function pageJson<Item>({ items, nextCursor }: Page<Item>): Response {
  return Response.json({ items, next: nextCursor });
}

/** Leaves out what was not given, as the store's filters want it. */
export function given<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  // The entries that remain are exactly those that are defined.
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}

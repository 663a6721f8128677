/** Does the work for every item, so many at a time. The first error ends it. */
export async function concurrently<Item>(
  items: readonly Item[],
  { atOnce }: { atOnce: number },
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      // One iterator for all: each item is taken once.
      for (const item of waiting) await work(item);
    }),
  );
}

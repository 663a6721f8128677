import { expect, test } from 'vitest';
import { listSubmissions } from '#lib/store/submissions.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { handIn } from './testing/settle.ts';

test('the first files that a process takes in may be more at once than it has connections', async () => {
  const store = await openTestStore();
  const files = Array.from({ length: 30 }, (_, index) => Buffer.from(`file ${index}`));
  const receipts = await Promise.all(files.map((bytes) => handIn(store, bytes)));
  const { items } = await listSubmissions(store, { limit: 100 });
  expect(items.map(({ id }) => id).sort()).toEqual(receipts.map(({ id }) => id).sort());
});

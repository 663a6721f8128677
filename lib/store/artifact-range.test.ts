import { expect, test } from 'vitest';
import { readArtifactRange } from './artifact-range.ts';
import { saveHandIns } from './hand-in.ts';
import { inTransaction } from './sql.ts';
import { openTestStore } from './testing/test-database.ts';

const sha256 = 'ab'.repeat(32);

test('a part of an artifact is read across its pieces, and ends where the artifact ends', async () => {
  const store = await openTestStore();
  const pieces = [Uint8Array.of(0, 1, 2, 3), Uint8Array.of(4, 5, 6, 7), Uint8Array.of(8, 9)];
  const act = { id: 'a', sha256, receivedAt: new Date(0).toISOString(), observedAt: null, submittedBy: 'operator', idempotencyKey: 'k' };
  const submission = { ...act, device: null, role: null, fileName: null, mayAttachTo: 'any' } as const;
  await inTransaction(store.pool, (db) => saveHandIns(db, [{ submission, size: 10, chunks: () => pieces }]));
  const read = async (offset: number, length: number) => [...(await readArtifactRange(store, sha256, { offset, length }))];
  expect(await read(0, 3)).toEqual([0, 1, 2]);
  expect(await read(2, 5)).toEqual([2, 3, 4, 5, 6]);
  expect(await read(3, 100)).toEqual([3, 4, 5, 6, 7, 8, 9]);
  expect(await read(4, 4)).toEqual([4, 5, 6, 7]);
  expect(await read(10, 4)).toEqual([]);
  expect([...(await readArtifactRange(store, 'cd'.repeat(32), { offset: 0, length: 4 }))]).toEqual([]);
});

import { expect, test } from 'vitest';
import { MAX_ARTIFACT_BYTES } from '#lib/artifact/read.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { readArtifactBytes } from '#lib/store/artifacts.ts';
import { saveChallenge } from '#lib/store/challenges.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { MAX_CERTIFICATE_BYTES } from '#lib/x509/certificate.ts';
import { handIn } from './testing/settle.ts';

const text = (content: string) => new TextEncoder().encode(content);

/** Bytes in pieces that no row size divides. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 300_007) yield bytes.slice(from, from + 300_007);
}

async function kept(store: Store): Promise<readonly number[]> {
  const { rows } = await store.pool.query(
    'SELECT (SELECT count(*) FROM artifact)::int a, (SELECT count(*) FROM artifact_chunk)::int c, (SELECT count(*) FROM submission)::int s, (SELECT count(*) FROM pgboss.job)::int j',
  );
  return Object.values(rows[0]);
}

test('bytes, submission and job are there when the receipt is given', async () => {
  const store = await openTestStore();
  const receipt = await handIn(store, text('hello'));
  expect(receipt).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    sha256: sha256Hex('hello'),
    size: 5,
    receivedAt: '2026-03-01T00:00:00.000Z',
    fileName: 'file',
  });
  expect(await kept(store)).toEqual([1, 1, 1, 1]);
});

test('a challenge that an act answers is kept with it, and absent where it answers none', async () => {
  const store = await openTestStore();
  const challenge = {
    id: 'c-1',
    nonce: 'ab'.repeat(32),
    attestationKey: `000b${'cd'.repeat(32)}`,
    selection: 'sha256:0,7',
    issuedAt: '2026-03-01T00:00:00.000Z',
    expiresAt: '2026-03-01T00:05:00.000Z',
  };
  await saveChallenge(store, { ...challenge, account: 'operator' });
  const answer = await handIn(store, text('an answer'), { challenge });
  const other = await handIn(store, text('no answer'));
  expect((await findSubmission(store, answer.id))?.challenge).toEqual(challenge);
  await expect(handIn(store, text('another answer'), { challenge })).rejects.toMatchObject({ code: 'used' });
  expect(await findSubmission(store, other.id)).not.toHaveProperty('challenge');
});

test('a large file comes back to the byte, and lies in rows of at most one MiB', async () => {
  const store = await openTestStore();
  const bytes = Uint8Array.from({ length: 5 * 1024 * 1024 + 17 }, (_, index) => (index * 31) % 251);
  const { sha256 } = await handIn(store, bytes, { stream: pieces(bytes) });
  expect(sha256Hex((await readArtifactBytes(store, sha256)) ?? '')).toBe(sha256Hex(bytes));
  const { rows } = await store.pool.query('SELECT max(length(bytes)) AS longest, count(*)::int AS rows FROM artifact_chunk');
  expect(rows).toEqual([{ longest: 1024 * 1024, rows: 6 }]);
});

test('an empty file is an artifact like any other', async () => {
  const store = await openTestStore();
  const { sha256, size } = await handIn(store, new Uint8Array());
  expect(size).toBe(0);
  expect(await readArtifactBytes(store, sha256)).toHaveLength(0);
});

test('the same act told twice is one act, with one receipt', async () => {
  const store = await openTestStore();
  const first = await handIn(store, text('hello'), { idempotencyKey: 'k' });
  const second = await handIn(store, text('hello'), { idempotencyKey: 'k', receivedAt: new Date('2026-03-09T00:00:00.000Z') });
  expect(second).toEqual(first);
  expect(await kept(store)).toEqual([1, 1, 1, 1]);
});

test('told twice at the same moment it is still one act', async () => {
  const store = await openTestStore();
  const receipts = await Promise.all(Array.from({ length: 6 }, () => handIn(store, text('hello'), { idempotencyKey: 'k' })));
  expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
  expect(await kept(store)).toEqual([1, 1, 1, 1]);
});

test("another submitter's key is another key", async () => {
  const store = await openTestStore();
  const first = await handIn(store, text('hello'), { idempotencyKey: 'k', submittedBy: 'one' });
  const second = await handIn(store, text('hello'), { idempotencyKey: 'k', submittedBy: 'two' });
  expect(second.id).not.toBe(first.id);
});

test('a key that was used for another file is refused, and nothing is kept', async () => {
  const store = await openTestStore();
  await handIn(store, text('hello'), { idempotencyKey: 'k' });
  await expect(handIn(store, text('other'), { idempotencyKey: 'k' })).rejects.toMatchObject({ code: 'idempotency-mismatch' });
  expect(await kept(store)).toEqual([1, 1, 1, 1]);
});

test('a file at the limit is taken in; one byte more is refused while it comes', async () => {
  const store = await openTestStore();
  const block = new Uint8Array(1024 * 1024).fill(0x7b);
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      given += block.length;
      yield block;
    }
  }
  await expect(handIn(store, block, { stream: endless() })).rejects.toMatchObject({ code: 'too-large', limit: MAX_ARTIFACT_BYTES });
  // Refused at once, not after everything had come.
  expect(given).toBe(MAX_ARTIFACT_BYTES + block.length);
  expect(await kept(store)).toEqual([0, 0, 0, 0]);
  const whole = new Uint8Array(MAX_ARTIFACT_BYTES).fill(0x7b);
  expect((await handIn(store, whole, { stream: pieces(whole) })).size).toBe(MAX_ARTIFACT_BYTES);
});

test('a certificate has a lower limit', async () => {
  const store = await openTestStore();
  const certificate = new Uint8Array(MAX_CERTIFICATE_BYTES).fill(0x30);
  expect((await handIn(store, certificate, { stream: pieces(certificate) })).size).toBe(MAX_CERTIFICATE_BYTES);
  const larger = new Uint8Array(MAX_CERTIFICATE_BYTES + 1).fill(0x30);
  await expect(handIn(store, larger, { stream: pieces(larger) })).rejects.toMatchObject({
    code: 'certificate-too-large',
    limit: MAX_CERTIFICATE_BYTES,
  });
});

test('a client that breaks off leaves nothing behind', async () => {
  const store = await openTestStore();
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield text('half');
    throw new Error('connection reset');
  }
  await expect(handIn(store, text(''), { stream: broken() })).rejects.toThrow('connection reset');
  expect(await kept(store)).toEqual([0, 0, 0, 0]);
});

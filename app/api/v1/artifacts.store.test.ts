import { expect, test } from 'vitest';
import { settle } from '#lib/ingest/testing/settle.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { baseOf } from '#lib/testing/sample-device.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';
import { authorities, first } from '../../server/testing/store-with-device.ts';

test('a file is handed in, read, and its receipt tells what became of it', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  const bytes = baseOf(first, authorities);
  const receipt = await callApi(store, 'POST /api/v1/artifacts?fileName=base.der&role=receiving-inspection', { token, bytes });
  expect(receipt.status).toBe(201);
  expect(receipt.headers.get('location')).toBe(`/api/v1/submissions/${receipt.body.id}`);
  await settle(store, new Date());
  const result = await callApi(store, `GET /api/v1/submissions/${receipt.body.id}`, { token });
  expect(result.body).toMatchObject({
    status: 'settled',
    kind: 'platform-certificate',
    fileName: 'base.der',
    role: 'receiving-inspection',
  });
  expect(result.body.devices).toHaveLength(1);
  const artifact = await callApi(store, `GET /api/v1/artifacts/${receipt.body.sha256}`, { token });
  expect(artifact.body.size).toBe(bytes.length);
  const content = await callApi(store, `GET /api/v1/artifacts/${receipt.body.sha256}/content`, { token });
  expect(Buffer.compare(content.body, Buffer.from(bytes))).toBe(0);
  expect(content.headers.get('content-type')).toBe('application/octet-stream');
  expect(content.headers.get('content-disposition')).toMatch(/^attachment;/);
});

test('the same idempotency key gives the same receipt, and refuses another file', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  const headers = { 'idempotency-key': 'act-1' };
  const send = (bytes: Uint8Array) => callApi(store, 'POST /api/v1/artifacts', { token, bytes, headers });
  const receipt = await send(Buffer.from('{"a":1}'));
  expect((await send(Buffer.from('{"a":1}'))).body.id).toBe(receipt.body.id);
  const other = await send(Buffer.from('{"a":2}'));
  expect(other.status).toBe(409);
  expect(other.body.type).toBe('urn:assay:problem:idempotency-mismatch');
});

test('a body over the limit is refused while it comes, and an empty one is refused', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20));
    },
  });
  const tooLarge = await callApi(store, 'POST /api/v1/artifacts', { token, bytes: endless });
  expect(tooLarge.status).toBe(413);
  expect(sent).toBeLessThan(70);
  const empty = await callApi(store, 'POST /api/v1/artifacts', { token, bytes: new Uint8Array() });
  expect(empty.body.type).toBe('urn:assay:problem:empty-body');
});

test.each(['gzip', 'br', 'deflate, gzip', 'x-bomb'])('a body with Content-Encoding %s is refused before it is read', async (encoding) => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  const headers = { 'content-encoding': encoding };
  const answer = await callApi(store, 'POST /api/v1/artifacts', { token, bytes: Buffer.from('1f8b0800', 'hex'), headers });
  expect(answer.status).toBe(415);
  expect(answer.body.type).toBe('urn:assay:problem:compressed-body');
  expect(await store.prisma.artifact.count()).toBe(0);
});

test('a sender who goes away in the middle leaves nothing behind, and is no error of ours', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  const half = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (controller.desiredSize === 1) controller.enqueue(new Uint8Array(1024).fill(0x7b));
      controller.error(new Error('aborted'));
    },
  });
  const answer = await callApi(store, 'POST /api/v1/artifacts', { token, bytes: half });
  expect([answer.status, answer.body.type]).toEqual([400, 'urn:assay:problem:broken-off']);
  expect(await store.prisma.submission.count()).toBe(0);
});

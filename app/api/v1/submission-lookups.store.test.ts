import { expect, test } from 'vitest';
import { ROLES } from '#lib/auth/rights.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { DIGESTS_PER_LOOKUP } from '#lib/present/lookup-size.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const LINE = 'POST /api/v1/submissions/lookups';
const bytes = Buffer.from('{"a":1}');
const digest = sha256Hex(bytes);
const digests = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => index.toString(16).padStart(64, '0'));

test('many files are looked up at once, among those that the asker handed in, the newest act of each', async () => {
  const store = await openTestStore();
  const olga = await userWithToken(store, { name: 'olga', role: 'operator' });
  const omar = await userWithToken(store, { name: 'omar', role: 'operator' });
  await callApi(store, 'POST /api/v1/artifacts', { token: olga, bytes });
  const { body: newest } = await callApi(store, 'POST /api/v1/artifacts', { token: olga, bytes });
  const json = { sha256: [...digests(DIGESTS_PER_LOOKUP - 1), digest] };
  expect((await callApi(store, LINE, { token: olga, json })).body).toEqual({ items: [{ sha256: digest, submission: newest.id }] });
  expect((await callApi(store, LINE, { token: omar, json })).body).toEqual({ items: [] });
});

test('a question without a file, with too many, or with something else than digests is refused', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  for (const sha256 of [[], digests(DIGESTS_PER_LOOKUP + 1), ['a'], digest]) {
    expect((await callApi(store, LINE, { token, json: { sha256 } })).status).toBe(400);
  }
});

test('every role may ask for its own, and nobody without an account', async () => {
  const store = await openTestStore();
  for (const role of ROLES) {
    const token = await userWithToken(store, { name: role, role });
    expect((await callApi(store, LINE, { token, json: { sha256: [digest] } })).status, role).toBe(200);
  }
  expect((await callApi(store, LINE, { token: 'of-nobody', json: { sha256: [digest] } })).status).toBe(401);
});

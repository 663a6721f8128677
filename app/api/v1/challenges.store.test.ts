import { expect, test } from 'vitest';
import type { Role } from '#lib/auth/rights.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';
import { askFor, begin, deviceIn, enrol, giveBack, secretIn, storeWithOperator } from '../../server/testing/enrolling-device.ts';

test('a challenge is answered once, and a retry of the same act gets its receipt again', async () => {
  const { store, token } = await storeWithOperator();
  await enrol(store, token);
  const { body } = await askFor(store, token);
  const address = `POST /api/v1/artifacts?challenge=${body.id}` as const;
  const bytes = Buffer.from('{"an":"answer"}');
  const headers = { 'idempotency-key': 'act-1' };
  const receipt = await callApi(store, address, { token, bytes, headers });
  expect((await callApi(store, address, { token, bytes, headers })).body.id).toBe(receipt.body.id);
  const second = await callApi(store, address, { token, bytes });
  expect([second.status, second.body.type]).toEqual([409, 'urn:assay:problem:conflict']);
  expect(await store.prisma.submission.count({ where: { sha256: receipt.body.sha256 } })).toBe(1);
});

test('of several answers to one challenge at the same time one is kept, and other files with them', async () => {
  const { store, token } = await storeWithOperator();
  await enrol(store, token);
  const { body } = await askFor(store, token);
  const answer = (text: string) => callApi(store, `POST /api/v1/artifacts?challenge=${body.id}`, { token, bytes: Buffer.from(text) });
  const others = [1, 2, 3].map((number) => callApi(store, 'POST /api/v1/artifacts', { token, bytes: Buffer.from(`{"other":${number}}`) }));
  const answers = await Promise.all(['1', '2', '3'].map(answer));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([201, 201, 201]);
});

test('a challenge that ended, that is another account’s, or that never was, takes no answer', async () => {
  const { store, token } = await storeWithOperator();
  const other = await userWithToken(store, { name: 'oscar', role: 'operator' });
  await enrol(store, token);
  const { body } = await askFor(store, token);
  const answer = (by: string, id: string) =>
    callApi(store, `POST /api/v1/artifacts?challenge=${id}`, { token: by, bytes: Buffer.from('{}') });
  expect((await answer(other, body.id)).status).toBe(404);
  expect((await answer(token, 'none')).status).toBe(404);
  await store.prisma.challenge.update({ where: { id: body.id }, data: { expiresAt: new Date() } });
  const late = await answer(token, body.id);
  expect([late.status, late.body.type]).toEqual([410, 'urn:assay:problem:gone']);
  expect(await store.prisma.submission.count({ where: { fileName: null } })).toBe(0);
});

test('only a key that is enrolled is asked, and no longer once somebody took that back', async () => {
  const { store, token } = await storeWithOperator();
  expect((await askFor(store, token)).status).toBe(404);
  const statement = await enrol(store, token);
  expect((await askFor(store, token)).status).toBe(201);
  const withdrawal = { token, json: { reason: 'the board was replaced' } };
  expect((await callApi(store, `POST /api/v1/statements/${statement}/withdrawals`, withdrawal)).status).toBe(201);
  expect((await askFor(store, token)).status).toBe(404);
});

test('a key that was taken back is not enrolled again by whoever asks, until that is taken back', async () => {
  const { store, token } = await storeWithOperator();
  const begun = await begin(store, token);
  const statement = await enrol(store, token);
  const json = { reason: 'not to be relied upon' };
  const withdrawn = await callApi(store, `POST /api/v1/statements/${statement}/withdrawals`, { token, json });
  const again = await begin(store, token);
  expect([again.status, again.body.detail]).toEqual([409, expect.stringMatching(/The enrolment of this key was withdrawn by olga at 20/)]);
  // One that was begun before ends no better.
  expect((await giveBack(store, token, { id: begun.body.id, secret: secretIn(begun.body.credential) })).status).toBe(409);
  expect((await askFor(store, token)).status).toBe(404);
  await callApi(store, `POST /api/v1/statements/${withdrawn.body.statement}/withdrawals`, { token, json });
  expect([(await askFor(store, token)).status, (await begin(store, token)).status]).toEqual([201, 201]);
});

test.each<[Role, number, number]>([
  ['operator', 201, 201],
  ['integrator', 201, 201],
  ['auditor', 403, 403],
  ['administrator', 403, 403],
])('as %s an enrolment is answered with %i, a challenge with %i', async (role, enrolment, challenge) => {
  const { store, token: operator } = await storeWithOperator();
  const id = await deviceIn(store);
  await enrol(store, operator);
  const token = await userWithToken(store, { name: 'somebody', role, devices: [id] });
  expect((await begin(store, token)).status).toBe(enrolment);
  expect((await askFor(store, token)).status).toBe(challenge);
  if (enrolment === 403) expect((await giveBack(store, token, { id: 'any', secret: '00' })).status).toBe(403);
});

test.each<[Role, number]>([
  ['integrator', 403],
  ['auditor', 403],
  ['administrator', 403],
  ['operator', 201],
])('as %s the withdrawal of one’s enrolment is answered with %i', async (role, status) => {
  const { store, token: operator } = await storeWithOperator();
  const id = await deviceIn(store);
  const token = await userWithToken(store, { name: 'somebody', role, devices: [id] });
  // An integrator who enrolled it takes it back no more than anybody else's.
  const statement = await enrol(store, role === 'integrator' || role === 'operator' ? token : operator);
  const withdrawal = { token, json: { reason: 'the board was replaced' } };
  expect((await callApi(store, `POST /api/v1/statements/${statement}/withdrawals`, withdrawal)).status).toBe(status);
  expect((await askFor(store, operator)).status).toBe(status === 201 ? 404 : 201);
});

test('for an integrator the TPM of a device that is not granted doesn’t exist, nor one of no device yet', async () => {
  const { store, token: operator } = await storeWithOperator();
  const token = await userWithToken(store, { name: 'ines', role: 'integrator', devices: ['d-another'] });
  expect((await begin(store, token)).status).toBe(404);
  await deviceIn(store);
  await enrol(store, operator);
  expect((await begin(store, token)).status).toBe(404);
  expect((await askFor(store, token)).status).toBe(404);
});

test('a token without the right neither enrols nor answers, though it may hand in files', async () => {
  const { store, token } = await storeWithOperator();
  await enrol(store, token);
  const { body } = await askFor(store, token);
  await store.prisma.apiToken.updateMany({ data: { scopes: ['artifact.submit'] } });
  const refused = await callApi(store, `POST /api/v1/artifacts?challenge=${body.id}`, { token, bytes: Buffer.from('{}') });
  expect([refused.status, refused.body.type]).toEqual([403, 'urn:assay:problem:token-scope']);
  expect((await begin(store, token)).status).toBe(403);
  expect((await callApi(store, 'POST /api/v1/artifacts', { token, bytes: Buffer.from('{}') })).status).toBe(201);
});

test('the keys of this installation are published to whoever asks, without their private parts', async () => {
  const store = await openTestStore();
  process.env.NEXTAUTH_SECRET = 'a secret of a test that has more than 32 characters';
  const first = await callApi(store, 'GET /api/v1/attestation/keys');
  expect(first.headers.get('content-type')).toBe('application/jwk-set+json');
  expect(first.body.keys).toEqual([
    { kid: expect.any(String), kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256', x: expect.any(String), y: expect.any(String) },
  ]);
  expect((await callApi(store, 'GET /api/v1/attestation/keys')).body).toEqual(first.body);
});

import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { makeTestDatabase } from '#lib/store/testing/test-database.ts';
import { MAX_CERTIFICATE_BYTES } from '#lib/x509/certificate.ts';
import { answerDirectly } from './direct-routes.ts';
import { userWithToken } from './testing/api-client.ts';

/** What Next would be given is answered with 418. */
async function serve(store: Store): Promise<string> {
  Object.assign(globalThis, { assayStore: store });
  const server = createServer((request, response) => {
    if (!answerDirectly(request, response, { 'cache-control': 'no-store' })) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

async function serveNew(): Promise<{ url: string; token: string; store: Store }> {
  const { url: databaseUrl, drop } = await makeTestDatabase();
  const store = openStore(databaseUrl, { connections: 4 });
  onTestFinished(() => store.close().then(drop));
  return { url: await serve(store), token: await userWithToken(store, { name: 'olivia', role: 'operator' }), store };
}

const post = (address: string, headers: Record<string, string>, body: Uint8Array<ArrayBuffer>) =>
  fetch(address, { method: 'POST', headers, body });

test('a file with a token is taken in past Next, and answered with the headers of the API', async () => {
  const { url, token, store } = await serveNew();
  const answer = await post(
    `${url}/api/v1/artifacts?fileName=a.json`,
    { authorization: `Bearer ${token}` },
    new TextEncoder().encode('{}'),
  );
  expect(answer.status).toBe(201);
  const receipt = await answer.json();
  expect(answer.headers.get('location')).toBe(`/api/v1/submissions/${receipt.id}`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(receipt.fileName).toBe('a.json');
  expect((await store.pool.query('SELECT count(*)::int AS kept FROM submission')).rows).toEqual([{ kept: 1 }]);
});

test('what carries no token, or is for another route or method, is left to Next', async () => {
  const { url, token } = await serveNew();
  const headers = { authorization: `Bearer ${token}` };
  expect((await post(`${url}/api/v1/artifacts`, {}, new Uint8Array([1]))).status).toBe(418);
  expect((await post(`${url}/api/v1/artifacts/`, headers, new Uint8Array([1]))).status).toBe(418);
  expect((await post(`${url}/api/v1/anchors`, headers, new Uint8Array([1]))).status).toBe(418);
  expect((await fetch(`${url}/api/v1/artifacts`, { headers })).status).toBe(418);
});

test('a wrong token is refused, and never replaced by a session', async () => {
  const { url } = await serveNew();
  const headers = { authorization: `Bearer assay_${'x'.repeat(43)}`, cookie: 'next-auth.session-token=x' };
  const answer = await post(`${url}/api/v1/artifacts`, headers, new Uint8Array([1]));
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});

test('a file over its limit is refused while it comes, the sender reads why, and the connection serves the next one', async () => {
  const { url, token, store } = await serveNew();
  const headers = { authorization: `Bearer ${token}` };
  const long = new Uint8Array(8 * MAX_CERTIFICATE_BYTES).fill(0x30);
  const answer = await post(`${url}/api/v1/artifacts`, headers, long);
  expect([answer.status, (await answer.json()).type]).toEqual([413, 'urn:assay:problem:body-too-large']);
  expect((await post(`${url}/api/v1/artifacts`, headers, new Uint8Array([1]))).status).toBe(201);
  expect((await store.pool.query('SELECT count(*)::int AS kept FROM submission')).rows).toEqual([{ kept: 1 }]);
});

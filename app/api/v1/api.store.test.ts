import { expect, test } from 'vitest';
import { verifierKeyFile } from '#lib/attestation/verifier-keys.ts';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { listFindings } from '#lib/store/findings.ts';
import { markStopped } from '#lib/store/stopped-folds.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { baseOf, endorsementKeyOf, inventoryOf } from '#lib/testing/sample-device.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';
import { authorities, deviceIds, first, second, storeWithDevice } from '../../server/testing/store-with-device.ts';

test('a device is listed, asked about at any instant, and its evidence taken away', async () => {
  const { store, id } = await storeWithDevice();
  const token = await userWithToken(store, { name: 'arne', role: 'auditor' });
  const list = await callApi(store, 'GET /api/v1/devices?sort=model&limit=1', { token });
  expect(list.body.items).toMatchObject([{ id }]);
  expect((await callApi(store, 'GET /api/v1/devices?trust=verified', { token })).body.items).toEqual([]);
  const device = await callApi(store, `GET /api/v1/devices/${id}`, { token });
  expect(device.body.verdict.trust).toBe('not-enrolled');
  const components = await callApi(store, `GET /api/v1/devices/${id}/components`, { token });
  expect(components.body.observed.length).toBeGreaterThan(0);
  expect((await callApi(store, `GET /api/v1/devices/${id}/timeline`, { token })).body.items.length).toBeGreaterThanOrEqual(3);
  const findings = await callApi(store, `GET /api/v1/devices/${id}/findings`, { token });
  expect(findings.body.items.length).toBeGreaterThan(0);
  const evidence = await callApi(store, `GET /api/v1/devices/${id}/evidence`, { token });
  expect(evidence.body.subarray(0, 2).toString()).toBe('PK');
  const hbom = await callApi(store, `GET /api/v1/devices/${id}/hbom?side=observed&version=1.7`, { token });
  expect([hbom.status, hbom.headers.get('content-type')]).toEqual([200, 'application/vnd.cyclonedx+json; version=1.7']);
  expect(hbom.headers.get('content-disposition')).toMatch(/^attachment; filename="hbom-[\w.-]+-observed\.cdx\.json"$/);
  const read = parseCycloneDx(Buffer.from(JSON.stringify(hbom.body)));
  expect([read.schemaValid, read.components.length]).toEqual([true, components.body.observed.length]);
  const nothing = await callApi(store, `GET /api/v1/devices/${id}/hbom`, { token });
  expect([nothing.status, nothing.body.type]).toEqual([404, 'urn:assay:problem:nothing-expected']);
  const unwritten = await callApi(store, `GET /api/v1/devices/${id}/hbom?version=1.5`, { token });
  expect(unwritten.status).toBe(400);
  const future = await callApi(store, `GET /api/v1/devices/${id}?asOf=2999-01-01T00:00:00Z`, { token });
  expect([future.status, future.body.detail]).toEqual([400, expect.stringContaining('asOf: it lies in the future')]);
  const before = await callApi(store, `GET /api/v1/devices/${id}?knownAt=2020-01-01T00:00:00Z`, { token });
  expect(before.status).toBe(404);
  const serial = list.body.items[0].identity.serial;
  const hits = await callApi(store, `GET /api/v1/search?q=${encodeURIComponent(serial)}`, { token });
  expect(hits.body.items[0]).toMatchObject({ device: id, href: `/devices/${id}` });
});

test('reports that repeat are one entry of the timeline, and each act behind it is listed by page, as of any instant', async () => {
  const store = await openTestStore();
  const hour = (number: number): string => new Date(Date.UTC(2026, 2, 1, number)).toISOString();
  const handInAt = (bytes: Uint8Array, at: string) => handIn(store, bytes, { receivedAt: new Date(at) });
  for (const bytes of [baseOf(first, authorities), endorsementKeyOf(first, authorities)]) await handInAt(bytes, hour(0));
  for (const number of [1, 2, 3, 4, 5]) await handInAt(inventoryOf(first), hour(number));
  await settle(store, new Date());
  const [id] = await deviceIds(store);
  const token = await userWithToken(store, { name: 'arne', role: 'auditor' });
  const timeline = await callApi(store, `GET /api/v1/devices/${id}/timeline`, { token });
  const entry = timeline.body.items.find((item: { repeats: unknown }) => item.repeats !== null);
  expect(entry.repeats).toMatchObject({ count: 5, firstAt: hour(1), lastAt: hour(5) });

  const list = async (query: string, as = token) => {
    const { status, body } = await callApi(store, `GET /api/v1/devices/${id}/timeline/${entry.id}/submissions${query}`, { token: as });
    return { status, next: body.next, received: body.items?.map((item: { receivedAt: string }) => item.receivedAt) };
  };
  const newest = await list('?limit=3');
  expect(newest.received).toEqual([5, 4, 3].map(hour));
  expect(await list(`?limit=3&cursor=${newest.next}`)).toEqual({ status: 200, next: null, received: [2, 1].map(hour) });
  expect((await list(`?knownAt=${hour(3)}`)).received).toEqual([3, 2, 1].map(hour));
  expect((await list(`?asOf=${hour(2)}`)).received).toEqual([2, 1].map(hour));
  expect((await list('?cursor=nonsense')).status).toBe(400);
  expect((await callApi(store, `GET /api/v1/devices/${id}/timeline/nothing/submissions`, { token })).status).toBe(404);
  expect((await list('', await userWithToken(store, { name: 'ines', role: 'integrator', devices: [] }))).status).toBe(404);
});

test('an integrator sees granted devices and own receipts, and learns nothing of others', async () => {
  const { store, id } = await storeWithDevice();
  await handIn(store, baseOf(second, authorities), { receivedAt: new Date() });
  await settle(store, new Date());
  const other = (await deviceIds(store)).find((each) => each !== id);
  const token = await userWithToken(store, { name: 'ines', role: 'integrator', devices: [id] });
  const list = await callApi(store, 'GET /api/v1/devices', { token });
  expect(list.body.items.map((item: { id: string }) => item.id)).toEqual([id]);
  expect((await callApi(store, `GET /api/v1/devices/${id}`, { token })).status).toBe(200);
  for (const path of ['', '/timeline', '/components', '/hbom?side=observed', '/findings']) {
    const [hidden, absent] = await Promise.all([
      callApi(store, `GET /api/v1/devices/${other}${path}`, { token }),
      callApi(store, `GET /api/v1/devices/nothing${path}`, { token }),
    ]);
    expect([hidden.status, hidden.body]).toEqual([404, absent.body]);
  }
  const findings = await callApi(store, 'GET /api/v1/findings', { token });
  expect(new Set(findings.body.items.map((item: { device: string }) => item.device))).toEqual(new Set([id]));
  expect((await callApi(store, `GET /api/v1/devices/${id}/evidence`, { token })).status).toBe(403);
  for (const path of ['statements', 'unlinked', 'anchors'])
    expect((await callApi(store, `GET /api/v1/${path}`, { token })).status).toBe(403);

  const bytes = baseOf(second, authorities);
  const { createHash } = await import('node:crypto');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect((await callApi(store, `GET /api/v1/artifacts/${sha256}`, { token })).status).toBe(404);
  expect((await callApi(store, `GET /api/v1/submissions?sha256=${sha256}`, { token })).body.items).toEqual([]);
  expect((await callApi(store, `POST /api/v1/artifacts?device=${other}`, { token, bytes })).status).toBe(404);
  const receipt = await callApi(store, 'POST /api/v1/artifacts', { token, bytes });
  const fresh = await callApi(store, 'POST /api/v1/artifacts', { token, bytes: Buffer.from('{"never":"seen"}') });
  expect(Object.keys(receipt.body)).toEqual(Object.keys(fresh.body));
  await settle(store, new Date());
  const result = await callApi(store, `GET /api/v1/submissions/${receipt.body.id}`, { token });
  expect(result.body.devices).toEqual([]);
});

test('the lifecycle is stated by an operator, by nobody else, and it is logged', async () => {
  const { store, id } = await storeWithDevice();
  const operator = await userWithToken(store, { name: 'olga', role: 'operator' });
  const json = { state: 'in-service', reason: 'racked' };
  for (const role of ['auditor', 'integrator', 'administrator'] as const) {
    const token = await userWithToken(store, { name: role, role, devices: [id] });
    const refused = await callApi(store, `POST /api/v1/devices/${id}/lifecycle-events`, { token, json });
    expect([role, refused.status]).toEqual([role, 403]);
  }
  const recorded = await callApi(store, `POST /api/v1/devices/${id}/lifecycle-events`, { token: operator, json });
  expect(recorded.body.inForce).toBe(true);
  await settle(store, new Date());
  expect((await callApi(store, `GET /api/v1/devices/${id}`, { token: operator })).body.verdict.lifecycle).toBe('in-service');
  const statements = await callApi(store, `GET /api/v1/statements?device=${id}`, { token: operator });
  expect(statements.body.items).toMatchObject([{ id: recorded.body.statement, author: 'olga', kind: 'lifecycle' }]);
  const log = await store.prisma.auditEntry.findMany({ where: { action: 'lifecycle-recorded' } });
  expect(log).toMatchObject([{ actor: 'olga', subject: id }]);
});

test('accepting a risk needs an end, waits for a second person, and no token approves it', async () => {
  const { store, id } = await storeWithDevice();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  const [finding] = (await listFindings(store)).items;
  const address = `POST /api/v1/findings/${finding?.id}/decisions` as const;
  const json = { device: id, decision: 'accept-risk', reason: 'known' };
  expect((await callApi(store, address, { token, json })).body.detail).toContain('accepting a risk needs an end');
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const recorded = await callApi(store, address, { token, json: { ...json, expiresAt } });
  expect(recorded.body.inForce).toBe(false);
  const second = await userWithToken(store, { name: 'oscar', role: 'operator' });
  const approval = await callApi(store, `POST /api/v1/statements/${recorded.body.statement}/approvals`, {
    token: second,
    json: { reason: 'agreed' },
  });
  expect([approval.status, approval.body.type]).toEqual([403, 'urn:assay:problem:token-scope']);
  const absent = await callApi(store, 'POST /api/v1/findings/none/decisions', { token, json: { ...json, expiresAt } });
  expect(absent.status).toBe(404);
});

test('an administrator adds and removes an anchor, with a reason', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'ada', role: 'administrator' });
  const certificate = Buffer.from(authorities.vendor.certificate).toString('base64');
  const added = await callApi(store, 'POST /api/v1/anchors', { token, json: { certificate, label: 'Vendor', reason: 'published key' } });
  expect(added.status).toBe(201);
  const { items } = (await callApi(store, 'GET /api/v1/anchors', { token })).body;
  expect(items).toMatchObject([{ label: 'Vendor', addedBy: 'ada' }]);
  expect((await callApi(store, `DELETE /api/v1/anchors/${items[0].sha256}`, { token, json: { reason: '' } })).status).toBe(400);
  expect((await callApi(store, `DELETE /api/v1/anchors/${items[0].sha256}`, { token, json: { reason: 'retired' } })).status).toBe(200);
  expect((await callApi(store, 'GET /api/v1/anchors', { token })).body.items).toEqual([]);
  const garbage = await callApi(store, 'POST /api/v1/anchors', { token, json: { certificate: 'AAAA', label: 'x', reason: 'y' } });
  expect(garbage.body.type).toBe('urn:assay:problem:invalid-input');
});

test('an administrator adds and removes the key of a verifier, and nobody else does', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'ada', role: 'administrator' });
  const operator = await userWithToken(store, { name: 'olga', role: 'operator' });
  const key = Buffer.from(verifierKeyFile({ issuer: null, id: 'one', subjectPublicKeyInfo: VERIFIER_KEY.publicKeyInfo })).toString();
  const json = { key, issuer: 'https://verifier.example', label: 'Verifier', reason: 'published key' };
  expect((await callApi(store, 'POST /api/v1/verifier-keys', { token: operator, json })).status).toBe(403);
  expect((await callApi(store, 'POST /api/v1/verifier-keys', { token, json })).status).toBe(201);
  const { items } = (await callApi(store, 'GET /api/v1/verifier-keys', { token })).body;
  expect(items).toMatchObject([
    { label: 'Verifier', algorithm: 'ec prime256v1', keyId: 'one', issuer: 'https://verifier.example', addedBy: 'ada' },
  ]);
  const address = `DELETE /api/v1/verifier-keys/${items[0].sha256}` as const;
  expect((await callApi(store, address, { token, json: { reason: 'retired' } })).status).toBe(200);
  expect((await callApi(store, 'GET /api/v1/verifier-keys', { token })).body.items).toEqual([]);
  expect((await callApi(store, address, { token, json: { reason: 'again' } })).status).toBe(404);
  for (const bad of ['{"kty":"oct","k":"c2VjcmV0"}', `{"keys":[${key},${key}]}`, 'AAAA']) {
    const { body } = await callApi(store, 'POST /api/v1/verifier-keys', { token, json: { ...json, key: bad } });
    expect(body.type).toBe('urn:assay:problem:invalid-input');
  }
});

test('a token takes back what its owner said, and nothing that another person said', async () => {
  const { store, id } = await storeWithDevice();
  const olga = await userWithToken(store, { name: 'olga', role: 'operator' });
  const oscar = await userWithToken(store, { name: 'oscar', role: 'operator' });
  const said = await callApi(store, `POST /api/v1/devices/${id}/lifecycle-events`, {
    token: olga,
    json: { state: 'received', reason: 'dock 3' },
  });
  const withdraw = (token: string) =>
    callApi(store, `POST /api/v1/statements/${said.body.statement}/withdrawals`, { token, json: { reason: 'a mistake' } });
  expect((await withdraw(oscar)).status).toBe(409);
  expect((await withdraw(olga)).status).toBe(201);
});

test('a device whose last evaluation ran out of its budget says so, with the answer that was kept', async () => {
  const { store, id } = await storeWithDevice();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  const before = (await callApi(store, `GET /api/v1/devices/${id}`, { token })).body;
  expect(before.stopped).toBeNull();
  const stopped = { at: '2026-03-03T00:00:00.000Z', ranOutOf: 'time', limit: 300 } as const;
  await markStopped(store.pool, { artifacts: [sha256Hex(inventoryOf(first))], keys: [] }, stopped);
  const kept = (await callApi(store, `GET /api/v1/devices/${id}`, { token })).body;
  expect(kept).toMatchObject({ stopped, verdict: before.verdict });
  const then = await callApi(store, `GET /api/v1/devices/${id}/components?asOf=2026-03-02T00:00:00Z`, { token });
  expect([then.status, then.body.fix]).toEqual([503, expect.stringContaining('assay trace --at')]);
  expect((await callApi(store, 'GET /api/v1/devices', { token })).body.items).toMatchObject([{ stopped, assessedAt: kept.at }]);
});

test('which of two bases counts is proposed by an operator', async () => {
  const { store, id } = await storeWithDevice();
  const path = `POST /api/v1/devices/${id}/base-choices` as const;
  const json = { certificate: 'ab'.repeat(32), reason: 'the issuer says so' };
  const proposed = await callApi(store, path, { token: await userWithToken(store, { name: 'olga', role: 'operator' }), json });
  expect([proposed.status, proposed.body.inForce]).toEqual([201, false]);
  expect((await callApi(store, path, { token: await userWithToken(store, { name: 'arne', role: 'auditor' }), json })).status).toBe(403);
});

test('what waits unlinked is listed and linked by an operator', async () => {
  const { store, id } = await storeWithDevice();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  await callApi(store, 'POST /api/v1/artifacts?fileName=x.txt', { token, bytes: Buffer.from('nothing that is known') });
  await settle(store, new Date());
  const { items } = (await callApi(store, 'GET /api/v1/unlinked', { token })).body;
  expect(items).toMatchObject([{ fileName: 'x.txt', submittedBy: 'olga' }]);
  const linked = await callApi(store, `POST /api/v1/unlinked/${items[0].submission}/links`, {
    token,
    json: { device: id, reason: 'mine' },
  });
  expect(linked.status).toBe(201);
});

test('a request without a token, with a wrong, a revoked or an expired one is refused, each alike', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  const wrong = `${token.slice(0, -4)}AAAA`;
  const refused = await callApi(store, 'GET /api/v1/devices', { token: wrong });
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  await store.prisma.apiToken.updateMany({ data: { expiresAt: new Date(0) } });
  expect((await callApi(store, 'GET /api/v1/devices', { token })).body).toEqual(refused.body);
  await store.prisma.apiToken.updateMany({ data: { expiresAt: null, revokedAt: new Date() } });
  expect((await callApi(store, 'GET /api/v1/devices', { token })).body).toEqual(refused.body);
  await store.prisma.apiToken.updateMany({ data: { revokedAt: null } });
  expect((await callApi(store, 'GET /api/v1/devices', { token })).status).toBe(200);
  await store.prisma.user.updateMany({ data: { disabled: true } });
  expect((await callApi(store, 'GET /api/v1/devices', { token })).body).toEqual(refused.body);
});

test('input that is not understood is refused with the field that is wrong', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  expect((await callApi(store, 'GET /api/v1/devices?limit=0', { token })).body.detail).toContain('limit');
  expect((await callApi(store, 'GET /api/v1/devices?cursor=!!', { token })).body.detail).toContain('cursor');
  const lifecycle = 'POST /api/v1/devices/x/lifecycle-events';
  expect((await callApi(store, lifecycle, { token, json: { state: 'melted', reason: 'x' } })).body.detail).toContain('state');
  expect((await callApi(store, lifecycle, { token, json: { state: 'received', reason: 'x' } })).status).toBe(404);
  const text = await callApi(store, lifecycle, { token, bytes: Buffer.from('{}'), headers: { 'content-type': 'text/plain' } });
  expect(text.status).toBe(415);
  const headers = { 'content-type': 'application/json' };
  expect((await callApi(store, lifecycle, { token, bytes: Buffer.from('{'), headers })).status).toBe(400);
  const nul = await callApi(store, lifecycle, { token, json: { state: 'received', reason: 'a\u0000b' } });
  expect(nul.body.detail).toContain('U+0000');
  expect((await callApi(store, 'GET /api/v1/devices?text=a%00b', { token })).body.detail).toContain('U+0000');
  expect((await callApi(store, 'GET /api/v1/devices/%00', { token })).body.detail).toContain('U+0000');
  expect((await callApi(store, lifecycle, { token, bytes: Buffer.alloc(70_000, 0x20), headers })).status).toBe(413);
  expect((await callApi(store, lifecycle, { token, bytes: Buffer.from([0x22, 0xff, 0x22]), headers })).status).toBe(400);
});

test('health tells of the database and of a worker that is missing', async () => {
  const store = await openTestStore();
  expect((await callApi(store, 'GET /healthz')).body).toEqual({ status: 'degraded', database: 'ok', worker: 'silent' });
  expect((await callApi(store, 'GET /api/v1/openapi.json')).body.openapi).toBe('3.1.1');
});

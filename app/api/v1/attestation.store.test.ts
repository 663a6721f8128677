import { expect, test } from 'vitest';
import type { Role } from '#lib/auth/rights.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { SELECTION } from '#lib/ingest/challenge.ts';
import { MAX_OPEN_ENROLMENTS, MAX_WRONG_SECRETS } from '#lib/ingest/enrolment.ts';
import { MAX_ENROLLED_CERTIFICATE_BYTES, MAX_ENROLLED_KEY_BYTES } from '#lib/ingest/enrolment-keys.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { MAX_OPEN_CHALLENGES, pruneAttestation } from '#lib/store/challenges.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findStatement } from '#lib/store/statements.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { activate, makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { ATTESTATION_ATTRIBUTES, makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { nameOf, OBJECT_ATTRIBUTE, parsePublicArea } from '#lib/tpm/public-area.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const certificate = endorsementKeyOf(device, authorities);
const endorsement = makeTpmEndorsementKey('ec-p256', 'ek-7');
const key = makeAttestationKey('ecdsa');
const name = nameOf(parsePublicArea(key.publicArea)) ?? new Uint8Array();
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');

const KEYS = {
  endorsementKey: base64(endorsement.publicArea),
  endorsementCertificate: base64(certificate),
  attestationKey: base64(key.publicArea),
};

const begin = (store: Store, token: string, json: object = KEYS) => callApi(store, 'POST /api/v1/attestation/enrolments', { token, json });
const giveBack = (store: Store, token: string, { id, secret }: { id: string; secret: string }) =>
  callApi(store, `POST /api/v1/attestation/enrolments/${id}/activation`, { token, json: { secret } });
const askFor = (store: Store, token: string, attestationKey = toHex(name)) =>
  callApi(store, 'POST /api/v1/attestation/challenges', { token, json: { attestationKey } });

/** What the TPM reads in a credential. */
const secretIn = (credential: string): string =>
  toHex(activate(new Uint8Array(Buffer.from(credential, 'base64')), endorsement, name) ?? name);

async function enrol(store: Store, token: string): Promise<string> {
  const { body } = await begin(store, token);
  const activated = await giveBack(store, token, { id: body.id, secret: secretIn(body.credential) });
  expect(activated.status).toBe(200);
  return activated.body.statement;
}

async function storeWithOperator(): Promise<{ store: Store; token: string }> {
  const store = await openTestStore();
  return { store, token: await userWithToken(store, { name: 'olga', role: 'operator' }) };
}

async function deviceIn(store: Store): Promise<string> {
  for (const bytes of [certificate, baseOf(device, authorities)]) await handIn(store, bytes);
  await settle(store, new Date());
  return (await listFleet(store)).items[0]?.id ?? '';
}

test('a TPM is enrolled, asked, and its answer kept with what it was asked, from the first request to the last', async () => {
  const { store, token } = await storeWithOperator();
  const begun = await begin(store, token);
  expect(begun.status).toBe(201);
  expect(Date.parse(begun.body.expiresAt) - Date.now()).toBeLessThanOrEqual(300_000);
  const activated = await giveBack(store, token, { id: begun.body.id, secret: secretIn(begun.body.credential) });
  expect(activated.body).toEqual({ attestationKey: toHex(name), statement: expect.any(String) });
  expect(await findStatement(store, activated.body.statement)).toMatchObject({
    kind: 'attestation-key',
    author: 'olga',
    endorsementKey: KEYS.endorsementKey,
    attestationKey: KEYS.attestationKey,
    method: 'credential-activation',
  });

  const asked = await askFor(store, token);
  expect([asked.status, asked.body.selection]).toEqual([201, SELECTION]);
  expect(asked.body.nonce).toMatch(/^[0-9a-f]{64}$/);
  const evidence = evidenceFile(evidenceMembers(makeEvidence({ key, nonce: Buffer.from(asked.body.nonce, 'hex') })));
  const receipt = await callApi(store, `POST /api/v1/artifacts?challenge=${asked.body.id}`, { token, bytes: evidence });
  expect(receipt.status).toBe(201);
  expect((await findSubmission(store, receipt.body.id))?.challenge).toMatchObject({ ...asked.body, attestationKey: toHex(name) });
  await settle(store, new Date());
  const { items } = (await callApi(store, 'GET /api/v1/submissions', { token })).body;
  expect(items.map(({ fileName }: { fileName: string | null }) => fileName)).toEqual([null, 'endorsement-key.der']);
  const actions = await store.prisma.auditEntry.findMany({ where: { subject: toHex(name) }, orderBy: { id: 'asc' } });
  expect(actions.map(({ action }) => action)).toEqual(['attestation-enrolment-begun', 'attestation-key-recorded']);
});

test.each(['rsa-2048', 'ec-p256', 'ec-p384'] as const)('a TPM whose endorsement key is %s can be enrolled', async (kind) => {
  const { store, token } = await storeWithOperator();
  const own = makeTpmEndorsementKey(kind, 'another');
  const { endorsementCertificate: _, ...keys } = KEYS;
  const { body } = await begin(store, token, { ...keys, endorsementKey: base64(own.publicArea) });
  const secret = toHex(activate(new Uint8Array(Buffer.from(body.credential, 'base64')), own, name) ?? name);
  expect((await giveBack(store, token, { id: body.id, secret })).status).toBe(200);
});

test('a certificate of an endorsement key is kept once, however often its TPM is enrolled, as the TPM keeps it', async () => {
  const { store, token } = await storeWithOperator();
  const inNvMemory = Buffer.concat([
    Uint8Array.of(0x10, 0x01, 0x00, certificate.length >> 8, certificate.length & 0xff, 0x10, 0x02),
    certificate,
    Buffer.alloc(30, 0xff),
  ]);
  for (const octets of [certificate, certificate, inNvMemory]) {
    expect((await begin(store, token, { ...KEYS, endorsementCertificate: base64(octets) })).status).toBe(201);
  }
  expect(await store.prisma.submission.count()).toBe(2);
});

const withBits = (octets: Uint8Array, change: (bits: number) => number): string => {
  const changed = Buffer.from(octets);
  changed.writeUInt32BE(change(changed.readUInt32BE(6)) >>> 0, 6);
  return base64(changed);
};

test.each([
  [
    'an attestation key that is not restricted',
    { attestationKey: withBits(key.publicArea, (bits) => bits & ~OBJECT_ATTRIBUTE.restricted) },
    'restricted is not set',
  ],
  [
    'an attestation key that can leave its TPM',
    { attestationKey: withBits(key.publicArea, (bits) => bits & ~OBJECT_ATTRIBUTE.fixedTPM) },
    'fixedTPM is not set',
  ],
  [
    'an attestation key that decrypts',
    { attestationKey: withBits(key.publicArea, (bits) => bits | OBJECT_ATTRIBUTE.decrypt) },
    'decrypt is set',
  ],
  [
    'an endorsement key that signs',
    { endorsementKey: withBits(endorsement.publicArea, (bits) => bits | OBJECT_ATTRIBUTE.sign) },
    'sign is set',
  ],
  ['an endorsement key that is an attestation key', { endorsementKey: KEYS.attestationKey }, 'decrypt is not set'],
  [
    'a certificate of another TPM',
    { endorsementCertificate: base64(endorsementKeyOf(makeSampleDevice(8), authorities)) },
    'for another key',
  ],
  [
    'a certificate of an authority',
    { endorsementCertificate: base64(authorities.tpmVendor.certificate) },
    'not the certificate of one endorsement key',
  ],
  ['octets that are no key', { endorsementKey: 'AAAA' }, 'no public area'],
  ['a key at the limit that is none', { attestationKey: base64(new Uint8Array(MAX_ENROLLED_KEY_BYTES)) }, 'attestationKey: no public area'],
  ['a key just over the limit', { attestationKey: base64(new Uint8Array(MAX_ENROLLED_KEY_BYTES + 1)) }, 'at most 1024'],
  [
    'a certificate at the limit that is none',
    { endorsementCertificate: base64(new Uint8Array(MAX_ENROLLED_CERTIFICATE_BYTES)) },
    'not the certificate',
  ],
  ['a key over the limit', { attestationKey: base64(new Uint8Array(MAX_ENROLLED_KEY_BYTES + 3)) }, 'attestationKey'],
  [
    'a certificate over the limit',
    { endorsementCertificate: base64(new Uint8Array(MAX_ENROLLED_CERTIFICATE_BYTES + 3)) },
    'endorsementCertificate',
  ],
])('%s is refused in words, and nothing is kept', async (_, changed, words) => {
  const { store, token } = await storeWithOperator();
  const refused = await begin(store, token, { ...KEYS, ...changed });
  expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining(words)]);
  expect([await store.prisma.enrolment.count(), await store.prisma.submission.count()]).toEqual([0, 0]);
});

test('the attributes of what tpm2-tools make are those that are asked for', () => {
  expect(parsePublicArea(key.publicArea).attributes).toBe(ATTESTATION_ATTRIBUTES);
});

test('a secret is taken once, from the account that was asked, in time, and after few mistakes', async () => {
  const { store, token } = await storeWithOperator();
  const other = await userWithToken(store, { name: 'oscar', role: 'operator' });
  const { body } = await begin(store, token);
  const secret = secretIn(body.credential);
  expect((await giveBack(store, other, { id: body.id, secret })).status).toBe(404);
  const wrong = await giveBack(store, token, { id: body.id, secret: '00'.repeat(32) });
  expect([wrong.status, wrong.body.type]).toEqual([403, 'urn:assay:problem:wrong-secret']);
  expect((await giveBack(store, token, { id: body.id, secret })).status).toBe(200);
  expect((await giveBack(store, token, { id: body.id, secret })).status).toBe(409);
  expect(await store.prisma.statement.count({ where: { kind: 'attestation-key' } })).toBe(1);

  const late = await begin(store, token);
  await store.prisma.enrolment.update({ where: { id: late.body.id }, data: { expiresAt: new Date() } });
  expect((await giveBack(store, token, { id: late.body.id, secret: secretIn(late.body.credential) })).status).toBe(410);

  const guessed = await begin(store, token);
  for (let attempt = 1; attempt <= MAX_WRONG_SECRETS; attempt += 1)
    expect((await giveBack(store, token, { id: guessed.body.id, secret: '00' })).status).toBe(403);
  expect((await giveBack(store, token, { id: guessed.body.id, secret: secretIn(guessed.body.credential) })).status).toBe(409);
  expect(await store.prisma.auditEntry.count({ where: { action: 'attestation-secret-refused' } })).toBe(1 + MAX_WRONG_SECRETS);
});

const openOnes = {
  enrolment: `INSERT INTO enrolment (id, account, endorsement_key, attestation_key, secret_hash, nonce, created_at, expires_at)
    SELECT 'e' || i, 'olga', '', '', '', '', now(), now() + interval '1 minute' FROM generate_series(1, $1) AS i`,
  challenge: `INSERT INTO challenge (id, account, nonce, attestation_key, selection, issued_at, expires_at)
    SELECT 'c' || i, 'olga', '', '', '', now(), now() + interval '1 minute' FROM generate_series(1, $1) AS i`,
};

test('as many enrolments and challenges as the limit may be open; one more is refused until others end', async () => {
  const { store, token } = await storeWithOperator();
  await enrol(store, token);
  await store.pool.query(openOnes.enrolment, [MAX_OPEN_ENROLMENTS - 1]);
  expect((await begin(store, token)).status).toBe(201);
  const refused = await begin(store, token);
  expect([refused.status, refused.body.type]).toEqual([429, 'urn:assay:problem:too-many-open']);
  await store.pool.query(openOnes.challenge, [MAX_OPEN_CHALLENGES - 1]);
  expect((await askFor(store, token)).status).toBe(201);
  expect((await askFor(store, token)).status).toBe(429);
  await store.pool.query("UPDATE challenge SET expires_at = now() - interval '1 second'");
  expect((await askFor(store, token)).status).toBe(201);
});

test('what ended before an instant is thrown away, and what ended after it stays', async () => {
  const { store, token } = await storeWithOperator();
  await enrol(store, token);
  const { body } = await askFor(store, token);
  const end = new Date(body.expiresAt);
  await store.prisma.enrolment.updateMany({ data: { expiresAt: end } });
  expect(await pruneAttestation(store.pool, end)).toBe(0);
  expect(await pruneAttestation(store.pool, new Date(end.getTime() + 1))).toBe(2);
});

test('two answers to one enrolment at the same time enrol it once', async () => {
  const { store, token } = await storeWithOperator();
  const { body } = await begin(store, token);
  const secret = secretIn(body.credential);
  const answers = await Promise.all([1, 2, 3].map(() => giveBack(store, token, { id: body.id, secret })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
});

test('the secret is kept nowhere in the database', async () => {
  const { store, token } = await storeWithOperator();
  const { body } = await begin(store, token);
  const [row] = await store.prisma.enrolment.findMany();
  expect(JSON.stringify(row)).not.toContain(secretIn(body.credential));
});

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

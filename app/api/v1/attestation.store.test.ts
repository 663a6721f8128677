import { expect, test } from 'vitest';
import { toHex } from '#lib/encoding/bytes.ts';
import { SELECTION } from '#lib/ingest/challenge.ts';
import { MAX_OPEN_ENROLMENTS, MAX_WRONG_SECRETS } from '#lib/ingest/enrolment.ts';
import { MAX_ENROLLED_CERTIFICATE_BYTES, MAX_ENROLLED_KEY_BYTES } from '#lib/ingest/enrolment-keys.ts';
import { settle } from '#lib/ingest/testing/settle.ts';
import { MAX_OPEN_CHALLENGES, pruneAttestation } from '#lib/store/challenges.ts';
import { findStatement } from '#lib/store/statements.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { activate, makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { ATTESTATION_ATTRIBUTES } from '#lib/testing/tpm-quotes.ts';
import { OBJECT_ATTRIBUTE, parsePublicArea } from '#lib/tpm/public-area.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';
import {
  askFor,
  authorities,
  base64,
  begin,
  certificate,
  endorsement,
  enrol,
  giveBack,
  KEYS,
  key,
  name,
  secretIn,
  storeWithOperator,
} from '../../server/testing/enrolling-device.ts';

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

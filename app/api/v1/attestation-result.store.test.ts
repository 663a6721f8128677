import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseAttestationResult } from '#lib/attestation/parse.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { SELECTION } from '#lib/ingest/challenge.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { evidenceFile, evidenceMembers, type MadeDevice, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { activate, makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { parsePcrSelectionText } from '#lib/tpm/pcr-selection.ts';
import { HIERARCHY, nameOf, parsePublicArea, qualifiedNameOf } from '#lib/tpm/public-area.ts';
import { type ApiAnswer, callApi, userWithToken } from '../../server/testing/api-client.ts';

process.env.NEXTAUTH_SECRET = 'a secret of a test that has more than 32 characters';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const endorsement = makeTpmEndorsementKey('ec-p256', 'ek-7');
const key = makeAttestationKey('ecdsa');
const path = [endorsement, key].map(({ publicArea }) => parsePublicArea(publicArea));
const name = (path[1] && nameOf(path[1])) ?? new Uint8Array();
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');

interface Scene {
  readonly store: Store;
  readonly token: string;
  readonly id: string;
}

async function deviceInFleet({ trusted = true } = {}): Promise<Scene> {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  for (const { certificate } of trusted ? [authorities.tpmVendor, authorities.vendor] : []) {
    await recordStatement(store, {
      kind: 'anchor',
      action: 'add',
      sha256: sha256Hex(certificate),
      certificate: base64(certificate),
      label: 'sample',
      author: 'ada',
      at: new Date().toISOString(),
      reason: 'test',
    });
  }
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), inventoryOf(device)])
    await handIn(store, bytes, { receivedAt: new Date() });
  await settle(store, new Date());
  return { store, token, id: (await listFleet(store)).items[0]?.id ?? '' };
}

async function enrol({ store, token }: Scene): Promise<void> {
  const json = { endorsementKey: base64(endorsement.publicArea), attestationKey: base64(key.publicArea) };
  const { body } = await callApi(store, 'POST /api/v1/attestation/enrolments', { token, json });
  const secret = activate(new Uint8Array(Buffer.from(body.credential, 'base64')), endorsement, name) ?? name;
  const back = { token, json: { secret: Buffer.from(secret).toString('hex') } };
  expect((await callApi(store, `POST /api/v1/attestation/enrolments/${body.id}/activation`, back)).status).toBe(200);
}

/** One round of an agent. */
async function answer({ store, token }: Scene, over: Partial<MadeDevice> = {}): Promise<void> {
  const json = { attestationKey: Buffer.from(name).toString('hex') };
  const { body } = await callApi(store, 'POST /api/v1/attestation/challenges', { token, json });
  const selections = parsePcrSelectionText(SELECTION) ?? [];
  const qualifiedSigner = qualifiedNameOf(HIERARCHY.endorsement, path) ?? new Uint8Array();
  const made = makeEvidence({ key, nonce: Buffer.from(body.nonce, 'hex'), selections, quote: { qualifiedSigner }, ...over });
  const bytes = evidenceFile(evidenceMembers(made));
  expect((await callApi(store, `POST /api/v1/artifacts?challenge=${body.id}`, { token, bytes })).status).toBe(201);
  await settle(store, new Date());
}

const ask = ({ store, token, id }: Scene, more: { readonly query?: string; readonly accept?: string } = {}): Promise<ApiAnswer> =>
  callApi(store, `GET /api/v1/devices/${id}/attestation-result${more.query ?? ''}`, {
    token,
    headers: more.accept === undefined ? {} : { accept: more.accept },
  });

function claimsOf({ body }: ApiAnswer) {
  const [, payload = ''] = body.toString('utf8').split('.');
  // A document read as data.
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
}

test('from enrolment to a signed result: it is verified by the published key, and read back as what it is', async () => {
  const scene = await deviceInFleet();
  expect((await ask(scene)).body.type).toBe('urn:assay:problem:not-attested');
  await enrol(scene);
  await answer(scene);
  const nonce = 'c0ffee00c0ffee00';
  const result = await ask(scene, { query: `?nonce=${nonce}` });
  expect([result.status, result.headers.get('content-type')]).toEqual([200, 'application/eat+jwt']);
  const claims = claimsOf(result);
  expect(claims).toMatchObject({ eat_nonce: Buffer.from(nonce, 'hex').toString('base64url'), ear_verifier_id: { developer: 'Assay' } });
  expect(claims.submods.TPM.ear_trustworthiness_vector).toMatchObject({ 'instance-identity': 2 });
  expect(claims.exp - claims.iat).toBeLessThanOrEqual(24 * 60 * 60);

  const { keys } = (await callApi(scene.store, 'GET /api/v1/attestation/keys')).body;
  const [header = '', payload = '', signature = ''] = result.body.toString('utf8').split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'ES256', kid: keys[0].kid });
  const publicKey = createPublicKey({ key: keys[0], format: 'jwk' });
  const signed = Buffer.from(`${header}.${payload}`);
  expect(verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(true);
  expect(parseAttestationResult(new Uint8Array(result.body))).toMatchObject({ format: 'ear' });

  const cwt = await ask(scene, { accept: 'application/eat+cwt' });
  expect(cwt.headers.get('content-type')).toBe('application/eat+cwt');
  expect(parseAttestationResult(new Uint8Array(cwt.body))).toMatchObject({ format: 'ear' });
});

test('a quote that contradicts its log is told as contraindicated', async () => {
  const scene = await deviceInFleet();
  await enrol(scene);
  await answer(scene, {
    quote: { pcrDigest: new Uint8Array(32).fill(9), qualifiedSigner: qualifiedNameOf(HIERARCHY.endorsement, path) ?? name },
  });
  expect(claimsOf(await ask(scene)).submods.TPM.ear_status).toBe('contraindicated');
});

test('a TPM that no trusted maker vouches for gets no statement, and never an affirming one', async () => {
  const scene = await deviceInFleet({ trusted: false });
  await enrol(scene);
  await answer(scene);
  const claims = claimsOf(await ask(scene));
  expect(claims.ear_status).toBe('none');
  expect(claims.submods.TPM).not.toHaveProperty('ear_trustworthiness_vector');
});

test('an answer to another question says nothing good', async () => {
  const scene = await deviceInFleet();
  await enrol(scene);
  await answer(scene, { nonce: new Uint8Array(32).fill(1) });
  expect(['contraindicated']).toContain(claimsOf(await ask(scene)).ear_status);
});

test('a result is of its day: the past is not asked, and a nonce has 8 to 64 octets', async () => {
  const scene = await deviceInFleet();
  expect((await ask(scene, { query: '?asOf=2026-01-01T00:00:00Z' })).status).toBe(400);
  expect((await ask(scene, { query: `?nonce=${'00'.repeat(7)}` })).status).toBe(400);
  expect((await ask(scene, { query: `?nonce=${'00'.repeat(8)}` })).status).toBe(404);
  expect((await ask(scene, { query: `?nonce=${'00'.repeat(65)}` })).status).toBe(400);
});

test.each(['operator', 'auditor', 'administrator'] as const)(
  'as %s the result may be taken, and by an integrator of a granted device alone',
  async (role) => {
    const scene = await deviceInFleet();
    await enrol(scene);
    await answer(scene);
    const token = await userWithToken(scene.store, { name: 'somebody', role });
    expect((await ask({ ...scene, token })).status).toBe(200);
    const granted = await userWithToken(scene.store, { name: 'ines', role: 'integrator', devices: [scene.id] });
    expect((await ask({ ...scene, token: granted })).status).toBe(200);
    const other = await userWithToken(scene.store, { name: 'ivan', role: 'integrator', devices: [] });
    expect((await ask({ ...scene, token: other })).status).toBe(404);
  },
);

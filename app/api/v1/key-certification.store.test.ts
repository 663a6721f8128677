import { expect, test } from 'vitest';
import type { Role } from '#lib/auth/rights.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { certifyEnrolment } from '#lib/ingest/certify-enrolment.ts';
import { ENROLMENT_MS } from '#lib/ingest/enrolment.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { device, enroll, told, trust } from '#lib/ingest/testing/enrolled.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findStatement } from '#lib/store/statements.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import {
  type AttestationKeyCertificateDescription,
  makeAttestationKeyCertificate,
  namesOfTpm,
} from '#lib/testing/attestation-key-certificates.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import {
  ATTESTATION_ATTRIBUTES,
  attestationKeyFrom,
  makeAttestationKey,
  makeCertification,
  makeQuote,
  signAsTpm,
} from '#lib/testing/tpm-quotes.ts';
import { parsePcrSelectionText } from '#lib/tpm/pcr-selection.ts';
import { HIERARCHY, nameOf, OBJECT_ATTRIBUTE, parsePublicArea, qualifiedNameOf, subjectPublicKeyInfoOf } from '#lib/tpm/public-area.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const NONE = new Uint8Array();
const authorities = makeSampleAuthorities();
const { tpmVendor, vendor, stranger } = authorities;
const endorsementCertificate = endorsementKeyOf(device, authorities);
const endorsementKey = makeTpmEndorsementKey('ec-p256', 'ek-7').publicArea;
const [iak, ak, other] = [makeAttestationKey('ecdsa'), makeAttestationKey('ecdsa'), makeAttestationKey('ecdsa')];
const area = parsePublicArea(ak.publicArea);
const name = nameOf(area) ?? NONE;
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');
const publicKeyInfo = subjectPublicKeyInfoOf(parsePublicArea(iak.publicArea)) ?? NONE;
const qualifiedName = qualifiedNameOf(HIERARCHY.endorsement, [parsePublicArea(endorsementKey), area]) ?? NONE;

const made = (over: Partial<AttestationKeyCertificateDescription> = {}): Uint8Array =>
  makeAttestationKeyCertificate({ authority: vendor, publicKeyInfo, names: namesOfTpm(endorsementCertificate), ...over });

const KEYS = {
  endorsementKey: base64(endorsementKey),
  endorsementCertificate: base64(endorsementCertificate),
  attestationKey: base64(ak.publicArea),
};

const begin = async (store: Store, token: string, json: object = KEYS): Promise<{ readonly id: string; readonly nonce: string }> => {
  const begun = await callApi(store, 'POST /api/v1/attestation/enrolments', { token, json });
  expect(begun.status).toBe(201);
  return begun.body;
};

/** What the IAK says of the attestation key, over a nonce. */
function bodyFor(nonce: string, attest = makeCertification({ name, qualifiedName, nonce: Buffer.from(nonce, 'hex') })) {
  return {
    endorsementCertificate: KEYS.endorsementCertificate,
    certifyingKey: base64(iak.publicArea),
    certifyingCertificate: base64(made()),
    certification: base64(attest),
    signature: base64(signAsTpm(iak, attest)),
  };
}

const end = (store: Store, token: string, { id, json }: { readonly id: string; readonly json: object }) =>
  callApi(store, `POST /api/v1/attestation/enrolments/${id}/certification`, { token, json });

const enrol = async (store: Store, token: string, changed: object = {}) => {
  const { id, nonce } = await begin(store, token);
  return end(store, token, { id, json: { ...bodyFor(nonce), ...changed } });
};

/** Bytes answer a challenge to the key. */
async function answer(store: Store, token: string): Promise<void> {
  const { body } = await callApi(store, 'POST /api/v1/attestation/challenges', { token, json: { attestationKey: toHex(name) } });
  const selections = parsePcrSelectionText(body.selection) ?? [];
  const bytes = evidenceFile(evidenceMembers(makeEvidence({ key: ak, selections, nonce: Buffer.from(body.nonce, 'hex') })));
  expect((await callApi(store, `POST /api/v1/artifacts?challenge=${body.id}`, { token, bytes })).status).toBe(201);
  await settle(store, new Date());
}

async function withOperator(): Promise<{ store: Store; token: string }> {
  const store = await openTestStore();
  await trust(store, tpmVendor, vendor);
  return { store, token: await userWithToken(store, { name: 'olga', role: 'operator' }) };
}

test('a key that an IAK certified is enrolled, answers for its device, and no longer once nobody vouches for the IAK', async () => {
  const { store, token } = await withOperator();
  const id = await enroll(store);
  const enrolled = await enrol(store, token);
  expect([enrolled.status, enrolled.body.attestationKey]).toEqual([200, toHex(name)]);
  const statement = await findStatement(store, enrolled.body.statement);
  expect(statement).toMatchObject({ method: 'certification', author: 'olga', certification: { certifyingKey: base64(iak.publicArea) } });
  await answer(store, token);
  const { device: state } = (await told(store, id)).assessed;
  expect(state.attestation.keys).toMatchObject([{ name: toHex(name), method: 'certification', convinces: true, doubt: null }]);
  expect(state.attestation.attestations.map(({ outcome }) => outcome)).toEqual(['passed']);
  expect(state.documents.map(({ read }) => read.kind)).toContain('attestation-key-certificate');
  const listed = await callApi(store, 'GET /api/v1/attestation/enrolments?sort=silent&method=certification', { token });
  const row = { attestationKey: toHex(name), device: id, enrolledBy: 'olga', answeredAt: expect.any(String), withdrawal: null };
  expect([listed.status, listed.body.items]).toEqual([200, [expect.objectContaining(row)]]);
  const silent = await callApi(store, 'GET /api/v1/attestation/enrolments?silentDays=1', { token });
  expect(silent.body.items).toEqual([]);

  const line = { issuer: sha256Hex(tpmVendor.certificate), rights: ['ak'], reason: 'the makers of TPMs alone' };
  const admin = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const proposed = await callApi(store, 'POST /api/v1/issuer-policy', { token: admin, json: line });
  const approval = { kind: 'approval', statement: proposed.body.statement, author: 'olga', reason: 'agreed' } as const;
  await recordStatement(store, { ...approval, at: new Date().toISOString() });
  await settle(store, new Date());
  const later = await told(store, id);
  expect(later.rules).toContain('key-not-bound');
  expect(later.assessed.device.attestation.keys[0]?.doubt).toMatch(/^of the key that certified it: .*policy line/);
  expect(later.assessed.device.attestation.attestations.map(({ outcome }) => outcome)).toEqual(['unproven']);
});

test('the certificate of the IAK may have been handed in before', async () => {
  const { store, token } = await withOperator();
  await enroll(store);
  const early = await enrol(store, token, { certifyingCertificate: undefined });
  expect([early.status, early.body.detail]).toEqual([
    400,
    expect.stringContaining('certifyingCertificate: none of this key was handed in'),
  ]);
  await handIn(store, made());
  await settle(store, new Date());
  expect((await enrol(store, token, { certifyingCertificate: undefined })).status).toBe(200);
});

test('an enrolment is ended once, in one way, by the account that began it, and in time', async () => {
  const { store, token } = await withOperator();
  const { id, nonce } = await begin(store, token);
  const json = bodyFor(nonce);
  const another = await userWithToken(store, { name: 'otto', role: 'operator' });
  expect((await end(store, another, { id, json })).status).toBe(404);
  expect((await end(store, token, { id, json })).status).toBe(200);
  const again = await end(store, token, { id, json });
  expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('was enrolled by it before')]);
  const secret = await callApi(store, `POST /api/v1/attestation/enrolments/${id}/activation`, { token, json: { secret: '00' } });
  expect(secret.status).toBe(409);

  const second = await begin(store, token);
  const replayed = await end(store, token, { id: second.id, json });
  expect([replayed.status, replayed.body.detail]).toEqual([400, expect.stringContaining(`but over ${nonce}`)]);
  const octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
  const body = bodyFor(second.nonce);
  const late = certifyEnrolment(store, {
    id: second.id,
    account: 'olga',
    mayAttachTo: 'any',
    at: new Date(Date.now() + ENROLMENT_MS),
    endorsementCertificate,
    certifyingKey: iak.publicArea,
    certifyingCertificate: made(),
    parentKey: null,
    attest: octets(body.certification),
    signature: octets(body.signature),
  });
  await expect(late).rejects.toMatchObject({ code: 'ended' });
});

test('of two answers at the same time one counts', async () => {
  const { store, token } = await withOperator();
  const { id, nonce } = await begin(store, token);
  const both = await Promise.all([1, 2].map(() => end(store, token, { id, json: bodyFor(nonce) })));
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});

const quoted = makeQuote({ nonce: NONE, selections: [], pcrDigest: new Uint8Array(32) });
const unrestricted = attestationKeyFrom(iak.privateKey, {
  scheme: 'ecdsa',
  attributes: ATTESTATION_ATTRIBUTES & ~OBJECT_ATTRIBUTE.restricted,
}).publicArea;
const otherTpm = endorsementKeyOf(makeSampleDevice(8), authorities);
const otherName = nameOf(parsePublicArea(other.publicArea)) ?? NONE;

const REFUSED: readonly (readonly [what: string, changed: object, words: string])[] = [
  ['no attestation', { certification: base64(Uint8Array.of(1, 2, 3, 4)) }, 'certification: it is no attestation of a TPM'],
  ['a quote', { certification: base64(quoted), signature: base64(signAsTpm(iak, quoted)) }, 'certification: it attests a quote'],
  ['a signature of another key', { signature: base64(signAsTpm(other, quoted)) }, 'does not verify with this key'],
  ['the nonce of somebody else', bodyFor('ab'.repeat(32)), 'not over the nonce of this enrolment'],
  ['another key', bodyFor('', makeCertification({ name: otherName, qualifiedName, nonce: NONE })), 'and not the attestation key'],
  ['another parent', bodyFor('', makeCertification({ name, qualifiedName: name, nonce: NONE })), 'send the public area of its parent'],
  ['a certifying key that is not restricted', { certifyingKey: base64(unrestricted) }, 'certifyingKey: restricted is not set'],
  ['a certifying key that is none', { certifyingKey: 'AAAA' }, 'certifyingKey: no public area of a TPM'],
  ['a parent that is none', { parentKey: 'AAAA' }, 'parentKey: no public area of a TPM'],
  [
    'a certificate for another key',
    { certifyingCertificate: base64(made({ publicKeyInfo: vendor.publicKeyInfo })) },
    'another key than certifyingKey',
  ],
  ['the certificate of a stranger', { certifyingCertificate: base64(made({ authority: stranger })) }, 'not at hand'],
  ['a certificate that expired', { certifyingCertificate: base64(made({ notAfter: '2021-01-01T00:00:00Z' })) }, 'expired at'],
  ['a certificate for another TPM', { certifyingCertificate: base64(made({ names: namesOfTpm(otherTpm) })) }, 'for another TPM'],
  [
    'the certificate of a key that identifies',
    { certifyingCertificate: base64(made({ purposes: [], policies: [] })) },
    'a key that identifies a device',
  ],
  ['the certificate of another endorsement key', { endorsementCertificate: base64(otherTpm) }, 'it is for another key than endorsementKey'],
];

test('what shows nothing is refused in words of its own, and nothing of it is kept', async () => {
  const { store, token } = await withOperator();
  const { id, nonce } = await begin(store, token);
  const counts = async () =>
    (await store.pool.query('SELECT (SELECT count(*) FROM statement) AS said, (SELECT count(*) FROM submission) AS files')).rows;
  const before = await counts();
  const sentences = new Set<string>();
  for (const [what, changed, words] of REFUSED) {
    const refused = await end(store, token, { id, json: { ...bodyFor(nonce), ...changed } });
    expect([what, refused.status, refused.body.detail]).toEqual([what, 400, expect.stringContaining(words)]);
    sentences.add(refused.body.detail);
  }
  expect(sentences.size).toBe(REFUSED.length);
  expect(await counts()).toEqual(before);
  const { endorsementCertificate: _, ...without } = KEYS;
  const bare = await begin(store, token, without);
  const refused = await end(store, token, { id: bare.id, json: bodyFor(bare.nonce) });
  expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining('it began without one')]);
});

test('operators and integrators may, an integrator for granted devices alone, and nobody else', async () => {
  const { store } = await withOperator();
  const id = await enroll(store);
  const asked: readonly (readonly [Role, readonly string[], number])[] = [
    ['auditor', [], 403],
    ['administrator', [], 403],
    ['integrator', [id], 200],
    ['operator', [], 200],
  ];
  for (const [index, [role, devices, status]] of asked.entries()) {
    const token = await userWithToken(store, { name: `somebody-${index}`, role, devices });
    const begun = status === 403 ? { id: 'none', nonce: '' } : await begin(store, token);
    const ended = await end(store, token, { id: begun.id, json: bodyFor(begun.nonce) });
    expect([role, devices, ended.status]).toEqual([role, devices, status]);
  }
});

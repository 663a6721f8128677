import { expect, test } from 'vitest';
import type { Role } from '#lib/auth/rights.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { device, enroll, told, trust } from '#lib/ingest/testing/enrolled.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findStatement } from '#lib/store/statements.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import {
  type AttestationKeyCertificateDescription,
  deviceNames,
  makeAttestationKeyCertificate,
  namesOfTpm,
} from '#lib/testing/attestation-key-certificates.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { parsePcrSelectionText } from '#lib/tpm/pcr-selection.ts';
import { nameOf, OBJECT_ATTRIBUTE, parsePublicArea, subjectPublicKeyInfoOf } from '#lib/tpm/public-area.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const authorities = makeSampleAuthorities();
const { tpmVendor, vendor, stranger } = authorities;
const certificate = endorsementKeyOf(device, authorities);
const key = makeAttestationKey('ecdsa');
const area = parsePublicArea(key.publicArea);
const name = toHex(nameOf(area) ?? new Uint8Array());
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');
const publicKeyInfo = subjectPublicKeyInfoOf(area) ?? new Uint8Array();

const made = (over: Partial<AttestationKeyCertificateDescription> = {}): Uint8Array =>
  makeAttestationKeyCertificate({ authority: vendor, publicKeyInfo, names: namesOfTpm(certificate), ...over });

const BODY = {
  endorsementKey: base64(makeTpmEndorsementKey('ec-p256', 'ek-7').publicArea),
  endorsementCertificate: base64(certificate),
  attestationKey: base64(key.publicArea),
  attestationCertificate: base64(made()),
};

const enrol = (store: Store, token: string, json: object = BODY) =>
  callApi(store, 'POST /api/v1/attestation/enrolments/certified', { token, json });

/** Bytes answer a challenge to the key. */
async function answer(store: Store, token: string): Promise<void> {
  const { body } = await callApi(store, 'POST /api/v1/attestation/challenges', { token, json: { attestationKey: name } });
  const selections = parsePcrSelectionText(body.selection) ?? [];
  const bytes = evidenceFile(evidenceMembers(makeEvidence({ key, selections, nonce: Buffer.from(body.nonce, 'hex') })));
  expect((await callApi(store, `POST /api/v1/artifacts?challenge=${body.id}`, { token, bytes })).status).toBe(201);
  await settle(store, new Date());
}

async function withOperator(...trusted: readonly { readonly certificate: Uint8Array }[]): Promise<{ store: Store; token: string }> {
  const store = await openTestStore();
  await trust(store, ...(trusted.length === 0 ? [tpmVendor, vendor] : trusted));
  return { store, token: await userWithToken(store, { name: 'olga', role: 'operator' }) };
}

test('a key is enrolled by its certificate, answers for its device, and no longer once nobody vouches for it', async () => {
  const { store, token } = await withOperator();
  const id = await enroll(store);
  const enrolled = await enrol(store, token);
  expect([enrolled.status, enrolled.body.attestationKey]).toEqual([201, name]);
  expect(await findStatement(store, enrolled.body.statement)).toMatchObject({ method: 'certificate', author: 'olga' });
  await answer(store, token);
  const first = (await told(store, id)).assessed.device.attestation;
  expect(first.keys).toMatchObject([{ name, method: 'certificate', convinces: true, doubt: null }]);
  expect(first.attestations.map(({ outcome }) => outcome)).toEqual(['passed']);

  const line = { issuer: sha256Hex(tpmVendor.certificate), rights: ['ak'], reason: 'the makers of TPMs alone' };
  const admin = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const proposed = await callApi(store, 'POST /api/v1/issuer-policy', { token: admin, json: line });
  const approval = { kind: 'approval', statement: proposed.body.statement, author: 'olga', reason: 'agreed' } as const;
  await recordStatement(store, { ...approval, at: new Date().toISOString() });
  await settle(store, new Date());
  const { assessed, rules } = await told(store, id);
  expect(rules).toContain('key-not-bound');
  expect(assessed.device.attestation.keys[0]?.doubt).toContain('policy line');
  expect(assessed.device.attestation.attestations.map(({ outcome }) => outcome)).toEqual(['unproven']);
});

test('the certificate may have been handed in before, and its file then belongs to the device', async () => {
  const { store, token } = await withOperator();
  const id = await enroll(store);
  const { attestationCertificate: _, ...without } = BODY;
  const early = await enrol(store, token, without);
  expect([early.status, early.body.detail]).toEqual([400, expect.stringContaining('none of this key was handed in')]);
  await handIn(store, made());
  await settle(store, new Date());
  expect((await enrol(store, token, without)).status).toBe(201);
  await settle(store, new Date());
  const { device: state } = (await told(store, id)).assessed;
  expect(state.documents.map(({ read }) => read.kind)).toContain('attestation-key-certificate');
  expect(state.attestation.keys).toMatchObject([{ convinces: true }]);
});

const otherTpm = endorsementKeyOf(makeSampleDevice(8), authorities);
const unrestricted = Buffer.from(key.publicArea);
unrestricted.writeUInt32BE((unrestricted.readUInt32BE(6) & ~OBJECT_ATTRIBUTE.restricted) >>> 0, 6);

const REFUSED: readonly (readonly [what: string, changed: object, words: string])[] = [
  ['a key that is not restricted', { attestationKey: base64(unrestricted) }, 'restricted is not set'],
  ['a certificate for another key', { attestationCertificate: base64(made({ publicKeyInfo: vendor.publicKeyInfo })) }, 'for another key'],
  [
    'a certificate without a mark of one',
    { attestationCertificate: base64(made({ purposes: ['1.3.6.1.5.5.7.3.2'], policies: [], names: [] })) },
    'neither the key purpose 2.23.133.8.3',
  ],
  [
    'the certificate of a key that identifies',
    { attestationCertificate: base64(made({ purposes: [], policies: [] })) },
    'a key that identifies a device',
  ],
  ['a certificate of an endorsement key', { attestationCertificate: base64(certificate) }, 'this is endorsement key certificate'],
  ['the certificate of an authority', { attestationCertificate: base64(made({ isAuthority: true })) }, 'certificate of an authority'],
  [
    'a certificate that expired',
    { attestationCertificate: base64(made({ notAfter: '2021-01-01T00:00:00Z' })) },
    'expired at 2021-01-01T00:00:00Z',
  ],
  ['a certificate of a stranger', { attestationCertificate: base64(made({ authority: stranger })) }, 'not at hand'],
  [
    'a certificate whose signature was changed',
    { attestationCertificate: base64(made().map((octet, index, all) => (index === all.length - 1 ? octet ^ 1 : octet))) },
    'doesn’t convince',
  ],
  ['a certificate for another TPM', { attestationCertificate: base64(made({ names: namesOfTpm(otherTpm) })) }, 'for another TPM'],
  [
    'a certificate that names no TPM',
    { attestationCertificate: base64(made({ names: [deviceNames({ tpmManufacturer: 'id:4B554D51' })] })) },
    'names no TPM',
  ],
  [
    'no certificate of the endorsement key',
    { endorsementCertificate: BODY.attestationCertificate },
    'not the certificate of one endorsement',
  ],
];

test('what shows nothing is refused in words, and nothing of it is kept', async () => {
  const { store, token } = await withOperator();
  for (const [what, changed, words] of REFUSED) {
    const refused = await enrol(store, token, { ...BODY, ...changed });
    expect([what, refused.status, refused.body.detail]).toEqual([what, 400, expect.stringContaining(words)]);
  }
  expect([await store.prisma.submission.count(), await store.prisma.statement.count({ where: { kind: 'attestation-key' } })]).toEqual([
    0, 0,
  ]);
});

test('without the root of the maker of the TPM nothing is enrolled, whatever the other certificate says', async () => {
  const { store, token } = await withOperator(vendor);
  const refused = await enrol(store, token);
  expect([refused.status, refused.body.detail]).toEqual([
    400,
    expect.stringContaining('certificate of the endorsement key doesn’t convince'),
  ]);
});

test('a certificate for a platform with another serial number enrols, and vouches for no key of this one', async () => {
  const { store, token } = await withOperator();
  const id = await enroll(store);
  const names = [...namesOfTpm(certificate), deviceNames({ serial: 'KG999999' })];
  expect((await enrol(store, token, { ...BODY, attestationCertificate: base64(made({ names })) })).status).toBe(201);
  await answer(store, token);
  const { rules, assessed } = await told(store, id);
  expect(rules).toContain('key-not-bound');
  expect(assessed.device.attestation.keys[0]?.doubt).toContain('KG999999');
});

test('operators and integrators enrol by certificate, an integrator for granted devices alone, and nobody else', async () => {
  const { store } = await withOperator();
  const id = await enroll(store);
  const asked: readonly (readonly [Role, readonly string[], number])[] = [
    ['auditor', [], 403],
    ['administrator', [], 403],
    ['integrator', ['d-another'], 404],
    ['integrator', [id], 201],
    ['operator', [], 201],
  ];
  for (const [index, [role, devices, status]] of asked.entries()) {
    const token = await userWithToken(store, { name: `somebody-${index}`, role, devices });
    expect([role, devices, (await enrol(store, token)).status]).toEqual([role, devices, status]);
  }
});

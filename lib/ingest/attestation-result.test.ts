import { createPublicKey } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { appraisal, base64Url, earClaims, makeTokenFile, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { keyUsage, makeAuthority, makeCertificate } from '#lib/testing/certificate-authority.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { exportEvidence } from './export-evidence.ts';
import { recordStatement } from './record-statement.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(11);
const root = makeAuthority({ name: 'Verifier root', algorithm: 'ec-p256', seed: 'verifier-root' });
const certificate = makeCertificate({
  issuedBy: root,
  subject: 'Verifier',
  publicKeyInfo: VERIFIER_KEY.publicKeyInfo,
  serialNumber: 3,
  extensions: [keyUsage(0)],
});
const receivedAt = new Date('2026-05-01T10:30:00.000Z');
const later = new Date('2026-05-02T00:00:00.000Z');
const negative = makeTokenFile({
  claims: earClaims({ submods: { TPM: appraisal('contraindicated', { executables: 96 }) } }),
  header: { x5c: [toBase64(certificate)] },
});

/** A device that is as it should be; its id. */
async function enrolled(): Promise<{ readonly store: Store; readonly id: string }> {
  const store = await openTestStore();
  for (const each of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, each.certificate);
  for (const bytes of [baseOf(device, authorities), endorsementKeyOf(device, authorities), inventoryOf(device)]) await handIn(store, bytes);
  await settle(store, later);
  const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM device');
  return { store, id: rows[0]?.id ?? '' };
}

const trustOf = async (store: Store, id: string) => (await findAssessed(store, id))?.verdict.trust;

test('a result handed in for a device waits for its verifier, and fails the device when an anchor vouches for that', async () => {
  const { store, id } = await enrolled();
  expect(await trustOf(store, id)).toBe('verified');
  await handIn(store, negative, { device: id, receivedAt });
  await settle(store, later);
  expect(await trustOf(store, id)).toBe('verified');
  expect((await findAssessed(store, id))?.findings.map(({ rule }) => rule)).toContain('result-untrusted-verifier');
  await recordAnchor(store, root.certificate);
  await settle(store, later);
  const assessed = await findAssessed(store, id);
  expect(assessed?.verdict.trust).toBe('failed-verification');
  expect(assessed?.device.results).toMatchObject([{ standing: 'trusted', status: 'contraindicated', isCurrent: true }]);
  expect(assessed?.device.timeline).toContainEqual(
    expect.objectContaining({ lane: 'attestation', kind: 'attestation-result', trusted: true }),
  );
});

test('a result that names no device waits to be linked', async () => {
  const { store } = await enrolled();
  await handIn(store, negative, { receivedAt });
  await settle(store, later);
  const { items } = await listUnlinked(store);
  expect(items).toMatchObject([{ reason: 'no-serial' }]);
});

test('a device with a result is folded again when the result no longer holds', async () => {
  const { store, id } = await enrolled();
  await recordAnchor(store, root.certificate);
  const exp = Date.parse('2026-05-03T00:00:00Z') / 1000;
  const good = makeTokenFile({ claims: earClaims({ exp }), header: { x5c: [toBase64(certificate)] } });
  await handIn(store, good, { device: id, receivedAt });
  await settle(store, later);
  const assessed = await findAssessed(store, id);
  expect(assessed).toMatchObject({ verdict: { trust: 'verified' }, device: { nextChangeAt: '2026-05-03T00:00:00.000Z' } });
});

test('a result that names an attestation key finds its device when the key is enrolled, also later', async () => {
  const { store, id } = await enrolled();
  await recordAnchor(store, root.certificate);
  const key = makeAttestationKey('ecdsa');
  const akpub = base64Url(new Uint8Array(createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' })));
  const part = appraisal('contraindicated', {}, { 'ear.veraison.key-attestation': { akpub } });
  await handIn(store, makeTokenFile({ claims: earClaims({ submods: { TPM: part } }), header: { x5c: [toBase64(certificate)] } }), {
    receivedAt,
  });
  await settle(store, later);
  expect((await listUnlinked(store)).items).toMatchObject([{ reason: 'key-not-enrolled' }]);
  expect(await trustOf(store, id)).toBe('verified');
  await recordStatement(store, {
    kind: 'attestation-key',
    endorsementKey: toBase64(makeTpmEndorsementKey('ec-p256', `ek-${device.number}`).publicArea),
    endorsementCertificate: null,
    attestationKey: toBase64(key.publicArea),
    method: 'credential-activation',
    author: 'agent',
    at: receivedAt.toISOString(),
    reason: 'The TPM gave the secret back.',
  });
  await settle(store, later);
  expect((await listUnlinked(store)).items).toEqual([]);
  expect(await trustOf(store, id)).toBe('failed-verification');
});

test('a key that an administrator adds counts at once, for its issuer, and until it is removed', async () => {
  const { store, id } = await enrolled();
  const signed = makeTokenFile({ claims: earClaims({ submods: { TPM: appraisal('contraindicated') } }) });
  await handIn(store, signed, { device: id, receivedAt });
  await settle(store, later);
  expect(await trustOf(store, id)).toBe('verified');
  const sha256 = sha256Hex(VERIFIER_KEY.publicKeyInfo);
  const say = async (
    at: string,
    said: { readonly action: 'add' | 'remove'; readonly issuer: string | null },
  ): Promise<string | undefined> => {
    const publicKey = said.action === 'add' ? toBase64(VERIFIER_KEY.publicKeyInfo) : null;
    await recordStatement(store, {
      kind: 'verifier-key',
      sha256,
      publicKey,
      keyId: null,
      label: 'v',
      author: 'ada',
      at,
      reason: '',
      ...said,
    });
    await settle(store, later);
    return trustOf(store, id);
  };
  expect(await say('2026-01-01T00:00:00.000Z', { action: 'add', issuer: 'https://another.example' })).toBe('verified');
  expect(await say('2026-01-02T00:00:00.000Z', { action: 'add', issuer: 'https://verifier.example' })).toBe('failed-verification');
  // What is downloaded has the key beside the anchors, so that it is judged alike offline.
  const exported = await exportEvidence(store, id, later);
  if (exported === undefined) throw new Error('no evidence');
  const { devices } = await traceEvidence(await buffer(exported.stream));
  expect(devices).toMatchObject([{ verdict: { trust: 'failed-verification' }, results: [{ standing: 'trusted' }] }]);
  expect(await say('2026-01-03T00:00:00.000Z', { action: 'remove', issuer: null })).toBe('verified');
});

test('what is no public key, or another one than its digest says, is not recorded', async () => {
  const store = await openTestStore();
  const head = {
    kind: 'verifier-key',
    action: 'add',
    keyId: null,
    issuer: null,
    label: 'v',
    author: 'ada',
    at: later.toISOString(),
  } as const;
  const sha256 = sha256Hex(VERIFIER_KEY.publicKeyInfo);
  const refused = (publicKey: string | null, digest = sha256) => recordStatement(store, { ...head, publicKey, sha256: digest, reason: '' });
  await expect(refused('AAAA')).rejects.toMatchObject({ code: 'not-a-key' });
  await expect(refused(null)).rejects.toMatchObject({ code: 'not-a-key' });
  await expect(refused(toBase64(VERIFIER_KEY.publicKeyInfo), 'a'.repeat(64))).rejects.toMatchObject({ code: 'wrong-digest' });
});

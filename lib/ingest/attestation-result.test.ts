import { expect, test } from 'vitest';
import { toBase64 } from '#lib/encoding/bytes.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { appraisal, earClaims, makeTokenFile, VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { keyUsage, makeAuthority, makeCertificate } from '#lib/testing/certificate-authority.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';

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

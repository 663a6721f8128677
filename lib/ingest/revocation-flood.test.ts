import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { nameIndexKey } from '#lib/store/name-index.ts';
import type { Store } from '#lib/store/open-store.ts';
import { MAX_TRIED } from '#lib/store/revocation-index.ts';
import { baseSerial } from '#lib/testing/sample-device.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { MAX_BELIEVED } from './believed-revocations.ts';
import { exportEvidence } from './export-evidence.ts';
import { authorities, device, enroll, inStore, iso, listBy, told, trust } from './testing/enrolled.ts';
import { day } from './testing/live.ts';
import { handIn, settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';
import { askToRefold } from './testing/truth.ts';

const { vendor, tpmVendor, stranger } = authorities;
const impostor = { ...stranger, name: vendor.name };
const PATIENCE = { timeout: 300_000 };
const revoked = [{ serialNumber: baseSerial(device), revokedAt: iso(8), reason: 'keyCompromise', invalidSince: iso(1) }] as const;

/** Lists of good standing in the issuer's name, which a stranger signed, each other bytes. */
async function forge(store: Store, count: number, by: string): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    await handIn(store, listBy(impostor, { number, thisUpdate: iso(10) }), {
      submittedBy: by,
      receivedAt: new Date(day(11).getTime() + number),
    });
  }
}

/** Rows as they would stand for lists with the issuer's name, without bytes: nothing in them can be believed. */
async function claim(store: Store, count: number, by: string): Promise<void> {
  const issuer = nameIndexKey(parseCertificate(vendor.certificate).subject);
  await store.pool.query(
    `WITH made AS (SELECT 'claimed-' || n AS sha256, $3::timestamptz + n * interval '1 second' AS at FROM generate_series(1, $2::int) n),
       artifacts AS (INSERT INTO artifact (sha256, size, created_at) SELECT sha256, 300, at FROM made),
       keys AS (INSERT INTO link_key (key, sha256, document_id, strength) SELECT $4, sha256, sha256, 'list' FROM made)
     INSERT INTO submission (id, sha256, received_at, submitted_by, may_attach_to, idempotency_key)
     SELECT gen_random_uuid()::text, sha256, at, $1, '"any"', sha256 FROM made`,
    [by, count, day(12), issuer],
  );
}

test('forged lists, more than may count and of the submitter of the genuine one, keep no revocation from being seen', PATIENCE, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    const id = await enroll(store);
    await handIn(store, listBy(vendor, { revoked }), { submittedBy: 'mallory', receivedAt: day(10) });
    await forge(store, MAX_BELIEVED + 1, 'mallory');
    await settle(store, day(12));
    expect(await told(store, id)).toMatchObject({ trust: 'failed-verification', rules: expect.arrayContaining(['certificate-revoked']) });
    const exported = await exportEvidence(store, id, day(13));
    // What counts for nothing is no evidence.
    expect((await buffer(exported?.stream ?? Readable.from([]))).length).toBeLessThan(50_000);
  }),
);

test('beyond what is tried, nothing is good: it is unknown and says why, here and in the downloaded evidence', PATIENCE, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    const id = await enroll(store);
    for (const authority of [vendor, tpmVendor]) await handIn(store, listBy(authority), { receivedAt: day(10) });
    await settle(store, day(11));
    expect((await told(store, id)).rules).not.toContain('revocation-not-checked');
    await claim(store, MAX_TRIED - 1, 'mallory');
    await askToRefold(store);
    await settle(store, day(13));
    expect((await told(store, id)).rules).not.toContain('revocation-not-checked');
    await handIn(store, listBy(impostor), { submittedBy: 'mallory', receivedAt: day(13) });
    await settle(store, day(13));
    const { rules, assessed } = await told(store, id);
    expect(rules).toContain('revocation-not-checked');
    expect(assessed.findings.find(({ rule }) => rule === 'revocation-not-checked')?.detail).toContain('too many lists to try');
    const exported = await exportEvidence(store, id, day(13));
    if (exported === undefined) throw new Error('there is no evidence');
    expect(JSON.stringify(await traceEvidence(await buffer(exported.stream)))).toContain('too many lists to try');
  }),
);

test('while there are too many to try, a revocation that another submitter handed in still counts', PATIENCE, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    const id = await enroll(store);
    await handIn(store, listBy(vendor, { revoked }), { receivedAt: day(10) });
    await claim(store, MAX_TRIED + 5, 'mallory');
    await settle(store, day(13));
    expect((await told(store, id)).trust).toBe('failed-verification');
  }),
);

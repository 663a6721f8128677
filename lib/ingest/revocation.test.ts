import { expect, test } from 'vitest';
import { derOid, derSequence } from '#lib/encoding/der-write.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { makeAuthority } from '#lib/testing/certificate-authority.ts';
import { makeOcspResponse } from '#lib/testing/revocations.ts';
import { baseSerial, endorsementSerial, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { EXTENSION, OCSP } from '#lib/x509/oids.ts';
import { askDevice } from './ask-device.ts';
import { judgeArtifact } from './judge-artifact.ts';
import { recordStatement } from './record-statement.ts';
import { authorities, device, enroll, inStore, iso, listBy, told, trust } from './testing/enrolled.ts';
import { day } from './testing/live.ts';
import { handIn, settle } from './testing/settle.ts';

const { vendor, tpmVendor } = authorities;
const other = makeSampleDevice(10);
const plant = makeAuthority({ name: 'Plant 4', algorithm: 'ec-p256', seed: 'plant', issuedBy: vendor });
const END = day(20);
const compromised = [{ serialNumber: baseSerial(device), revokedAt: iso(8), reason: 'keyCompromise', invalidSince: iso(1) }] as const;

test('a list that revokes for key compromise changes the verdict, and what was known then stays readable', { timeout: 60_000 }, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    const id = await enroll(store);
    expect((await told(store, id)).trust).toBe('verified');
    const receipt = await handIn(store, listBy(vendor, { revoked: compromised }), { receivedAt: day(10) });
    await settle(store, day(11));
    const now = await told(store, id);
    expect(now.trust).toBe('failed-verification');
    const finding = now.assessed.findings.find(({ rule }) => rule === 'certificate-revoked');
    expect(finding).toMatchObject({ severity: 'high', because: [expect.any(String), receipt.sha256] });
    const event = now.assessed.device.timeline.find(({ kind }) => kind === 'revocation');
    expect(event).toMatchObject({ sha256: receipt.sha256, at: new Date(iso(9)).toISOString().replace('.000Z', 'Z'), receivedAt: iso(10) });
    expect(event?.title).toContain('Revocation list 1 of');
    expect(event?.title).toContain('(key compromise, in doubt since 2026-03-01');
    expect((await askDevice(store, id, { knownAt: iso(9), asOf: iso(11) }))?.verdict.trust).toBe('verified');
    expect((await askDevice(store, id, { asOf: iso(7) }))?.verdict.trust).toBe('verified');
    expect((await askDevice(store, id, { asOf: iso(8) }))?.verdict.trust).toBe('failed-verification');
    expect((await listUnlinked(store)).items).toEqual([]);
    const { rows } = await store.pool.query('SELECT trust FROM assessment WHERE device_id = $1 ORDER BY at', [id]);
    expect(rows.map(({ trust: said }) => said)).toContain('verified');
  }),
);

test('lists of all issuers in date end the remark that nobody checked; past their end it returns', { timeout: 60_000 }, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    const id = await enroll(store);
    expect((await told(store, id)).rules).toContain('revocation-not-checked');
    for (const authority of [vendor, tpmVendor]) await handIn(store, listBy(authority), { receivedAt: day(10) });
    await settle(store, day(11));
    const { rules, assessed } = await told(store, id);
    expect(rules).not.toContain('revocation-not-checked');
    expect(assessed.device.nextChangeAt).toBe('2026-03-19T00:00:00Z');
    const later = await askDevice(store, id, { asOf: iso(20) });
    expect(later?.findings.find(({ rule }) => rule === 'revocation-not-checked')?.detail).toContain('not known any more');
  }),
);

test('where policy asks for revocation, nothing counts until a list came, nor after it went out of date', { timeout: 60_000 }, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    const policy = { version: 2, freshnessDays: 90, requireRevocation: true, acceptExpiredWhenReceived: false, exemptCategories: [] };
    await recordStatement(store, { kind: 'policy', policy, author: 'ann', at: iso(1), reason: 'because' });
    const id = await enroll(store);
    expect((await told(store, id)).trust).toBe('not-enrolled');
    for (const authority of [vendor, tpmVendor]) await handIn(store, listBy(authority), { receivedAt: day(10) });
    await settle(store, day(11));
    expect((await told(store, id)).trust).toBe('verified');
    expect((await askDevice(store, id, { asOf: iso(20) }))?.verdict.trust).toBe('not-enrolled');
  }),
);

test('only devices whose chains name the issuer are folded again', { timeout: 60_000 }, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    const id = await enroll(store);
    const cousin = await enroll(store, other, { ...authorities, vendor: plant });
    await handIn(store, plant.certificate, { receivedAt: day(4) });
    await settle(store, day(4));
    const versions = async () => {
      const { rows } = await store.pool.query<{ id: string; xmin: string }>('SELECT id, xmin::text FROM device');
      return new Map(rows.map((row) => [row.id, row.xmin]));
    };
    expect((await told(store, cousin)).trust).toBe('verified');
    const before = await versions();
    await handIn(store, listBy(plant, { revoked: [{ serialNumber: baseSerial(other), revokedAt: iso(8) }] }), { receivedAt: day(10) });
    await settle(store, day(11));
    const after = await versions();
    expect((await told(store, cousin)).rules).toContain('certificate-revoked');
    expect(after.get(id)).toBe(before.get(id));
    expect(after.get(cousin)).not.toBe(before.get(cousin));
  }),
);

test('the list of a root that revokes an authority below it reaches the devices of that authority', { timeout: 60_000 }, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    await handIn(store, plant.certificate, { receivedAt: day(2) });
    const cousin = await enroll(store, other, { ...authorities, vendor: plant });
    const { serialNumber } = parseCertificate(plant.certificate);
    await handIn(store, listBy(vendor, { revoked: [{ serialNumber, revokedAt: iso(8), reason: 'cACompromise', invalidSince: iso(1) }] }), {
      receivedAt: day(10),
    });
    await settle(store, day(11));
    expect((await told(store, cousin)).trust).toBe('failed-verification');
  }),
);

test('a response about one certificate reaches its device alone, named by any digest of its issuer', { timeout: 60_000 }, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    const id = await enroll(store);
    const extensions = [{ oid: EXTENSION.extendedKeyUsage, value: derSequence(derOid(OCSP.signing)) }];
    const responder = makeAuthority({ name: 'Responder', algorithm: 'ec-p256', seed: 'responder', issuedBy: tpmVendor, extensions });
    const answers = [
      { serialNumber: endorsementSerial(device), status: { revokedAt: iso(8), reason: 'keyCompromise' }, thisUpdate: iso(9) },
    ] as const;
    const response = makeOcspResponse({
      issuer: tpmVendor,
      responder,
      by: 'key',
      hash: 'sha256',
      answers,
      producedAt: iso(9),
      certificates: [responder.certificate],
    });
    const { sha256 } = await handIn(store, response, { receivedAt: day(10) });
    await settle(store, day(11));
    const { rules, assessed } = await told(store, id);
    expect(rules).toContain('certificate-revoked');
    expect(assessed.device.timeline.find(({ kind }) => kind === 'revocation')?.title).toContain('OCSP response');
    const [judged] = await judgeArtifact(store, sha256);
    expect(judged?.checks.filter(({ status }) => status === 'pass').map((check) => check.id)).toEqual(
      expect.arrayContaining(['signature', 'chain']),
    );
    expect((await listUnlinked(store)).items).toEqual([]);
  }),
);

test('a list that a stranger made in the name of the issuer changes nothing', { timeout: 60_000 }, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    const id = await enroll(store);
    const before = (await told(store, id)).assessed;
    const impostor = { ...authorities.stranger, name: vendor.name };
    for (const revoked of [compromised, []]) await handIn(store, listBy(impostor, { revoked }), { receivedAt: day(10) });
    await settle(store, day(3));
    expect((await told(store, id)).assessed).toEqual(before);
  }),
);

test('a list that came before the certificates is asked all the same', { timeout: 60_000 }, () =>
  inStore(async (store) => {
    await trust(store, vendor, tpmVendor);
    await handIn(store, listBy(vendor, { thisUpdate: iso(1), revoked: [{ ...compromised[0], revokedAt: iso(1) }] }), {
      receivedAt: day(1),
    });
    await settle(store, day(1));
    const id = await enroll(store);
    expect((await told(store, id)).trust).toBe('failed-verification');
    await settle(store, END);
  }),
);

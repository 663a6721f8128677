import { derOid, derSequence } from '#lib/encoding/der-write.ts';
import { type Authority, makeAuthority } from '#lib/testing/certificate-authority.ts';
import { makeOcspResponse, makeRevocationList, type TestAnswer, type TestRevocation } from '#lib/testing/revocations.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseSerial, endorsementSerial, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { EXTENSION, OCSP } from '#lib/x509/oids.ts';

const { vendor, tpmVendor, stranger } = makeSampleAuthorities();
const device = makeSampleDevice(7);
const cousin = makeSampleDevice(13);

/** Signs for the cousin, below the vendor: its chain needs a certificate that is handed in like any file. */
export const plant: Authority = makeAuthority({ name: 'Plant 4', algorithm: 'ec-p256', seed: 'plant', issuedBy: vendor });

interface Listed {
  /** A day of March 2026; the next list is promised for a day of April, or of March where it is out of date. */
  readonly day: number;
  readonly nextUpdate?: string;
  readonly revoked?: readonly TestRevocation[];
  readonly baseNumber?: number;
}

const march = (day: number): string => new Date(Date.UTC(2026, 2, day)).toISOString();

/** The number of a list is its day. */
const listBy = (
  authority: Pick<Authority, 'name' | 'keyIdentifier' | 'algorithmIdentifier' | 'sign'>,
  { day, ...more }: Listed,
): Uint8Array => makeRevocationList({ authority, number: day, thisUpdate: march(day), nextUpdate: '2026-04-20T00:00:00Z', ...more });

const base = (revokedAt: string, more: Omit<TestRevocation, 'serialNumber' | 'revokedAt'>): readonly TestRevocation[] => [
  { serialNumber: baseSerial(device), revokedAt, ...more },
];
const responder = makeAuthority({
  name: 'Responder',
  algorithm: 'ec-p256',
  seed: 'responder',
  issuedBy: tpmVendor,
  extensions: [{ oid: EXTENSION.extendedKeyUsage, value: derSequence(derOid(OCSP.signing)) }],
});
const aboutEk = (day: number, status: TestAnswer['status']): Uint8Array =>
  makeOcspResponse({
    issuer: tpmVendor,
    responder,
    producedAt: march(day),
    answers: [{ serialNumber: endorsementSerial(device), status, thisUpdate: march(day), nextUpdate: '2026-04-20T00:00:00Z' }],
    certificates: [responder.certificate],
  });
const compromised = base(march(4), { reason: 'keyCompromise', invalidSince: '2026-01-01T00:00:00Z' });

/** Lists and responses that histories are made of: genuine and forged ones, of every authority, in date and not. */
export const REVOCATION_FILES = {
  'vendor-list': listBy(vendor, { day: 2 }),
  'vendor-list-out-of-date': listBy(vendor, { day: 1, nextUpdate: march(3) }),
  'vendor-list-compromised': listBy(vendor, { day: 5, revoked: compromised }),
  'vendor-list-superseded': listBy(vendor, { day: 6, revoked: base(march(4), { reason: 'superseded' }) }),
  'vendor-list-hold': listBy(vendor, { day: 7, revoked: base(march(6), { reason: 'certificateHold' }) }),
  'vendor-delta-list-released': listBy(vendor, { day: 8, baseNumber: 7, revoked: base(march(7), { reason: 'removeFromCRL' }) }),
  'vendor-list-plant-revoked': listBy(vendor, {
    day: 9,
    revoked: [{ serialNumber: parseCertificate(plant.certificate).serialNumber, revokedAt: march(8), reason: 'cACompromise' }],
  }),
  'vendor-list-forged': listBy({ ...stranger, name: vendor.name }, { day: 10, revoked: compromised }),
  'tpm-list': listBy(tpmVendor, { day: 3 }),
  'plant-list': listBy(plant, { day: 3 }),
  'plant-list-revoked': listBy(plant, { day: 4, revoked: [{ serialNumber: baseSerial(cousin), revokedAt: march(2) }] }),
  'ek-good': aboutEk(4, 'good'),
  'ek-revoked': aboutEk(6, { revokedAt: march(5), reason: 'keyCompromise' }),
} as const;

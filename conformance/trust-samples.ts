import { policyIssuer } from '#lib/present/policy-issuer.ts';
import { makeOcspResponse, makeRevocationList, type TestRevocation } from '#lib/testing/revocations.ts';
import type { SampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, baseSerial, deltaOf, endorsementKeyOf, endorsementSerial, memoryModule } from '#lib/testing/sample-device.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { authorities, device, fromVendor, type Handed, inspected, received, type SampleFolder } from './sample-folder.ts';

const built = [fromVendor('ek.cer', endorsementKeyOf(device, authorities)), fromVendor('base.cer', baseOf(device, authorities))];
/** Received on 10 January. */
const enrolled = [...built, received];

/** The list of an authority of 20 May, in date when it is judged. */
function listOf(who: keyof SampleAuthorities, revoked: readonly TestRevocation[] = []): Handed {
  const dates = { thisUpdate: '2026-05-20T00:00:00Z', nextUpdate: '2026-06-20T00:00:00Z' };
  const bytes = makeRevocationList({ authority: authorities[who], number: 5, ...dates, revoked });
  return { file: `${who}.crl`, bytes, day: '05-21' };
}
const base = (entry: Omit<TestRevocation, 'serialNumber'>): TestRevocation => ({ serialNumber: baseSerial(device), ...entry });

const fifth = memoryModule(`${device.platform.serial}-M5`);
const grown = [...device.components, fifth];
const delta = deltaOf({
  device,
  authorities,
  order: 1,
  notBefore: '2026-03-01T00:00:00Z',
  components: [{ ...fifth, status: 'added' }],
  issuer: 'integrator',
});
const issuer = (who: keyof SampleAuthorities): object => policyIssuer(parseCertificate(authorities[who].certificate));

/** Samples of what takes trust away that a signature gave: revocation, and the table of who may say what. */
export const TRUST_SAMPLES: readonly SampleFolder[] = [
  { name: 'checked-by-lists-in-date', handed: [...enrolled, listOf('vendor'), listOf('tpmVendor')] },
  {
    name: 'revoked-for-key-compromise',
    handed: [
      ...enrolled,
      listOf('vendor', [base({ revokedAt: '2026-04-20T00:00:00Z', reason: 'keyCompromise', invalidSince: '2026-01-01T00:00:00Z' })]),
    ],
  },
  {
    name: 'key-compromised-after-it-was-received',
    handed: [
      ...enrolled,
      listOf('vendor', [base({ revokedAt: '2026-04-20T00:00:00Z', reason: 'keyCompromise', invalidSince: '2026-03-01T00:00:00Z' })]),
    ],
  },
  {
    name: 'superseded-after-it-was-received',
    handed: [...enrolled, listOf('vendor', [base({ revokedAt: '2026-04-20T00:00:00Z', reason: 'superseded' })]), listOf('tpmVendor')],
  },
  {
    name: 'superseded-before-it-was-received',
    handed: [...enrolled, listOf('vendor', [base({ revokedAt: '2026-01-05T00:00:00Z', reason: 'superseded' })])],
  },
  {
    name: 'ek-certificate-revoked-by-a-response',
    handed: [
      ...enrolled,
      {
        file: 'response.ors',
        bytes: makeOcspResponse({
          issuer: authorities.tpmVendor,
          responder: authorities.tpmVendor,
          producedAt: '2026-05-20T00:00:00Z',
          answers: [
            {
              serialNumber: endorsementSerial(device),
              status: { revokedAt: '2026-01-05T00:00:00Z', reason: 'keyCompromise' },
              thisUpdate: '2026-05-20T00:00:00Z',
              nextUpdate: '2026-06-20T00:00:00Z',
            },
          ],
        }),
        day: '05-21',
      },
    ],
  },
  {
    name: 'issuer-not-allowed-for-a-base',
    handed: enrolled,
    mayAssert: [{ who: issuer('vendor'), rights: ['base'], models: ['Another model'] }],
  },
  {
    name: 'issuer-not-allowed-for-a-delta',
    trusted: ['tpmVendor', 'vendor', 'integrator'],
    handed: [...enrolled, fromVendor('delta.cer', delta, '03-02'), inspected('05-01', grown)],
    mayAssert: [
      { who: issuer('vendor'), rights: ['base'] },
      { who: issuer('integrator'), rights: ['delta'], categories: ['storage'] },
    ],
  },
];

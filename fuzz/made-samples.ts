import { earClaims, makeEarCwt, makeRevocation, makeTokenFile } from '#lib/testing/attestation-results.ts';
import { makeHbom, makeSbom } from '#lib/testing/boms.ts';
import { coswidMap, makeComid, makeCorim, makeCoswid, signCorim } from '#lib/testing/concise-manifests.ts';
import { PLATFORM_CERTIFICATE_SAMPLES } from '#lib/testing/platform-certificate-samples.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { issuingDistributionPoint, makeOcspResponse, makeRevocationList } from '#lib/testing/revocations.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import {
  baseOf,
  baseSerial,
  deltaOf,
  endorsementKeyOf,
  endorsementSerial,
  inventoryOf,
  makeSampleDevice,
  memoryModule,
} from '#lib/testing/sample-device.ts';
import { bomAsXml } from '#lib/testing/xml-boms.ts';
import { ATTESTATION_SAMPLES } from './attestation-samples.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(1);
const [ek, base] = [endorsementKeyOf(device, authorities), baseOf(device, authorities)];
const pem = (der: Uint8Array, label: string): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const bom = {
  subject: { ...device.platform, revision: null },
  components: device.components,
  serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  timestamp: '2026-02-01T00:00:00Z',
  complete: true,
};

/** One file of every kind, made. */
export const MADE_SAMPLES: Readonly<Record<string, Uint8Array>> = {
  base,
  'base with every field': PLATFORM_CERTIFICATE_SAMPLES['base-1-1-every-field']?.() ?? base,
  'base of 1.0': PLATFORM_CERTIFICATE_SAMPLES['base-1-0-every-field']?.() ?? base,
  delta: deltaOf({
    device,
    authorities,
    order: 1,
    components: [{ ...memoryModule('M9'), status: 'added' }],
    notBefore: '2026-02-01T00:00:00Z',
  }),
  'EK certificate': ek,
  'concise reference manifest': signCorim(
    makeCorim({ tags: [makeComid(), makeCoswid(coswidMap([{ name: 'x1.bin', digest: new Uint8Array(32) }]))] }),
  ),
  'reference manifest': makeManifestSigner('fuzz').sign(
    makeManifest({ files: [{ name: 'x1.rimel', bytes: base }], links: '<Link rel="requires" href="swid:kirin-x0"/>' }),
  ),
  'revocation list': makeRevocationList({
    authority: authorities.vendor,
    thisUpdate: '2026-05-01T00:00:00Z',
    nextUpdate: '2026-07-01T00:00:00Z',
    number: 7,
    revoked: [
      { serialNumber: 1, revokedAt: '2026-03-01T00:00:00Z', reason: 'keyCompromise', invalidSince: '2026-02-01T00:00:00Z' },
      { serialNumber: baseSerial(device), revokedAt: '2026-04-01T00:00:00Z', reason: 'superseded' },
    ],
    extensions: [issuingDistributionPoint({ only: 'attribute-certificates' })],
  }),
  'OCSP response': makeOcspResponse({
    issuer: authorities.tpmVendor,
    responder: authorities.tpmVendor,
    producedAt: '2026-05-01T00:00:00Z',
    answers: [
      { serialNumber: endorsementSerial(device), status: 'good', thisUpdate: '2026-05-01T00:00:00Z', nextUpdate: '2026-07-01T00:00:00Z' },
    ],
    certificates: [authorities.tpmVendor.certificate],
  }),
  'certificate of an authority': authorities.vendor.certificate,
  bundle: text(pem(authorities.vendor.certificate, 'CERTIFICATE') + pem(base, 'ATTRIBUTE CERTIFICATE') + pem(ek, 'CERTIFICATE')),
  HBOM: makeHbom(bom),
  SBOM: makeSbom({ ...bom, specVersion: '1.4', components: [{ model: 'left-pad', purl: 'pkg:npm/left-pad@1.0.0' }] }),
  'HBOM as XML': bomAsXml(makeHbom(bom)),
  'SBOM as XML, with a prefix': bomAsXml(makeSbom({ ...bom, components: [{ model: 'left-pad', purl: 'pkg:npm/left-pad@1.0.0' }] }), {
    prefix: 'c',
  }),
  'empty BOM as XML': text('<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"></bom>'),
  inventory: inventoryOf(device),
  ...ATTESTATION_SAMPLES,
  'attestation result': makeTokenFile({ claims: earClaims() }),
  'attestation result as CWT': makeEarCwt(),
  'revocation by Keylime': makeRevocation({
    type: 'revocation',
    agent_id: 'agent',
    event_id: 'ima.validation',
    severity_label: 'emergency',
  }),
};

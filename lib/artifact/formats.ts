import { looksLikeEvidence, parseEvidence } from '#lib/attestation/evidence.ts';
import { looksLikeResult, parseAttestationResult } from '#lib/attestation/parse.ts';
import { parseConciseManifest } from '#lib/attestation/reference/corim.ts';
import { looksLikeConciseManifest, looksLikeSwidTag } from '#lib/attestation/reference/identify.ts';
import { parseSwidManifest } from '#lib/attestation/reference/swid.ts';
import { identifyCycloneDx } from '#lib/cyclonedx/identify.ts';
import { parseCycloneDx } from '#lib/cyclonedx/parse.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { identifyInventoryBytes, parseInventory } from '#lib/inventory/parse.ts';
import { isAttestationKeyCertificate, parseAttestationKeyCertificate } from '#lib/platform-cert/attestation-key.ts';
import { isEndorsementKeyCertificate, parseEndorsementKeyCertificate } from '#lib/platform-cert/endorsement-key.ts';
import { identifyAttributeCertificate, identifyPublicKeyPlatformCertificate } from '#lib/platform-cert/identify.ts';
import { parsePlatformCertificate, parsePlatformKeyCertificate } from '#lib/platform-cert/parse.ts';
import { looksLikeEventLog, looksLikeQuote } from '#lib/tpm/identify.ts';
import { parseEventLogs, parseTpmQuote } from '#lib/tpm/parse.ts';
import { looksLikeRuntimeLog, parseRuntimeLog } from '#lib/tpm/runtime-log.ts';
import { looksLikeCertificate, parseCertificate } from '#lib/x509/certificate.ts';
import { looksLikeCertificateList, parseCertificateList } from '#lib/x509/certificate-list.ts';
import { looksLikeOcspResponse, parseOcspResponse } from '#lib/x509/ocsp-response.ts';
import type { Format } from './format.ts';
import { RECOGNIZED } from './recognized.ts';
import type { Document, Kind } from './types.ts';

const DER_SEQUENCE = 0x30;
/** In front of each text of a sequence of JSON texts. */
const RECORD_SEPARATOR = 0x1e;
const firstVisible = (bytes: Uint8Array): number | undefined =>
  bytes.find((octet) => octet > 0x20 && octet !== 0xef && octet !== 0xbb && octet !== 0xbf);

const attributeCertificate: Format = {
  name: 'platform attribute certificate',
  rule: 'RFC 5755 section 4.1; TCG Platform Certificate Profile 1.1 and 2.1, section 3',
  identify(bytes) {
    const kind = identifyAttributeCertificate(bytes);
    // Another attribute certificate: its parser refuses it by name.
    return kind === 'attribute-certificate' ? 'platform-certificate' : kind;
  },
  parse: parsePlatformCertificate,
};

const publicKeyCertificate: Format = {
  name: 'public-key certificate',
  rule: 'RFC 5280 section 4.1',
  begins: (bytes) => bytes[0] === DER_SEQUENCE,
  identify: (bytes) => (looksLikeCertificate(bytes) ? (publicKeyPlatformKind(bytes) ?? 'certificate') : undefined),
  parse(bytes, sha256): Document {
    const certificate = parseCertificate(bytes, sha256);
    const platform = identifyPublicKeyPlatformCertificate(certificate);
    if (platform !== undefined) return parsePlatformKeyCertificate(certificate, platform);
    // Both carry the names of a TPM.
    if (isAttestationKeyCertificate(certificate)) return parseAttestationKeyCertificate(certificate);
    return isEndorsementKeyCertificate(certificate) ? parseEndorsementKeyCertificate(certificate) : { kind: 'certificate', certificate };
  },
};

/** The arc 2.23.133.8 (key purposes) and 2.23.133.2.25 (credential type) as they stand in DER. */
const TCG_PURPOSE = Buffer.from('678105', 'hex');

/** Parses only where a TCG object identifier occurs, so that plain certificates are looked at once. */
function publicKeyPlatformKind(bytes: Uint8Array): Kind | undefined {
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(TCG_PURPOSE)) return undefined;
  try {
    return identifyPublicKeyPlatformCertificate(parseCertificate(bytes));
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

const certificateList: Format = {
  name: 'certificate revocation list',
  rule: 'RFC 5280 section 5.1',
  identify: (bytes) => (looksLikeCertificateList(bytes) ? 'certificate-revocation-list' : undefined),
  parse: parseCertificateList,
};

const ocspResponse: Format = {
  name: 'OCSP response',
  rule: 'RFC 6960 section 4.2.1',
  identify: (bytes) => (looksLikeOcspResponse(bytes) ? 'ocsp-response' : undefined),
  parse: parseOcspResponse,
};

const cycloneDx: Format = {
  name: 'CycloneDX BOM',
  identify: (bytes) => (identifyCycloneDx(bytes) === undefined ? undefined : 'cyclonedx-bom'),
  parse: parseCycloneDx,
};

const tpmQuote: Format = {
  name: 'TPM quote',
  identify: (bytes) => (looksLikeQuote(bytes) ? 'tpm-quote' : undefined),
  parse: parseTpmQuote,
};

const attestationEvidence: Format = {
  name: 'attestation evidence',
  identify: (bytes) => (looksLikeEvidence(bytes) ? 'attestation-evidence' : undefined),
  parse: parseEvidence,
};

const eventLog: Format = {
  name: 'TPM event log',
  identify: (bytes) => (looksLikeEventLog(bytes) ? 'tpm-event-log' : undefined),
  parse: parseEventLogs,
};

const runtimeLog: Format = {
  name: 'runtime log of systemd',
  rule: 'systemd, TPM2 PCR measurements; TCG Canonical Event Log Format 1.0 section 5 (JSON)',
  begins: (bytes) => bytes[0] === RECORD_SEPARATOR,
  identify: (bytes) => (looksLikeRuntimeLog(bytes) ? 'tpm-runtime-log' : undefined),
  parse: parseRuntimeLog,
};

const referenceManifest: Format = {
  name: 'reference manifest',
  identify: (bytes) => (looksLikeSwidTag(bytes) ? 'reference-manifest' : undefined),
  parse: parseSwidManifest,
};

const conciseManifest: Format = {
  name: 'concise reference manifest',
  identify: (bytes) => (looksLikeConciseManifest(bytes) ? 'reference-manifest' : undefined),
  parse: parseConciseManifest,
};

const attestationResult: Format = {
  name: 'attestation result',
  identify: (bytes) => (looksLikeResult(bytes) ? 'attestation-result' : undefined),
  parse: parseAttestationResult,
};

const inventory: Format = {
  name: 'inventory',
  begins: (bytes) => firstVisible(bytes) === 0x7b || firstVisible(bytes) === 0x5b,
  identify: (bytes) => (identifyInventoryBytes(bytes) === undefined ? undefined : 'inventory'),
  parse: parseInventory,
};

/** Every format, in the order in which they are asked: the strictest structure first. */
export const FORMATS: readonly Format[] = [
  attributeCertificate,
  publicKeyCertificate,
  certificateList,
  ocspResponse,
  cycloneDx,
  attestationEvidence,
  tpmQuote,
  eventLog,
  runtimeLog,
  referenceManifest,
  conciseManifest,
  attestationResult,
  ...RECOGNIZED,
  inventory,
];

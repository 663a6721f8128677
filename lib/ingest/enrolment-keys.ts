import { describeDocument } from '#lib/artifact/describe.ts';
import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { attestedKeyOf, attestedLinkKey, endorsementLinkKey } from '#lib/device/link/attestation-keys.ts';
import { concatBytes, toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { DEVICE_KEY } from '#lib/platform-cert/oids.ts';
import {
  attestationKeyFlaws,
  endorsementKeyFlaws,
  nameOf,
  parsePublicArea,
  subjectPublicKeyInfoOf,
  type TpmPublicArea,
} from '#lib/tpm/public-area.ts';
import { AttestationRefused } from './attestation-refused.ts';

/** Octets of one public area. Real ones have under 700. */
export const MAX_ENROLLED_KEY_BYTES = 1024;
/** Octets of the certificate of an endorsement key, as the TPM keeps it. Real ones have under 2 KiB. */
export const MAX_ENROLLED_CERTIFICATE_BYTES = 16 * 1024;

/** The keys of one TPM, as a device says them. */
export interface SaidKeys {
  readonly endorsementKey: Uint8Array;
  /** DER, as the TPM keeps it; null where it has none. */
  readonly endorsementCertificate: Uint8Array | null;
  readonly attestationKey: Uint8Array;
}

/** The same, when nothing speaks against asking the TPM. */
export interface AcceptableKeys {
  readonly endorsement: TpmPublicArea;
  /** TPM2B_PUBLIC, base64. */
  readonly endorsementKey: string;
  /** `ek-key:…` */
  readonly endorsementLinkKey: string;
  readonly endorsementCertificate: ReadDocument | null;
  /** TPM2B_PUBLIC, base64. */
  readonly attestationKey: string;
  readonly attestationKeyName: Uint8Array;
}

/**
 * Reads the keys, and tells in words why one of them can't be enrolled. Where there is a certificate, its key is the one that is
 * asked: a public key that comes beside it has to be the same.
 * @throws AttestationRefused 'not-acceptable'
 * @spec TPM 2.0 Library Part 1 sections 24 and 25.1.3; TCG EK Credential Profile 2.5 section 3.2
 */
export function readSaidKeys(said: SaidKeys): AcceptableKeys {
  const endorsement = areaOf('endorsementKey', said.endorsementKey);
  const attestation = areaOf('attestationKey', said.attestationKey);
  refuseFlaws('endorsementKey', endorsementKeyFlaws(endorsement));
  refuseFlaws('attestationKey', attestationKeyFlaws(attestation));
  const name = nameOf(attestation);
  if (name === null || subjectPublicKeyInfoOf(attestation) === null)
    throw refused('attestationKey: its numbers are no key, or its name is made by a hash function that is not supported');
  const endorsementKey = base64Of(endorsement);
  const linkKey = endorsementLinkKey(endorsement);
  if (linkKey === undefined) throw refused('endorsementKey: its numbers are no key, or on a curve that is not supported');
  return {
    endorsement,
    endorsementKey,
    endorsementLinkKey: linkKey,
    endorsementCertificate: said.endorsementCertificate === null ? null : certificateFor(linkKey, said.endorsementCertificate),
    attestationKey: base64Of(attestation),
    attestationKeyName: name,
  };
}

/** The name of a key in hexadecimal, as challenges and statements say it. */
export const nameText = ({ attestationKeyName }: AcceptableKeys): string => toHex(attestationKeyName);

function areaOf(field: string, octets: Uint8Array): TpmPublicArea {
  if (octets.length > MAX_ENROLLED_KEY_BYTES)
    throw refused(`${field}: ${octets.length} octets; at most ${MAX_ENROLLED_KEY_BYTES} are read`);
  try {
    return parsePublicArea(octets);
  } catch (error) {
    if (error instanceof ParseError) throw refused(`${field}: no public area of a TPM: ${error.message}`);
    throw error;
  }
}

function refuseFlaws(field: string, flaws: readonly string[]): void {
  if (flaws.length > 0) throw refused(`${field}: ${flaws.join(', ')}`);
}

/** With its size in front, whichever form it came in. */
function base64Of({ octets }: TpmPublicArea): string {
  return Buffer.from(concatBytes([Uint8Array.of(octets.length >>> 8, octets.length & 0xff), octets])).toString('base64');
}

/**
 * Reads the certificate of an endorsement key, and tells in words why it is none or not for this key.
 * @throws AttestationRefused 'not-acceptable'
 */
export function certificateFor(linkKey: string, octets: Uint8Array): ReadDocument {
  const read = readOneCertificate('endorsementCertificate', octets);
  if (read?.document?.kind !== 'endorsement-key-certificate')
    throw refused('endorsementCertificate: not the certificate of one endorsement key in DER');
  if (`ek-key:${read.document.keyDigest}` !== linkKey) throw refused('endorsementCertificate: it is for another key than endorsementKey');
  return read;
}

/** A key that attests and what its certificate is told as. */
export interface VouchedKey {
  /** TPM2B_PUBLIC, base64. */
  readonly key: string;
  readonly names: { readonly key: string; readonly certificate: string };
}

/**
 * Reads the certificate of a key that attests, and tells in words why it is none or not for this key.
 * @throws AttestationRefused 'not-acceptable'
 */
export function readKeyCertificate(octets: Uint8Array, { key, names }: VouchedKey): ReadDocument {
  const read = readOneCertificate(names.certificate, octets);
  const document = read?.document;
  if (read === undefined || document?.kind !== 'attestation-key-certificate')
    throw refused(`${names.certificate}: not the certificate of one attestation key in DER${whatElse(read)}`);
  if (document.keyDigest === null || attestedLinkKey(document.keyDigest) !== attestedKeyOf(key))
    throw refused(`${names.certificate}: it is for another key than ${names.key}`);
  return read;
}

/**
 * Reads a key that certified another one: it has to be one that signs only what its TPM generates.
 * @returns TPM2B_PUBLIC, base64
 * @throws AttestationRefused 'not-acceptable'
 */
export function readCertifyingKey(octets: Uint8Array): string {
  const area = areaOf('certifyingKey', octets);
  refuseFlaws('certifyingKey', attestationKeyFlaws(area));
  return base64Of(area);
}

/** @returns TPM2B_PUBLIC, base64 @throws AttestationRefused 'not-acceptable' */
export const readParentKey = (octets: Uint8Array): string => base64Of(areaOf('parentKey', octets));

function whatElse(read: ReadDocument | undefined): string {
  if (read?.document === undefined) return '';
  const { document } = read;
  if (document.kind !== 'certificate') return `: this is ${visibleText(describeDocument(read))}`;
  return document.certificate.basicConstraints?.ca === true
    ? ': this is the certificate of an authority'
    : `: this certificate has neither the key purpose ${DEVICE_KEY.attestationPurpose} nor another mark of one`;
}

/** Undefined where the octets hold several, or none. */
function readOneCertificate(field: string, octets: Uint8Array): ReadDocument | undefined {
  if (octets.length > MAX_ENROLLED_CERTIFICATE_BYTES)
    throw refused(`${field}: ${octets.length} octets; at most ${MAX_ENROLLED_CERTIFICATE_BYTES} are read`);
  const [read, ...more] = readArtifact(octets).documents;
  return more.length > 0 ? undefined : read;
}

const refused = (problem: string): AttestationRefused => new AttestationRefused('not-acceptable', problem);

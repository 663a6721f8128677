import { expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readSmallInteger, readString } from '#lib/encoding/der-values.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { readKnownExtension } from '#lib/x509/extensions.ts';
import { keyDigest } from '#lib/x509/key.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import type { Certificate, NameAttribute } from '#lib/x509/types.ts';
import { directoryAttributesOf } from './identify.ts';
import { ATTRIBUTE, CREDENTIAL_TYPE } from './oids.ts';
import { directoryAttributes, textOf } from './platform-names.ts';
import type { EndorsementKeyCertificate, TpmSpecification } from './types.ts';

const TPM_NAMES: readonly string[] = [ATTRIBUTE.tpmManufacturer, ATTRIBUTE.tpmModel, ATTRIBUTE.tpmVersion];

/**
 * Whether a certificate is for an endorsement key: no authority, and marked by the key purpose, by a TPM's names in the
 * subjectAltName, or by the TPM's specification among the directory attributes. Any one mark is enough, because real
 * certificates lack the others.
 * @spec TCG EK Credential Profile 2.5 section 3.2
 */
export function isEndorsementKeyCertificate(certificate: Certificate): boolean {
  if (certificate.basicConstraints?.ca === true) return false;
  return (
    certificate.extendedKeyUsage?.includes(CREDENTIAL_TYPE.endorsementKey) === true ||
    alternativeNames(certificate, []).some(({ oid }) => TPM_NAMES.includes(oid)) ||
    directoryAttributesOf(certificate).some(({ oid }) => oid === ATTRIBUTE.tpmSpecification)
  );
}

/**
 * Reads what an endorsement key certificate says of the TPM. Never throws: an unreadable field is null, with a warning.
 * @param certificate  one for which `isEndorsementKeyCertificate` holds
 * @spec  TCG EK Credential Profile 2.5 section 3.2
 */
export function parseEndorsementKeyCertificate(certificate: Certificate): EndorsementKeyCertificate {
  const warnings: Warning[] = [...certificate.warnings];
  const names = alternativeNames(certificate, warnings);
  if (certificate.extendedKeyUsage?.includes(CREDENTIAL_TYPE.endorsementKey) !== true) {
    warnings.push({ code: 'missing-key-purpose', detail: 'the TCG EK key purpose 2.23.133.8.1 is missing', path: 'extendedKeyUsage' });
  }
  return {
    kind: 'endorsement-key-certificate',
    certificate,
    keyDigest: keyDigest(certificate.subjectPublicKeyInfo),
    tpmManufacturer: textOf(names, ATTRIBUTE.tpmManufacturer),
    tpmModel: textOf(names, ATTRIBUTE.tpmModel),
    tpmVersion: textOf(names, ATTRIBUTE.tpmVersion),
    tpmSpecification: readTpmSpecification(certificate, warnings),
    warnings,
  };
}

function alternativeNames({ extensions }: Certificate, warnings: Warning[]): readonly NameAttribute[] {
  const read = (value: Uint8Array) => directoryAttributes(expectTag(readDer(value), TAG.sequence, 'subjectAltName'));
  return readKnownExtension({ extensions, oid: EXTENSION.subjectAltName, read, warnings }) ?? [];
}

function readTpmSpecification(certificate: Certificate, warnings: Warning[]): TpmSpecification | null {
  const value = directoryAttributesOf(certificate).find(({ oid }) => oid === ATTRIBUTE.tpmSpecification)?.values[0];
  if (value === undefined) return null;
  try {
    const fields = fieldsOf(expectTag(value, TAG.sequence, 'TPMSpecification'));
    const family = readString(fields.take('family', TAG.utf8String));
    const level = readSmallInteger(fields.take('level', TAG.integer));
    return { family, level, revision: readSmallInteger(fields.take('revision', TAG.integer)) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    warnings.push({ code: 'malformed-field', detail: `the TPM specification can't be read: ${error.message}`, path: 'tpmSpecification' });
    return null;
  }
}

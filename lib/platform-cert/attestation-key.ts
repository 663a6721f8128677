import { contentOf, type DerNode, expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readOid, readString } from '#lib/encoding/der-values.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { readKnownExtension } from '#lib/x509/extensions.ts';
import { type GeneralName, readGeneralNames } from '#lib/x509/general-names.ts';
import { keyDigest } from '#lib/x509/key.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import { readPolicyExtensions } from '#lib/x509/policy-extensions.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { ATTRIBUTE, CREDENTIAL_TYPE, DEVICE_KEY, OTHER_NAME } from './oids.ts';
import { textOf } from './platform-names.ts';
import type { AttestationKeyCertificate, HardwareModule, PermanentIdentifier } from './types.ts';

/** What a certificate may claim to have verified, by policy; some issuers write it among the key purposes. */
const VERIFIED = [
  { name: 'residency', oid: DEVICE_KEY.verifiedResidency },
  { name: 'fixed', oid: DEVICE_KEY.verifiedFixed },
  { name: 'restricted', oid: DEVICE_KEY.verifiedRestricted },
] as const;

/**
 * Whether a certificate is for a key that attests or identifies a device with a TPM: no authority, none of an endorsement key, and marked by its
 * key purpose, by a policy, or by the hardware module of a TPM.
 * @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8.2
 */
export function isAttestationKeyCertificate(certificate: Certificate): boolean {
  const { basicConstraints, extendedKeyUsage } = certificate;
  if (basicConstraints?.ca === true || extendedKeyUsage?.includes(CREDENTIAL_TYPE.endorsementKey) === true) return false;
  return (
    extendedKeyUsage?.includes(DEVICE_KEY.attestationPurpose) === true ||
    verifiedOf(certificate, []).length > 0 ||
    hardwareModules(namesOf(certificate, []), []).some(({ type }) => type === DEVICE_KEY.tpmHardware)
  );
}

/**
 * Reads what the certificate says of the key, the TPM and the platform. Never throws: what can't be read is left out, with a warning.
 * @param certificate  one for which `isAttestationKeyCertificate` holds
 * @spec  TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8.2; RFC 4108 section 5; RFC 4043 section 2
 */
export function parseAttestationKeyCertificate(certificate: Certificate): AttestationKeyCertificate {
  const warnings: Warning[] = [...certificate.warnings];
  const names = namesOf(certificate, warnings);
  const verified = verifiedOf(certificate, warnings);
  const attributes = names.flatMap((name) => (name.kind === 'directory-name' ? name.name.rdns.flat() : []));
  const isForAttesting = certificate.extendedKeyUsage?.includes(DEVICE_KEY.attestationPurpose) === true || verified.includes('restricted');
  return {
    kind: 'attestation-key-certificate',
    certificate,
    keyDigest: keyDigest(certificate.subjectPublicKeyInfo),
    use: isForAttesting ? 'attestation' : 'identity',
    verified,
    hardwareModules: hardwareModules(names, warnings),
    permanentIdentifiers: permanentIdentifiers(names, warnings),
    tpmManufacturer: textOf(attributes, ATTRIBUTE.tpmManufacturer),
    platform: {
      manufacturer: textOf(attributes, ATTRIBUTE.platformManufacturer),
      model: textOf(attributes, ATTRIBUTE.platformModel),
      version: textOf(attributes, ATTRIBUTE.platformVersion),
      serial: textOf(attributes, ATTRIBUTE.platformSerial),
    },
    warnings,
  };
}

function verifiedOf({ extensions, extendedKeyUsage }: Certificate, warnings: Warning[]): AttestationKeyCertificate['verified'] {
  const read = (): ReadonlySet<string> | null => readPolicyExtensions(extensions).policies;
  const policies = readKnownExtension({ extensions, oid: EXTENSION.certificatePolicies, read, warnings });
  return VERIFIED.filter(({ oid }) => policies?.has(oid) === true || extendedKeyUsage?.includes(oid) === true).map(({ name }) => name);
}

function namesOf({ extensions }: Certificate, warnings: Warning[]): readonly GeneralName[] {
  const read = (value: Uint8Array) => readGeneralNames(expectTag(readDer(value), TAG.sequence, 'subjectAltName'));
  return readKnownExtension({ extensions, oid: EXTENSION.subjectAltName, read, warnings }) ?? [];
}

function hardwareModules(names: readonly GeneralName[], warnings: Warning[]): readonly HardwareModule[] {
  return otherNames(names, { typeId: OTHER_NAME.hardwareModuleName, path: 'hardwareModuleName', warnings }, (node) => {
    const fields = fieldsOf(expectTag(node, TAG.sequence, 'HardwareModuleName'));
    return { type: readOid(fields.take('hwType', TAG.oid)), serial: contentOf(fields.take('hwSerialNum', TAG.octetString)) };
  });
}

function permanentIdentifiers(names: readonly GeneralName[], warnings: Warning[]): readonly PermanentIdentifier[] {
  return otherNames(names, { typeId: OTHER_NAME.permanentIdentifier, path: 'permanentIdentifier', warnings }, (node) => {
    const fields = fieldsOf(expectTag(node, TAG.sequence, 'PermanentIdentifier'));
    const [value, assigner] = [fields.takeOptional(TAG.utf8String), fields.takeOptional(TAG.oid)];
    return { value: value === undefined ? null : readString(value), assigner: assigner === undefined ? null : readOid(assigner) };
  });
}

interface Wanted {
  readonly typeId: string;
  readonly path: string;
  readonly warnings: Warning[];
}

function otherNames<T>(names: readonly GeneralName[], { typeId, path, warnings }: Wanted, read: (node: DerNode) => T): readonly T[] {
  return names.flatMap((name) => {
    if (name.kind !== 'other-name' || name.typeId !== typeId) return [];
    try {
      return [read(name.value)];
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      warnings.push({ code: 'malformed-field', detail: `the ${path} can't be read: ${error.message}`, path });
      return [];
    }
  });
}

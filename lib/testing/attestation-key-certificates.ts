import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { contextConstructed } from '#lib/encoding/der.ts';
import { derOctets, derOid, derSequence, derSetOf, derString, derValue } from '#lib/encoding/der-write.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { hardwareSerialOf } from '#lib/platform-cert/attestation-key-names.ts';
import { parseEndorsementKeyCertificate } from '#lib/platform-cert/endorsement-key.ts';
import { ATTRIBUTE, DEVICE_KEY, OTHER_NAME } from '#lib/platform-cert/oids.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import { type Authority, basicConstraints, keyUsage, makeCertificate, type TestExtension } from './certificate-authority.ts';
import { makeKey } from './test-keys.ts';

/** What the certificate of an attestation key is made of. */
export interface AttestationKeyCertificateDescription {
  readonly authority: Pick<Authority, 'name' | 'keyIdentifier' | 'algorithmIdentifier' | 'sign'>;
  /** DER; made from a seed unless told otherwise. */
  readonly publicKeyInfo?: Uint8Array;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly isAuthority?: boolean;
  /** Dotted OIDs; that of attestation keys unless told otherwise. Empty: no extension. */
  readonly purposes?: readonly string[];
  /** Dotted OIDs; the three that an IAK has unless told otherwise. Empty: no extension. */
  readonly policies?: readonly string[];
  /** Bits of the key usage; digitalSignature unless told otherwise. */
  readonly usage?: number;
  readonly names?: readonly Uint8Array[];
}

const IAK_POLICIES = [DEVICE_KEY.verifiedResidency, DEVICE_KEY.verifiedFixed, DEVICE_KEY.verifiedRestricted];

/** Makes the certificate of an attestation key as a maker of devices would, as DER. @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8.2 */
export function makeAttestationKeyCertificate(description: AttestationKeyCertificateDescription): Uint8Array {
  const { authority, notBefore, notAfter, isAuthority = false, purposes, policies = IAK_POLICIES, usage = 0, names = [] } = description;
  return makeCertificate({
    issuedBy: authority,
    subject: [
      { oid: '2.5.4.3', value: 'Initial attestation key' },
      { oid: '2.5.4.5', value: 'SN-0007' },
    ],
    publicKeyInfo: description.publicKeyInfo ?? makeKey('ec-p256', 'iak').publicKeyInfo,
    serialNumber: 77,
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(notAfter === undefined ? {} : { notAfter }),
    extensions: [
      basicConstraints(isAuthority),
      keyUsage(usage),
      ...oids(
        EXTENSION.extendedKeyUsage,
        (purposes ?? [DEVICE_KEY.attestationPurpose]).map((oid) => derOid(oid)),
      ),
      ...oids(
        EXTENSION.certificatePolicies,
        policies.map((oid) => derSequence(derOid(oid))),
      ),
      ...(names.length === 0 ? [] : [{ oid: EXTENSION.subjectAltName, value: derSequence(...names) }]),
    ],
  });
}

const oids = (oid: string, items: readonly Uint8Array[]): readonly TestExtension[] =>
  items.length === 0 ? [] : [{ oid, value: derSequence(...items) }];

const otherName = (typeId: string, value: Uint8Array): Uint8Array =>
  derValue(contextConstructed(0), derOid(typeId), derValue(contextConstructed(0), value));

/** A hardware module name; of a TPM 2.0 unless told otherwise. @spec RFC 4108 section 5 */
export const hardwareModule = (serial: string, type: string = DEVICE_KEY.tpmHardware): Uint8Array =>
  otherName(OTHER_NAME.hardwareModuleName, derSequence(derOid(type), derOctets(encodeUtf8(serial))));

/** A permanent identifier; the SHA-256 of an EK certificate by its assigner unless told otherwise. @spec RFC 4043 section 2 */
export const permanentIdentifier = (value: string, assigner: string = DEVICE_KEY.ekPermanentIdentifier): Uint8Array =>
  otherName(OTHER_NAME.permanentIdentifier, derSequence(derString(value), derOid(assigner)));

/** A directory name with what an attestation key certificate says of TPM and platform. */
export function deviceNames(names: {
  readonly tpmManufacturer?: string;
  readonly manufacturer?: string;
  readonly serial?: string;
}): Uint8Array {
  const rdn = (oid: string, text: string | undefined) => (text === undefined ? [] : [derSetOf(derSequence(derOid(oid), derString(text)))]);
  return derValue(
    contextConstructed(4),
    derSequence(
      ...rdn(ATTRIBUTE.tpmManufacturer, names.tpmManufacturer),
      ...rdn(ATTRIBUTE.platformManufacturer, names.manufacturer),
      ...rdn(ATTRIBUTE.platformSerial, names.serial),
    ),
  );
}

/** Both names by which a certificate tells the TPM of this EK certificate. @param endorsement  DER */
export function namesOfTpm(endorsement: Uint8Array): readonly Uint8Array[] {
  const serial = hardwareSerialOf(parseEndorsementKeyCertificate(parseCertificate(endorsement)));
  return [...(serial === null ? [] : [hardwareModule(serial)]), permanentIdentifier(sha256Hex(endorsement))];
}

import { contextConstructed } from '#lib/encoding/der.ts';
import { derInteger, derOid, derSequence, derSetOf, derString, derValue } from '#lib/encoding/der-write.ts';
import { ATTRIBUTE, CREDENTIAL_TYPE } from '#lib/platform-cert/oids.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import {
  type Authority,
  basicConstraints,
  type CertificateDescription,
  keyUsage,
  makeCertificate,
  type TestExtension,
} from './certificate-authority.ts';
import { makeKey, type TestKeyAlgorithm } from './test-keys.ts';

/** What an endorsement key certificate is made of. */
export interface EndorsementKeyCertificateDescription {
  readonly authority: Pick<Authority, 'name' | 'keyIdentifier' | 'algorithmIdentifier' | 'sign'>;
  readonly serialNumber: bigint | number;
  /** DER; made from `seed` unless told otherwise. */
  readonly publicKeyInfo?: Uint8Array;
  readonly seed?: string;
  readonly algorithm?: TestKeyAlgorithm;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly version?: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** Which of the three marks the certificate has; all unless told otherwise. */
  readonly marks?: readonly ('purpose' | 'names' | 'specification')[];
}

const KEY_ENCIPHERMENT = 2;
const KEY_AGREEMENT = 4;
const ALL_MARKS = ['purpose', 'names', 'specification'] as const;

/** Makes an endorsement key certificate as a TPM vendor would, as DER. @spec TCG EK Credential Profile 2.5 section 3.2 */
export function makeEndorsementKeyCertificate(description: EndorsementKeyCertificateDescription): Uint8Array {
  const { authority, serialNumber, notBefore, notAfter, seed = 'ek', algorithm = 'rsa-2048', marks = ALL_MARKS } = description;
  const usage = algorithm.startsWith('ec') ? KEY_AGREEMENT : KEY_ENCIPHERMENT;
  const certificate: CertificateDescription = {
    issuedBy: authority,
    subject: [],
    publicKeyInfo: description.publicKeyInfo ?? makeKey(algorithm, seed).publicKeyInfo,
    serialNumber,
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(notAfter === undefined ? {} : { notAfter }),
    extensions: [
      basicConstraints(false),
      keyUsage(usage),
      ...(marks.includes('purpose') ? [keyPurpose()] : []),
      ...(marks.includes('names') ? [tpmNames(description)] : []),
      ...(marks.includes('specification') ? [tpmSpecification()] : []),
    ],
  };
  return makeCertificate(certificate);
}

function keyPurpose(): TestExtension {
  return { oid: EXTENSION.extendedKeyUsage, value: derSequence(derOid(CREDENTIAL_TYPE.endorsementKey)) };
}

function tpmNames({
  manufacturer = 'id:4B554D51',
  model = 'KTPM',
  version = 'id:00010002',
}: EndorsementKeyCertificateDescription): TestExtension {
  const rdn = (oid: string, text: string) => derSetOf(derSequence(derOid(oid), derString(text)));
  const name = derSequence(
    rdn(ATTRIBUTE.tpmManufacturer, manufacturer),
    rdn(ATTRIBUTE.tpmModel, model),
    rdn(ATTRIBUTE.tpmVersion, version),
  );
  return { oid: EXTENSION.subjectAltName, critical: true, value: derSequence(derValue(contextConstructed(4), name)) };
}

function tpmSpecification(): TestExtension {
  const specification = derSequence(derString('2.0'), derInteger(0), derInteger(159));
  const attribute = derSequence(derOid(ATTRIBUTE.tpmSpecification), derSetOf(specification));
  return { oid: EXTENSION.subjectDirectoryAttributes, value: derSequence(attribute) };
}

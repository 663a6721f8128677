import { childrenOf, expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readOid } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { hasAttributeCertificateFrame, keepCertificate, type RawAttribute } from './attribute-certificate.ts';
import { kindOfCredentialType, platformCertificateKindOf } from './kind.ts';
import { CREDENTIAL_TYPE } from './oids.ts';
import type { PlatformCertificateKind } from './types.ts';

/**
 * What kind of attribute certificate the bytes are, or undefined when they are none. Never throws. A frame that is right
 * and a body that can't be read gives `attribute-certificate`; the parser says what is wrong.
 * @param der  bare DER, as `stripTpmNvHeader` leaves it
 */
export function identifyAttributeCertificate(der: Uint8Array): PlatformCertificateKind | 'attribute-certificate' | undefined {
  if (!hasAttributeCertificateFrame(der)) return undefined;
  try {
    return platformCertificateKindOf(keepCertificate(der)) ?? 'attribute-certificate';
  } catch (error) {
    if (error instanceof ParseError) return 'attribute-certificate';
    throw error;
  }
}

/**
 * The kind of a platform certificate in the public-key form, or undefined for any other certificate: by the credential type
 * or other marks among its SubjectDirectoryAttributes, or by its key purpose.
 * @spec TCG Platform Certificate Profile 2.1 section 3.2
 */
export function identifyPublicKeyPlatformCertificate(certificate: Certificate): PlatformCertificateKind | undefined {
  if (certificate.basicConstraints?.ca === true) return undefined;
  if (certificate.extendedKeyUsage?.includes(CREDENTIAL_TYPE.endorsementKey) === true) return undefined;
  const attributes = directoryAttributesOf(certificate);
  const byAttributes = platformCertificateKindOf({ attributes, extensions: [] });
  const purposes = (certificate.extendedKeyUsage ?? []).map(kindOfCredentialType).filter((kind) => kind !== undefined);
  return byAttributes ?? purposes[0];
}

/** The attributes of the SubjectDirectoryAttributes extension; none when it is absent or unreadable. */
export function directoryAttributesOf(certificate: Certificate): readonly RawAttribute[] {
  const extension = certificate.extensions.find(({ oid }) => oid === EXTENSION.subjectDirectoryAttributes);
  if (extension === undefined) return [];
  try {
    return childrenOf(readDer(extension.value)).map((node) => {
      const fields = fieldsOf(expectTag(node, TAG.sequence, 'Attribute'));
      return { oid: readOid(fields.take('type', TAG.oid)), node, values: childrenOf(fields.take('values', TAG.set)) };
    });
  } catch (error) {
    if (error instanceof ParseError) return [];
    throw error;
  }
}

import { childrenOf, contextPrimitive, type DerNode, expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readOid } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { keyDigest } from '#lib/x509/key.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { MAX_ATTRIBUTES, type RawAttribute, type ReadCertificate } from './attribute-certificate.ts';
import { extensionContent } from './extension-content.ts';
import { keepUnread, type Reading } from './reading.ts';
import type { BoundKey } from './types.ts';

/**
 * The frame that a platform certificate in the public-key form has in common with the other form. Offsets count from the
 * start of the certificate.
 * @throws ParseError of the SubjectDirectoryAttributes, where the whole content stands
 * @spec   TCG Platform Certificate Profile 2.1 section 3.2; RFC 5280 section 4.2.1.8
 */
export function readPublicKeyForm(certificate: Certificate): ReadCertificate {
  const { der, tbs, issuer, innerSignatureAlgorithm, signatureAlgorithm, signatureValue, serialNumber } = certificate;
  const { notBefore, notAfter, extensions } = certificate;
  const root = readDer(der);
  const reading: Reading = { warnings: [...certificate.warnings], unread: [] };
  keepUniqueIdentifiers(reading, root);
  const content = extensionContent(root, { extensions, oid: EXTENSION.subjectDirectoryAttributes });
  const nodes = content === undefined ? [] : childrenOf(expectTag(content, TAG.sequence, 'SubjectDirectoryAttributes'));
  if (nodes.length > MAX_ATTRIBUTES) {
    throw new ParseError('too-many', `${nodes.length} attributes, at most ${MAX_ATTRIBUTES} are read`, { offset: root.start });
  }
  const attributes = nodes.map((node): RawAttribute => {
    const fields = fieldsOf(expectTag(node, TAG.sequence, 'Attribute'));
    const oid = readOid(fields.take('type', TAG.oid));
    const values = childrenOf(fields.take('values', TAG.set));
    keepUnread(reading, `attributes[${oid}]`, fields.rest());
    return { oid, node, values };
  });
  const signed = { tbs, issuer, innerSignatureAlgorithm, signatureAlgorithm, signatureValue, serialNumber, notBefore, notAfter };
  return { frame: { root, holder: null, ...signed, attributes, extensions }, reading };
}

/** The unique identifiers of issuer and subject, which RFC 5280 forbids: their octets belong to no field. */
function keepUniqueIdentifiers(reading: Reading, root: DerNode): void {
  const parts = childrenOf(fieldsOf(root).take('tbsCertificate', TAG.sequence));
  const tagged = (n: number) => parts.filter(({ tag }) => tag === contextPrimitive(n));
  keepUnread(reading, 'issuerUniqueID', tagged(1));
  keepUnread(reading, 'subjectUniqueID', tagged(2));
}

/** The key and the name that such a certificate is bound to. */
export function boundKeyOf({ subject, subjectPublicKeyInfo, keyUsage, extendedKeyUsage }: Certificate): BoundKey {
  return { subject, subjectPublicKeyInfo, keyDigest: keyDigest(subjectPublicKeyInfo), keyUsage, extendedKeyUsage };
}

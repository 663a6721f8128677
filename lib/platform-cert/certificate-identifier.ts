import { contentOf, contextConstructed, type DerNode, fieldsOf, TAG } from '#lib/encoding/der.ts';
import { readIssuerSerial } from './issuer-serial.ts';
import { keepUnread, note, type Reading } from './reading.ts';
import type { ComponentCertificateReference } from './trait-types.ts';
import { readHashAlgorithm } from './uri-reference.ts';

/**
 * A reference to a certificate by the digest of its signature, by issuer and serial number, or both.
 * @throws ParseError 'missing-field' | 'bad-tag' | 'bad-value'
 * @spec   TCG Platform Certificate Profile 1.1 section 3.1.6 (CertificateIdentifier)
 */
export function readCertificateIdentifier(reading: Reading, node: DerNode, path: string): ComponentCertificateReference {
  const fields = fieldsOf(node);
  const hashed = fields.takeOptional(contextConstructed(0));
  const generic = fields.takeOptional(contextConstructed(1));
  keepUnread(reading, path, fields.rest());
  if (hashed === undefined && generic === undefined) {
    note(reading, node, { code: 'empty-reference', path, detail: `${path} names no certificate` });
  }
  return {
    ...(hashed === undefined ? { hashAlgorithm: null, hashOverSignatureValue: null } : readHashed(reading, hashed, path)),
    issuerSerial: generic === undefined ? null : readIssuerSerial(reading, generic, `${path}.issuerSerial`),
  };
}

function readHashed(reading: Reading, node: DerNode, path: string): { hashAlgorithm: string; hashOverSignatureValue: Uint8Array } {
  const fields = fieldsOf(node);
  const hashAlgorithm = readHashAlgorithm(reading, fields.take(`${path}.hashAlgorithm`, TAG.sequence), `${path}.hashAlgorithm`);
  const hashOverSignatureValue = contentOf(fields.take(`${path}.hashOverSignatureValue`, TAG.octetString));
  keepUnread(reading, path, fields.rest());
  return { hashAlgorithm, hashOverSignatureValue };
}

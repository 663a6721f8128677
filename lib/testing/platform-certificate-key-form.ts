import { derOid, derSequence } from '#lib/encoding/der-write.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import {
  type Authority,
  basicConstraints,
  keyIdentifierOf,
  keyUsage,
  makeCertificate,
  subjectKeyIdentifier,
  type TestExtension,
  type TestName,
} from './certificate-authority.ts';
import { KEY_TYPE_OF_KIND } from './platform-certificate-attributes.ts';

/** The key that a platform certificate in the public-key form is bound to. */
export interface TestBoundKey {
  readonly subject: TestName;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKeyInfo: Uint8Array;
}

/** A platform certificate in the public-key form, its attributes and extensions already encoded. */
export interface KeyFormDescription {
  readonly kind: keyof typeof KEY_TYPE_OF_KIND;
  readonly authority: Pick<Authority, 'name' | 'keyIdentifier' | 'algorithmIdentifier' | 'sign'>;
  readonly boundKey: TestBoundKey;
  readonly serialNumber: bigint | number;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly attributes: readonly Uint8Array[];
  readonly extensions: readonly TestExtension[];
}

/** An ordinary certificate whose SubjectDirectoryAttributes hold the attributes. @spec TCG Platform Certificate Profile 2.1 section 3.2 */
export function makeKeyForm(description: KeyFormDescription): Uint8Array {
  const { kind, authority, boundKey, serialNumber, notBefore, notAfter, attributes, extensions } = description;
  return makeCertificate({
    issuedBy: authority,
    subject: boundKey.subject,
    publicKeyInfo: boundKey.publicKeyInfo,
    serialNumber,
    notBefore,
    notAfter,
    extensions: [
      { oid: EXTENSION.subjectDirectoryAttributes, value: derSequence(...attributes) },
      basicConstraints(false),
      keyUsage(0),
      { oid: EXTENSION.extendedKeyUsage, value: derSequence(derOid(KEY_TYPE_OF_KIND[kind])) },
      subjectKeyIdentifier(keyIdentifierOf(boundKey.publicKeyInfo)),
      ...extensions,
    ],
  });
}

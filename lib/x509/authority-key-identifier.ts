import { contentOf, contextConstructed, contextPrimitive, type DerNode, expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readInteger } from '#lib/encoding/der-values.ts';
import { readGeneralNames } from './general-names.ts';
import type { AuthorityKeyIdentifier, Name } from './types.ts';

/**
 * Reads the value of an authorityKeyIdentifier extension. An issuer that is no directory name counts as absent.
 * @throws ParseError 'bad-tag' | 'bad-value' and what the DER reader throws; offsets count inside the value
 * @spec   RFC 5280 section 4.2.1.1
 */
export function readAuthorityKeyIdentifier(bytes: Uint8Array): AuthorityKeyIdentifier {
  const fields = fieldsOf(expectTag(readDer(bytes), TAG.sequence, 'AuthorityKeyIdentifier'));
  const keyIdentifier = fields.takeOptional(contextPrimitive(0));
  const issuer = fields.takeOptional(contextConstructed(1));
  const serialNumber = fields.takeOptional(contextPrimitive(2));
  return {
    keyIdentifier: keyIdentifier === undefined ? null : contentOf(keyIdentifier),
    issuer: issuer === undefined ? null : firstDirectoryName(issuer),
    serialNumber: serialNumber === undefined ? null : readInteger(serialNumber),
  };
}

function firstDirectoryName(node: DerNode): Name | null {
  for (const name of readGeneralNames(node)) if (name.kind === 'directory-name') return name.name;
  return null;
}

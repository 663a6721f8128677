import { type DerNode, fieldsOf, TAG } from '#lib/encoding/der.ts';
import { readBitString, readOid, readString } from '#lib/encoding/der-values.ts';
import { keepUnread, MAX_URI_CHARACTERS, note, type Reading } from './reading.ts';
import type { UriReference } from './trait-types.ts';

/**
 * A URI with an optional digest of what it points to. It is text: nothing here, or after, fetches it by itself.
 * @throws ParseError 'missing-field' | 'bad-tag' | 'bad-value'
 * @spec   TCG Platform Certificate Profile 1.1 section 3.1.2 (URIReference)
 */
export function readUriReference(reading: Reading, node: DerNode, path: string): UriReference {
  const fields = fieldsOf(node);
  const uri = readUri(reading, fields.take(`${path}.uniformResourceIdentifier`), path);
  const algorithm = fields.takeOptional(TAG.sequence);
  const hash = fields.takeOptional(TAG.bitString);
  const hashAlgorithm = algorithm === undefined ? null : readHashAlgorithm(reading, algorithm, `${path}.hashAlgorithm`);
  const hashValue = hash === undefined ? null : readHashValue(reading, hash, `${path}.hashValue`);
  if ((hashAlgorithm === null) !== (hashValue === null)) {
    note(reading, node, { code: 'incomplete-hash', path, detail: `${path} has a hash without its algorithm, or the reverse` });
  }
  keepUnread(reading, path, fields.rest());
  return { uri, hashAlgorithm, hashValue };
}

/** IA5String of 1 to 1024 characters; other string types are read with a warning. */
export function readUri(reading: Reading, node: DerNode, path: string): string {
  const text = readString(node);
  if (node.tag !== TAG.ia5String) note(reading, node, { code: 'string-type', path, detail: `${path} is no IA5String` });
  if (text === '') note(reading, node, { code: 'empty-string', path, detail: `${path} is empty` });
  if (text.length > MAX_URI_CHARACTERS) {
    const detail = `${path} has ${text.length} characters, at most ${MAX_URI_CHARACTERS} are allowed`;
    note(reading, node, { code: 'long-string', path, detail });
  }
  return text;
}

/** The dotted OID of a hash algorithm; parameters other than absent or NULL are kept unread. */
export function readHashAlgorithm(reading: Reading, node: DerNode, path: string): string {
  const fields = fieldsOf(node);
  const oid = readOid(fields.take(path, TAG.oid));
  const parameters = fields.takeOptional(TAG.null);
  if (parameters !== undefined && parameters.end > parameters.contentStart) keepUnread(reading, path, [parameters]);
  keepUnread(reading, path, fields.rest());
  return oid;
}

function readHashValue(reading: Reading, node: DerNode, path: string): Uint8Array {
  const { unusedBits, bytes } = readBitString(node);
  if (unusedBits > 0) note(reading, node, { code: 'odd-bits', path, detail: `${path} has ${unusedBits} unused bits` });
  return bytes;
}

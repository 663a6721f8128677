import { childrenOf, contextConstructed, type DerNode, fieldsOf, TAG } from '#lib/encoding/der.ts';
import { readInteger } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readName } from '#lib/x509/name.ts';
import type { Name } from '#lib/x509/types.ts';
import { keepUnread, type Reading } from './reading.ts';
import type { IssuerSerial } from './trait-types.ts';

const DIRECTORY_NAME = contextConstructed(4);

/**
 * IssuerSerial, or an IMPLICIT tag over it; an issuerUID is kept unread.
 * @throws ParseError 'missing-field' | 'bad-tag' | 'bad-value'
 * @spec   RFC 5755 section 4.1
 */
export function readIssuerSerial(reading: Reading, node: DerNode, path: string): IssuerSerial {
  const fields = fieldsOf(node);
  const issuer = readDirectoryName(reading, fields.take(`${path}.issuer`, TAG.sequence), `${path}.issuer`);
  const serialNumber = readInteger(fields.take(`${path}.serial`, TAG.integer));
  keepUnread(reading, path, fields.rest());
  return { issuer, serialNumber };
}

/**
 * The one directoryName among GeneralNames; further names are kept unread.
 * @throws ParseError 'missing-field' when there is none
 * @spec   RFC 5280 section 4.2.1.6 (GeneralName)
 */
export function readDirectoryName(reading: Reading, generalNames: DerNode, path: string): Name {
  const names = childrenOf(generalNames);
  const directory = names.find((name) => name.tag === DIRECTORY_NAME);
  if (directory === undefined) {
    throw new ParseError('missing-field', `${path} has no directoryName`, {
      offset: generalNames.start,
      path,
      spec: 'RFC 5755 section 4.1',
    });
  }
  const others = names.filter((name) => name !== directory);
  keepUnread(reading, path, others);
  return readExplicitName(reading, directory, path);
}

/** The Name inside `[4] EXPLICIT`. @throws ParseError 'missing-field' | 'bad-tag' */
function readExplicitName(reading: Reading, directory: DerNode, path: string): Name {
  const fields = fieldsOf(directory);
  const name = readName(fields.take(path, TAG.sequence));
  keepUnread(reading, path, fields.rest());
  return name;
}

import { childrenOf, type DerNode } from '#lib/encoding/der.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { Extension } from '#lib/x509/types.ts';
import { type Reading, readTolerantly } from './reading.ts';

/** OCTET STRING taken as constructed, so that its content is read in place and offsets count from the document's start. */
const OCTET_STRING_CONSTRUCTED = 0x24;
/** Certificate, acinfo, extensions, extension, extnValue. */
const EXTENSION_VALUE_DEPTH = 5;

/** What reading the content of an extension needs. */
export interface ExtensionContent<T> {
  /** The document's outermost node. */
  readonly root: DerNode;
  readonly extensions: readonly Extension[];
  readonly oid: string;
  readonly path: string;
  readonly read: (value: DerNode) => T;
}

/**
 * What the first extension with that OID says, or null when it is absent or unreadable. The extension's octets are kept
 * with the document in either case, so an unreadable one is a warning `malformed-field` and loses nothing.
 */
export function readExtensionContent<T>(reading: Reading, { root, extensions, oid, path, read }: ExtensionContent<T>): T | null {
  const extension = extensions.find((candidate) => candidate.oid === oid);
  if (extension === undefined) return null;
  return readTolerantly(reading, { path, node: root }, () => read(contentNode(root, extension)));
}

/**
 * The value inside the first extension with that OID; undefined when it is absent.
 * @throws ParseError 'missing-field' | 'trailing-data' and what the DER reader throws
 */
export function extensionContent(
  root: DerNode,
  { extensions, oid }: Pick<ExtensionContent<unknown>, 'extensions' | 'oid'>,
): DerNode | undefined {
  const extension = extensions.find((candidate) => candidate.oid === oid);
  return extension === undefined ? undefined : contentNode(root, extension);
}

function contentNode(root: DerNode, extension: Extension): DerNode {
  const start = extension.value.byteOffset - root.source.bytes.byteOffset;
  const end = start + extension.value.length;
  const octets = { source: root.source, tag: OCTET_STRING_CONSTRUCTED, start, contentStart: start, end, depth: EXTENSION_VALUE_DEPTH };
  const [value, extra] = childrenOf(octets);
  if (value === undefined) throw new ParseError('missing-field', `extension ${extension.oid} is empty`, { offset: start });
  if (extra !== undefined) {
    throw new ParseError('trailing-data', `extension ${extension.oid} goes on at ${extra.start}`, { offset: extra.start });
  }
  return value;
}

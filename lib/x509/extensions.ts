import { childrenOf, contentOf, type DerNode, expectTag, fieldsOf, readDer, TAG, warn } from '#lib/encoding/der.ts';
import { readBitString, readBoolean, readOid, readSmallInteger } from '#lib/encoding/der-values.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import type { Extension } from './types.ts';

/** Extensions that one certificate may have. Real ones stay under 20. */
export const MAX_EXTENSIONS = 200;

/**
 * Reads Extensions, in certificate order. One that occurs twice is kept twice, with a warning `duplicate-extension`.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' | 'too-many', with the octet offset
 * @spec   RFC 5280 section 4.2
 */
export function readExtensions(node: DerNode): readonly Extension[] {
  const nodes = childrenOf(expectTag(node, TAG.sequence, 'Extensions'));
  if (nodes.length > MAX_EXTENSIONS) {
    throw new ParseError('too-many', `${nodes.length} extensions, at most ${MAX_EXTENSIONS} are read`, { offset: node.start });
  }
  const seen = new Set<string>();
  // Pushed: what `map` makes has another shape once it is compiled, for which all that reads it must be compiled again.
  const extensions: Extension[] = [];
  for (const child of nodes) {
    const extension = readExtension(child);
    if (seen.has(extension.oid)) warn(child, 'duplicate-extension', `extension ${extension.oid} occurs more than once`);
    seen.add(extension.oid);
    extensions.push(extension);
  }
  return extensions;
}

/** What reading one known extension needs. */
export interface ExtensionReading<T> {
  readonly extensions: readonly Extension[];
  readonly oid: string;
  readonly read: (value: Uint8Array) => T;
  readonly warnings: Warning[];
}

/**
 * The meaning of the first extension with that OID, or null when it is absent. A malformed one is null too, with a warning
 * `malformed-extension`: the rest of the document is worth reading, and whoever needs the field sees that it has no value.
 */
export function readKnownExtension<T>({ extensions, oid, read, warnings }: ExtensionReading<T>): T | null {
  const extension = extensions.find((candidate) => candidate.oid === oid);
  if (extension === undefined) return null;
  try {
    return read(extension.value);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const detail = `extension ${oid} can't be read (${error.code}); it is treated as having no value`;
    warnings.push({ code: 'malformed-extension', detail, offset: extension.offset });
    return null;
  }
}

/** The value of basicConstraints; an encoded FALSE is legal BER and read. @throws ParseError @spec RFC 5280 section 4.2.1.9 */
export function readBasicConstraints(value: Uint8Array): { readonly ca: boolean; readonly pathLength: number | null } {
  const fields = fieldsOf(expectTag(readDer(value), TAG.sequence, 'BasicConstraints'));
  const ca = fields.takeOptional(TAG.boolean);
  const pathLength = fields.takeOptional(TAG.integer);
  refuseRest(fields.rest(), 'BasicConstraints');
  return { ca: ca !== undefined && readBoolean(ca), pathLength: pathLength === undefined ? null : readSmallInteger(pathLength) };
}

const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

/** The names of the bits that are set. @throws ParseError @spec RFC 5280 section 4.2.1.3 */
export function readKeyUsage(value: Uint8Array): readonly string[] {
  const { bytes } = readBitString(expectTag(readDer(value), TAG.bitString, 'KeyUsage'));
  return KEY_USAGES.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

/** Key purposes as dotted OIDs. @throws ParseError @spec RFC 5280 section 4.2.1.12 */
export function readExtendedKeyUsage(value: Uint8Array): readonly string[] {
  return childrenOf(expectTag(readDer(value), TAG.sequence, 'ExtKeyUsageSyntax')).map((purpose) =>
    readOid(expectTag(purpose, TAG.oid, 'KeyPurposeId')),
  );
}

/** The octets of a subject key identifier. @throws ParseError @spec RFC 5280 section 4.2.1.2 */
export function readSubjectKeyIdentifier(value: Uint8Array): Uint8Array {
  return contentOf(expectTag(readDer(value), TAG.octetString, 'SubjectKeyIdentifier'));
}

function readExtension(node: DerNode): Extension {
  const fields = fieldsOf(expectTag(node, TAG.sequence, 'Extension'));
  const oid = readOid(fields.take('extnID', TAG.oid));
  const critical = fields.takeOptional(TAG.boolean);
  const value = contentOf(fields.take('extnValue', TAG.octetString));
  refuseRest(fields.rest(), 'Extension');
  const isCritical = critical !== undefined && readBoolean(critical);
  if (critical !== undefined && !isCritical) warn(critical, 'encoded-default', 'critical FALSE is written out');
  return { oid, critical: isCritical, value, offset: node.start };
}

function refuseRest([extra]: readonly DerNode[], what: string): void {
  if (extra === undefined) return;
  throw new ParseError('trailing-data', `${what} goes on at ${extra.start} after its last field`, { offset: extra.start });
}

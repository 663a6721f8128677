import { type DerNode, rawOf, TAG } from '#lib/encoding/der.ts';
import { readString } from '#lib/encoding/der-values.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import type { UnreadPart } from './types.ts';

/** Characters that a text field may have (STRMAX). @spec TCG Platform Certificate Profile 1.1 section 3.1.1 */
export const MAX_TEXT_CHARACTERS = 256;
/** Characters that a URI may have (URIMAX). */
export const MAX_URI_CHARACTERS = 1024;

/** What one parse collects beside the fields: every reader adds here what it can't place. */
export interface Reading {
  readonly warnings: Warning[];
  readonly unread: UnreadPart[];
}

/** Keeps values that belong to no known field, and says so. */
export function keepUnread(reading: Reading, path: string, nodes: readonly DerNode[]): void {
  for (const node of nodes) {
    reading.unread.push({ path, raw: rawOf(node), offset: node.start });
    reading.warnings.push({ code: 'unread-part', detail: `${path} has a value that no known field explains`, offset: node.start, path });
  }
}

/** Notes a deviation at a field. */
export function note(reading: Reading, node: DerNode, { code, path, detail }: { code: string; path: string; detail: string }): void {
  reading.warnings.push({ code, path, detail, offset: node.start });
}

/** A text of 1 to 256 characters as UTF8String; other string types, empty and longer texts are read with a warning. */
export function readText(reading: Reading, node: DerNode, path: string): string {
  if (node.tag !== TAG.utf8String) note(reading, node, { code: 'string-type', path, detail: `${path} is no UTF8String` });
  return checkedText(reading, node, { path, text: readString(node) });
}

/** As `readText`, where the tag is IMPLICIT and the type is UTF8String by the field's definition. */
export function readImplicitText(reading: Reading, node: DerNode, path: string): string {
  return checkedText(reading, node, { path, text: readString(node, TAG.utf8String) });
}

/** Runs a reader for a field that nothing else depends on: unreadable content becomes a warning and `null`, never a refusal. */
export function readTolerantly<T>(reading: Reading, { path, node }: { path: string; node: DerNode }, read: () => T): T | null {
  const unreadBefore = reading.unread.length;
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    reading.unread.length = unreadBefore;
    const at = { offset: error.offset ?? node.start, path };
    reading.warnings.push({ code: 'malformed-field', detail: `${path} can't be read: ${error.message}`, ...at });
    return null;
  }
}

/** Warns of a value that equals its DEFAULT and is encoded all the same, which DER forbids. */
export function noteDefault(reading: Reading, node: DerNode, { isDefault, path }: { isDefault: boolean; path: string }): void {
  if (isDefault) note(reading, node, { code: 'encoded-default', path, detail: `${path} is written out although it has its default value` });
}

function checkedText(reading: Reading, node: DerNode, { path, text }: { path: string; text: string }): string {
  if (text === '') note(reading, node, { code: 'empty-string', path, detail: `${path} is empty` });
  if (text.length > MAX_TEXT_CHARACTERS) {
    const detail = `${path} has ${text.length} characters, at most ${MAX_TEXT_CHARACTERS} are allowed`;
    note(reading, node, { code: 'long-string', path, detail });
  }
  return text;
}

/** The text when every octet is printable ASCII: some issuers write digits where octets are due. */
export function asciiText(octets: Uint8Array): string | null {
  if (octets.length === 0 || octets.some((octet) => octet < 0x20 || octet > 0x7e)) return null;
  return Buffer.from(octets).toString('latin1');
}

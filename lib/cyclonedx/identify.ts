import { topMembers } from './top-members.ts';

/** How a BOM is written, and the version that it claims. */
export interface BomForm {
  readonly form: 'json' | 'xml' | 'protobuf' | 'spdx-json' | 'spdx-tag-value';
  /** As written; null when the file doesn't say. */
  readonly specVersion: string | null;
}

const XML_NAMESPACE = 'http://cyclonedx.org/schema/bom/';
/** Octets of an XML file in which the root element must begin. */
const HEAD_BYTES = 65_536;
const SPDX_MARKS = ['spdxVersion', 'spdx.org/rdf/'];
const JSON_MARKS = ['bomFormat', 'specFormat', 'cyclonedx.org/schema/bom'];

/** Whether the bytes are a CycloneDX BOM or an SPDX document, by content. Looks, never throws: a truncated BOM is still a BOM. */
export function identifyCycloneDx(bytes: Uint8Array): BomForm | undefined {
  return identifyJson(bytes) ?? identifySpdx(bytes) ?? identifyXml(bytes) ?? identifyProtobuf(bytes) ?? identifyTagValue(bytes);
}

function identifyJson(bytes: Uint8Array): BomForm | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!JSON_MARKS.some((mark) => text.includes(mark))) return undefined;
  const members = topMembers(bytes, isDecided);
  return isDecided(members) || isBom(members) ? { form: 'json', specVersion: members.get('specVersion') ?? null } : undefined;
}

/** `spdxVersion` until 2.3; since 3.0 the context of linked data. */
function identifySpdx(bytes: Uint8Array): BomForm | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!SPDX_MARKS.some((mark) => text.includes(mark))) return undefined;
  const members = topMembers(bytes, (found) => found.has('spdxVersion') || found.has('@context'));
  const version = members.get('spdxVersion');
  if (version?.startsWith('SPDX-') === true) return { form: 'spdx-json', specVersion: version.slice('SPDX-'.length) };
  const linked = /^https?:\/\/spdx\.org\/rdf\/([^/]+)\//.exec(members.get('@context') ?? '');
  return linked === null ? undefined : { form: 'spdx-json', specVersion: linked[1] ?? null };
}

function isDecided(members: ReadonlyMap<string, string | null>): boolean {
  return isBom(members) && members.has('specVersion');
}

/** A wrong value of `bomFormat` is a mistake in a BOM; version 2.0 calls it `specFormat`. */
function isBom(members: ReadonlyMap<string, string | null>): boolean {
  const format = members.get('bomFormat');
  if (format !== undefined) return format === 'CycloneDX' || members.has('specVersion');
  if (members.get('specFormat') === 'CycloneDX') return true;
  return /^https?:\/\/cyclonedx\.org\/schema\/bom/.test(members.get('$schema') ?? '');
}

function identifyXml(bytes: Uint8Array): BomForm | undefined {
  const root = rootElement(headText(bytes));
  const [, prefix, attributes] = /^<(?:([\w.-]+):)?bom(\s[^>]*)>$/.exec(root) ?? [];
  if (attributes === undefined) return undefined;
  const name = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`;
  const found = [...attributes.matchAll(/\s([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].find((attribute) => attribute[1] === name);
  const namespace = found?.[2] ?? found?.[3] ?? '';
  return namespace.startsWith(XML_NAMESPACE) ? { form: 'xml', specVersion: namespace.slice(XML_NAMESPACE.length) || null } : undefined;
}

function headText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, HEAD_BYTES);
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head);
  return new TextDecoder('utf-8').decode(head);
}

/** The first start tag, behind the declaration, comments and a document type; the empty text when there is none. */
function rootElement(head: string): string {
  let at = 0;
  for (;;) {
    at += head.slice(at).search(/\S|$/);
    if (head[at] !== '<') return '';
    const end = endOfMarkup(head, at);
    if (end < 0) return '';
    if (head[at + 1] !== '?' && head[at + 1] !== '!') return head.slice(at, end);
    at = end;
  }
}

function endOfMarkup(head: string, at: number): number {
  const close = closingOf(head, at);
  const found = head.indexOf(close, at + 1);
  return found < 0 ? -1 : found + close.length;
}

function closingOf(head: string, at: number): string {
  if (head.startsWith('<?', at)) return '?>';
  if (head.startsWith('<!--', at)) return '-->';
  return /^<!DOCTYPE[^>[]*\[/.test(head.slice(at, at + 1024)) ? ']>' : '>';
}

const TAG = /^[A-Z][A-Za-z]*:/;

/** Tags with their values, a line each, behind empty lines and comments; one of them is the version. @spec SPDX 2.3 section 6.1 and annex C */
function identifyTagValue(bytes: Uint8Array): BomForm | undefined {
  const lines = headText(bytes).split(/\r?\n/);
  const first = lines.find((line) => line.trim() !== '' && !line.startsWith('#'));
  if (first === undefined || !TAG.test(first)) return undefined;
  const [version] = lines.flatMap((line) => /^SPDXVersion:[ \t]*SPDX-([\w.]{1,16})[ \t]*$/.exec(line)?.[1] ?? []);
  return version === undefined ? undefined : { form: 'spdx-tag-value', specVersion: version };
}

/** Field 1 is the version as a text of three characters, then fields 2 to 5. @spec CycloneDX 1.3 to 1.7 protobuf schema, message Bom */
function identifyProtobuf(bytes: Uint8Array): BomForm | undefined {
  const [tag, length, one, dot, minor = 0, next = 0] = bytes;
  if (tag !== 0x0a || length !== 3 || one !== 0x31 || dot !== 0x2e) return undefined;
  const isDigit = minor >= 0x30 && minor <= 0x39;
  return isDigit && [0x10, 0x1a, 0x22, 0x2a].includes(next)
    ? { form: 'protobuf', specVersion: `1.${String.fromCharCode(minor)}` }
    : undefined;
}

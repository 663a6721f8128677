import { decodeUtf8, toHex } from './bytes.ts';
import { badTag, contentOf, type DerNode, TAG, warn } from './der.ts';
import { ParseError } from './parse-error.ts';

/** Octets of an INTEGER that are read. Real serial numbers stay at 20, keys are not read this way. */
const MAX_INTEGER_OCTETS = 64;
const MAX_OID_OCTETS = 128;

/**
 * Content octets of INTEGER or ENUMERATED as a number; the tag is not looked at (IMPLICIT tags).
 * Superfluous leading octets are read, with a warning `non-minimal-integer`.
 * @throws ParseError 'bad-value' for no octets or more than 64
 */
export function readInteger(node: DerNode): bigint {
  const content = contentOf(node);
  const first = content[0];
  if (first === undefined) throw new ParseError('bad-value', `an INTEGER without octets at ${node.start}`, { offset: node.start });
  if (content.length > MAX_INTEGER_OCTETS) {
    throw new ParseError('bad-value', `an INTEGER of ${content.length} octets at ${node.start}`, { offset: node.start });
  }
  const second = content[1] ?? 0;
  if (content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    warn(node, 'non-minimal-integer', 'an INTEGER with superfluous leading octets');
  }
  return BigInt.asIntN(content.length * 8, BigInt(`0x${toHex(content)}`));
}

/** An INTEGER or ENUMERATED between 0 and 2^31-1. @throws ParseError 'bad-value' */
export function readSmallInteger(node: DerNode): number {
  const value = readInteger(node);
  if (value < 0n || value > 0x7fffffffn)
    throw new ParseError('bad-value', `${value} at ${node.start} is out of range`, { offset: node.start });
  return Number(value);
}

/** Content octets of a BOOLEAN; true is 0xff in DER, another non-zero octet is read with a warning. */
export function readBoolean(node: DerNode): boolean {
  const content = contentOf(node);
  if (content.length !== 1)
    throw new ParseError('bad-value', `a BOOLEAN of ${content.length} octets at ${node.start}`, { offset: node.start });
  if (content[0] !== 0 && content[0] !== 0xff) warn(node, 'non-der-boolean', 'TRUE is not written as FF');
  return content[0] !== 0;
}

/** Content octets of an OBJECT IDENTIFIER in dotted form. @throws ParseError 'bad-value' @spec X.690 section 8.19 */
export function readOid(node: DerNode): string {
  const content = contentOf(node);
  if (content.length === 0 || content.length > MAX_OID_OCTETS || ((content.at(-1) ?? 0) & 0x80) !== 0) {
    throw new ParseError('bad-value', `a malformed OBJECT IDENTIFIER at ${node.start}`, { offset: node.start });
  }
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [first = 0n, ...others] = arcs;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - root * 40n, ...others].join('.');
}

/** A BIT STRING: the octets after the unused-bits octet. @throws ParseError 'bad-value' */
export function readBitString(node: DerNode): { readonly unusedBits: number; readonly bytes: Uint8Array } {
  const content = contentOf(node);
  const unusedBits = content[0];
  if (unusedBits === undefined || unusedBits > 7 || (unusedBits > 0 && content.length === 1)) {
    throw new ParseError('bad-value', `a malformed BIT STRING at ${node.start}`, { offset: node.start });
  }
  return { unusedBits, bytes: content.subarray(1) };
}

/**
 * Text of any ASN.1 string type, by the node's universal tag, or by `as` where the tag is IMPLICIT.
 * @throws ParseError 'bad-tag' for a node that is no string, 'bad-utf8'
 */
export function readString(node: DerNode, as: number = node.tag): string {
  const content = contentOf(node);
  switch (as) {
    case TAG.utf8String:
      return decodeUtf8(content, node.contentStart);
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.visibleString:
    case TAG.teletexString:
      return Buffer.from(content).toString('latin1');
    case TAG.bmpString:
      return new TextDecoder('utf-16be').decode(content);
    case TAG.universalString:
      return universalText(node, content);
    default:
      throw badTag(node, 'a string');
  }
}

/**
 * UTCTime or GeneralizedTime as ISO 8601 in UTC with seconds, such as `2018-01-01T00:00:00Z`.
 * @throws ParseError 'bad-time' | 'bad-tag'
 * @spec   RFC 5280 section 4.1.2.5
 */
export function readTime(node: DerNode): string {
  const text = Buffer.from(contentOf(node)).toString('latin1');
  const long = node.tag === TAG.generalizedTime;
  if (!long && node.tag !== TAG.utcTime) throw badTag(node, 'UTCTime or GeneralizedTime');
  const match = (long ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/ : /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/).exec(text);
  if (match === null) throw badTime(node, text);
  const [, year = '', month, day, hour, minute, second = '00'] = match;
  const fullYear = long ? year : `${Number(year) < 50 ? '20' : '19'}${year}`;
  const iso = `${fullYear}-${month}-${day}T${hour}:${minute}:${second}Z`;
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(iso.slice(0, 10))) throw badTime(node, text);
  return iso;
}

function badTime(node: DerNode, text: string): ParseError {
  return new ParseError('bad-time', `${JSON.stringify(text)} at ${node.start} is no time`, {
    offset: node.start,
    spec: 'RFC 5280 section 4.1.2.5',
  });
}

function universalText(node: DerNode, content: Uint8Array): string {
  if (content.length % 4 !== 0) throw new ParseError('bad-value', `a malformed UniversalString at ${node.start}`, { offset: node.start });
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let text = '';
  for (let at = 0; at < content.length; at += 4) {
    const point = view.getUint32(at);
    if (point > 0x10ffff) throw new ParseError('bad-value', `a malformed UniversalString at ${node.start}`, { offset: node.start });
    text += String.fromCodePoint(point);
  }
  return text;
}

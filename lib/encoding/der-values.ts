import { decodeUtf8 } from './bytes.ts';
import { badTag, contentOf, type DerNode, TAG, warn } from './der.ts';
import { ParseError } from './parse-error.ts';

/** Octets of an INTEGER that are read. Real serial numbers stay at 20, keys are not read this way. */
const MAX_INTEGER_OCTETS = 64;
const MAX_OID_OCTETS = 128;
const INTEGER_RULE = 'X.690 section 8.3';
/** Octets of an INTEGER that a number holds exactly. */
const EXACT_OCTETS = 6;

/**
 * Content octets of INTEGER or ENUMERATED as a number; the tag is not looked at (IMPLICIT tags).
 * Superfluous leading octets are read, with a warning `non-minimal-integer`.
 * @throws ParseError 'bad-value' for no octets or more than 64
 */
export function readInteger(node: DerNode): bigint {
  const { contentStart, end, source } = node;
  const length = end - contentStart;
  if (length === 0)
    throw new ParseError('bad-value', `an INTEGER without octets at ${node.start}`, { offset: node.start, spec: INTEGER_RULE });
  if (length > MAX_INTEGER_OCTETS) {
    throw new ParseError('bad-value', `an INTEGER of ${length} octets at ${node.start}`, { offset: node.start });
  }
  const first = source.bytes[contentStart] ?? 0;
  const second = source.bytes[contentStart + 1] ?? 0;
  if (length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    warn(node, 'non-minimal-integer', 'an INTEGER with superfluous leading octets');
  }
  if (length <= EXACT_OCTETS) return BigInt(source.buffer.readIntBE(contentStart, length));
  return BigInt.asIntN(length * 8, BigInt(`0x${source.buffer.toString('hex', contentStart, end)}`));
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
  const length = node.end - node.contentStart;
  if (length !== 1) {
    throw new ParseError('bad-value', `a BOOLEAN of ${length} octets at ${node.start}`, { offset: node.start, spec: 'X.690 section 8.2' });
  }
  const octet = node.source.bytes[node.contentStart];
  if (octet !== 0 && octet !== 0xff) warn(node, 'non-der-boolean', 'TRUE is not written as FF');
  return octet !== 0;
}

/** Content octets of an OBJECT IDENTIFIER in dotted form. @throws ParseError 'bad-value' @spec X.690 section 8.19 */
export function readOid(node: DerNode): string {
  const { contentStart, end } = node;
  const { bytes } = node.source;
  if (contentStart === end || end - contentStart > MAX_OID_OCTETS || ((bytes[end - 1] ?? 0) & 0x80) !== 0) {
    throw new ParseError('bad-value', `a malformed OBJECT IDENTIFIER at ${node.start}`, { offset: node.start, spec: 'X.690 section 8.19' });
  }
  let hash = end - contentStart;
  for (let at = contentStart; at < end; at += 1) hash = (hash * 31 + (bytes[at] ?? 0)) | 0;
  const slot = hash & (KNOWN_OIDS - 1);
  const known = knownOids[slot];
  if (known !== undefined && holds(node, known.octets)) return known.text;
  const octets = bytes.slice(contentStart, end);
  const text = oidText(octets);
  knownOids[slot] = { octets, text };
  return text;
}

/** A certificate names the same few dozen over and over: each slot keeps the last that fell into it. A power of two. */
const KNOWN_OIDS = 512;
const knownOids: ({ readonly octets: Uint8Array; readonly text: string } | undefined)[] = Array(KNOWN_OIDS).fill(undefined);

function holds({ source: { bytes }, contentStart, end }: DerNode, octets: Uint8Array): boolean {
  if (octets.length !== end - contentStart) return false;
  for (let at = 0; at < octets.length; at += 1) if (octets[at] !== bytes[contentStart + at]) return false;
  return true;
}

function oidText(content: Uint8Array): string {
  let text = '';
  let arc = 0;
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER) return oidTextOfLongArcs(content);
    if (octet >= 0x80) continue;
    if (text === '') text = arc < 40 ? `0.${arc}` : arc < 80 ? `1.${arc - 40}` : `2.${arc - 80}`;
    else text += `.${arc}`;
    arc = 0;
  }
  return text;
}

/** An OBJECT IDENTIFIER with an arc that a number doesn't hold, such as one made of a UUID (2.25). */
function oidTextOfLongArcs(content: Uint8Array): string {
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
    throw new ParseError('bad-value', `a malformed BIT STRING at ${node.start}`, { offset: node.start, spec: 'X.690 section 8.6' });
  }
  return { unusedBits, bytes: content.subarray(1) };
}

/**
 * Text of any ASN.1 string type, by the node's universal tag, or by `as` where the tag is IMPLICIT.
 * @throws ParseError 'bad-tag' for a node that is no string, 'bad-utf8'
 */
export function readString(node: DerNode, as: number = node.tag): string {
  switch (as) {
    case TAG.utf8String:
      return isAscii(node) ? latin1Of(node) : decodeUtf8(contentOf(node), node.contentStart);
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.visibleString:
    case TAG.teletexString:
      return latin1Of(node);
    case TAG.bmpString:
      return new TextDecoder('utf-16be').decode(contentOf(node));
    case TAG.universalString:
      return universalText(node, contentOf(node));
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
  const long = node.tag === TAG.generalizedTime;
  if (!long && node.tag !== TAG.utcTime) throw badTag(node, 'UTCTime or GeneralizedTime');
  const text = latin1Of(node);
  if (!(long ? GENERALIZED_TIME : UTC_TIME).test(text)) throw badTime(node, text);
  const digits = long ? text : `${text < '50' ? '20' : '19'}${text}`;
  const at = (from: number): string => digits.slice(from, from + 2);
  const second = digits[12] === 'Z' ? '00' : at(12);
  if (!isInstant(digits, second)) throw badTime(node, text);
  return `${digits.slice(0, 4)}-${at(4)}-${at(6)}T${at(8)}:${at(10)}:${second}Z`;
}

const GENERALIZED_TIME = /^\d{14}(?:\.\d+)?Z$/;
const UTC_TIME = /^\d{10}(?:\d\d)?Z$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether there is such a day in the calendar, and such a time on it. */
function isInstant(digits: string, second: string): boolean {
  const [year, month, day] = [Number(digits.slice(0, 4)), twoDigits(digits, 4), twoDigits(digits, 6)];
  const isLeapDay = month === 2 && day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const isDay = day >= 1 && (day <= (DAYS[month - 1] ?? 0) || isLeapDay);
  return isDay && twoDigits(digits, 8) < 24 && twoDigits(digits, 10) < 60 && second < '60';
}

const twoDigits = (text: string, at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 0x30 * 11;

/** Most texts are ASCII, and short: a decoder takes several times as long for those. */
function isAscii({ source: { bytes }, contentStart, end }: DerNode): boolean {
  for (let at = contentStart; at < end; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

/** Octets that are turned into characters at once: a certificate, not a revocation list of many megabytes. */
const CUT_FROM_WHOLE = 64 * 1024;

/** Cutting a text out of one takes a fraction of the time of decoding it by itself. */
function latin1Of({ source, contentStart, end }: DerNode): string {
  if (source.bytes.length > CUT_FROM_WHOLE) return source.buffer.toString('latin1', contentStart, end);
  source.latin1 ??= source.buffer.toString('latin1');
  return source.latin1.slice(contentStart, end);
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

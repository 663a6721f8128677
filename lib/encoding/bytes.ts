import { ParseError } from './parse-error.ts';

const HEX = /^(?:[0-9a-fA-F]{2})*$/;

/** Lower-case hexadecimal of the bytes. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/**
 * The bytes that a hexadecimal text stands for.
 * @throws ParseError 'bad-value' for an odd count of digits or another character
 */
export function fromHex(text: string): Uint8Array {
  if (!HEX.test(text)) throw new ParseError('bad-value', 'not pairs of hexadecimal digits');
  return new Uint8Array(Buffer.from(text, 'hex'));
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Whether two byte strings are equal. Not for secrets: the time it takes tells where they differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** One byte string after the other. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Keeps nothing from one text to the next; making one takes longer than decoding a short text. */
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8 strictly; a byte order mark is kept as U+FEFF.
 * @throws ParseError 'bad-utf8' with the offset of the first bad octet
 */
export function decodeUtf8(bytes: Uint8Array, offset = 0): string {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    const at = offset + firstBadUtf8(bytes);
    throw new ParseError('bad-utf8', `octet ${at} is not valid UTF-8`, { offset: at, spec: 'RFC 3629 section 4' });
  }
}

/** UTF-8 octets of a text. */
export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Binary search for the longest valid prefix, so that the refusal can name the octet. */
function firstBadUtf8(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8Prefix(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isUtf8Prefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

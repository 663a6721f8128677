import { fromHex } from '#lib/encoding/bytes.ts';
import { asciiText } from './reading.ts';

/** A SHA-1 key identifier that somebody wrote in hexadecimal characters. */
const HEX_CHARACTERS = /^[0-9a-fA-F]{40}$/;

/** The octets that a key identifier of 40 hexadecimal characters stands for; any other identifier itself. */
export function keyIdentifierFromText(identifier: Uint8Array): Uint8Array {
  const text = asciiText(identifier);
  return text !== null && HEX_CHARACTERS.test(text) ? fromHex(text) : identifier;
}

/** Octets as text, where they are printable ASCII with at most a NUL, or line ends, behind them; null where they aren't. */
export function printableText(octets: Uint8Array): string | null {
  const text = Buffer.from(octets).toString('latin1').replace(/\0+$/, '');
  return text !== '' && /^[\t\n\r\x20-\x7e]+$/.test(text) ? text : null;
}

/** UTF-16, little-endian, up to the first NUL. */
export function utf16Text(octets: Uint8Array): string {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength - (octets.byteLength % 2)).toString('utf16le');
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

/**
 * UTF-16 where every second octet is zero, ASCII where none is; null for what is no text. A boot stub logs its UTF-16 with half of the NUL behind
 * it (`isHalfClosed`).
 */
export function eitherText(octets: Uint8Array): string | null {
  return printableText(isWide(octets) || isHalfClosed(octets) ? Buffer.from(utf16Text(octets), 'latin1') : octets);
}

function isWide(octets: Uint8Array): boolean {
  return octets.length >= 2 && octets.length % 2 === 0 && octets.every((octet, index) => index % 2 === 0 || octet === 0);
}

/** Whether octets are UTF-16 whose last unit, a NUL, lost its second octet. One character is too little to tell it from ASCII. */
export function isHalfClosed(octets: Uint8Array): boolean {
  return octets.length >= 5 && octets.length % 2 === 1 && octets.at(-1) === 0 && isWide(octets.subarray(0, -1));
}

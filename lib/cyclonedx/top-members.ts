const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);
/** Octets of a name or value that are kept. */
const MAX_TEXT = 256;

type TopMembers = ReadonlyMap<string, string | null>;

/**
 * The members of the object at the top of a JSON text: the value where it is a text, null where it is something else.
 * Reads without building values and without judging the syntax, and stops when `enough` says so or at the first thing that is no JSON.
 */
export function topMembers(bytes: Uint8Array, enough: (members: TopMembers) => boolean): TopMembers {
  const members = new Map<string, string | null>();
  let at = skipSpace(bytes, bytes[0] === 0xef ? 3 : 0);
  if (bytes[at] !== 0x7b) return members;
  let depth = 0;
  while (at < bytes.length) {
    const octet = bytes[at] ?? 0;
    if (OPENING.has(octet)) depth += 1;
    else if (CLOSING.has(octet)) depth -= 1;
    if (depth === 0) break;
    if (octet !== QUOTE) {
      at += 1;
      continue;
    }
    const end = endOfString(bytes, at);
    const colon = skipSpace(bytes, end);
    if (depth === 1 && bytes[colon] === COLON) {
      const value = skipSpace(bytes, colon + 1);
      const name = textAt(bytes, at, end);
      if (!members.has(name)) members.set(name, bytes[value] === QUOTE ? textAt(bytes, value, endOfString(bytes, value)) : null);
      if (enough(members)) break;
      // A text as value is stepped over here, so that it is not taken for a name.
      at = bytes[value] === QUOTE ? endOfString(bytes, value) : value;
    } else at = end;
  }
  return members;
}

/** The index behind the closing quote, or the end of the bytes. */
function endOfString(bytes: Uint8Array, start: number): number {
  let end = bytes.indexOf(QUOTE, start + 1);
  while (end >= 0 && isEscaped(bytes, end)) end = bytes.indexOf(QUOTE, end + 1);
  return end < 0 ? bytes.length : end + 1;
}

function isEscaped(bytes: Uint8Array, at: number): boolean {
  let backslashes = 0;
  while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

function textAt(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start + 1, Math.min(end - 1, start + 1 + MAX_TEXT)));
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
  return at;
}

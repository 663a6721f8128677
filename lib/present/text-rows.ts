import { visibleText } from '#lib/component/visible-text.ts';

/** Octets of one row at most: a file of one endless line has rows too. */
export const MAX_TEXT_ROW = 240;

/** A piece of a row: as the file has it, written out because it can't be seen, or the character that was asked for. */
export interface TextPiece {
  readonly text: string;
  readonly mark: 'plain' | 'written-out' | 'here';
}

export interface TextRow {
  /** Of its first octet, from the start of the content. */
  readonly offset: number;
  /** Octets of the row, its line end included. */
  readonly length: number;
  readonly pieces: readonly TextPiece[];
}

const LINE_FEED = 0x0a;

/**
 * A part of a text as rows that a page may show: lines, cut where they are long. Control characters become the pictures that
 * Unicode has for them, other invisible characters escapes such as `\u{202E}`, octets that are not UTF-8 escapes such as `\x{FF}`.
 * @param offset  where `bytes` begin in the content
 * @param marked  offset in the content of an octet to mark
 */
export function textRows(bytes: Uint8Array, offset: number, marked?: number): readonly TextRow[] {
  const rows: TextRow[] = [];
  const here = marked === undefined ? -1 : marked - offset;
  for (let start = 0; start < bytes.length; ) {
    const end = rowEnd(bytes, start);
    rows.push({ offset: offset + start, length: end - start, pieces: piecesOf(bytes.subarray(start, end), here - start) });
    start = end;
  }
  return rows;
}

/** After the line feed; a long line is cut before the character that doesn't fit. */
function rowEnd(bytes: Uint8Array, start: number): number {
  const limit = Math.min(bytes.length, start + MAX_TEXT_ROW);
  const feed = bytes.subarray(start, limit).indexOf(LINE_FEED);
  if (feed >= 0) return start + feed + 1;
  if (limit === bytes.length) return limit;
  let end = limit;
  while (end > limit - 3 && isContinuation(bytes[end])) end -= 1;
  return isContinuation(bytes[end]) ? limit : end;
}

const isContinuation = (octet: number | undefined): boolean => octet !== undefined && (octet & 0xc0) === 0x80;

function piecesOf(bytes: Uint8Array, here: number): readonly TextPiece[] {
  const pieces: { text: string; mark: TextPiece['mark'] }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { length, text, mark } = characterAt(bytes, at);
    const isHere = at <= here && here < at + length;
    const isLineEnd = bytes[at] === LINE_FEED;
    const last = pieces.at(-1);
    if (isHere) pieces.push({ text, mark: 'here' });
    else if (last?.mark === mark && !isLineEnd) last.text += text;
    // The end of the row tells of the line feed.
    else if (!isLineEnd) pieces.push({ text, mark });
    at += length;
  }
  return pieces;
}

interface Character extends TextPiece {
  /** Octets. */
  readonly length: number;
}

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function characterAt(bytes: Uint8Array, at: number): Character {
  const first = bytes[at] ?? 0;
  if (first < 0x20) return { text: String.fromCharCode(0x2400 + first), mark: 'written-out', length: 1 };
  if (first === 0x7f) return { text: '\u2421', mark: 'written-out', length: 1 };
  if (first < 0x7f) return { text: String.fromCharCode(first), mark: 'plain', length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const text = decoded(bytes.subarray(at, at + length));
  if (text === null) return { text: `\\x{${first.toString(16).toUpperCase()}}`, mark: 'written-out', length: 1 };
  const visible = visibleText(text);
  return { text: visible, mark: visible === text ? 'plain' : 'written-out', length };
}

function decoded(bytes: Uint8Array): string | null {
  try {
    const text = DECODER.decode(bytes);
    return [...text].length === 1 ? text : null;
  } catch {
    return null;
  }
}

/** Octets looked at to tell text from binary content. */
const LOOKED_AT = 1024;
/** A text of hostile names has some control characters; DER has one in every few octets. */
const MOST_CONTROLS = 0.1;

/** Whether content begins like text: UTF-8 with few control characters but white space. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, LOOKED_AT);
  const controls = head.filter((octet) => octet < 0x20 && octet !== 0x09 && octet !== LINE_FEED && octet !== 0x0d).length;
  if (controls > head.length * MOST_CONTROLS) return false;
  try {
    // A character may be cut at the end of what is looked at.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

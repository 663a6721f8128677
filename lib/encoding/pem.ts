import { ParseError } from './parse-error.ts';

/** Blocks that one file may have. A bundle of every public TPM vendor root has under 200. */
export const MAX_PEM_BLOCKS = 1000;
/** Characters of a label. The longest registered one has 26. */
export const MAX_PEM_LABEL = 64;

/** Octets by which nearly every binary file can be told from text, so that the rest is not searched. */
const TOLD_BY = 64;
const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';

/** One encoded object. Labels lie in real files: what it is, is decided by `der`. */
export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
  /** Octet offset of the block's first dash in the file. */
  readonly offset: number;
}

/** A block that can't be decoded, and why. */
export interface BrokenPemBlock {
  readonly offset: number;
  readonly error: ParseError;
}

/** Whether the file is text with at least one line that opens a block. */
export function looksLikePem(bytes: Uint8Array): boolean {
  const binaryFrom = bytes.subarray(0, TOLD_BY).findIndex((octet) => !isTextOctet(octet));
  const start = findBegin(asText(binaryFrom < 0 ? bytes : bytes.subarray(0, binaryFrom)), 0);
  return start >= 0 && bytes.subarray(0, start).every(isTextOctet);
}

/**
 * Every block of a file, in order. Text around blocks, headers inside, any line ending and any line length are accepted.
 * The time is linear in the length of the file.
 * @throws ParseError 'bad-pem' for a block without its end, label or data, 'bad-base64', 'too-many', with the octet offset
 * @spec   RFC 7468 section 2; headers by RFC 1421 section 4.4
 */
export function findPemBlocks(bytes: Uint8Array): readonly PemBlock[] {
  return readPemBlocks(bytes).map((block) => {
    if ('error' in block) throw block.error;
    return block;
  });
}

/**
 * As `findPemBlocks`, but a block that can't be decoded is told in its place, and those behind it are read all the same.
 * @throws ParseError 'too-many'
 */
export function readPemBlocks(bytes: Uint8Array): readonly (PemBlock | BrokenPemBlock)[] {
  const text = asText(bytes);
  const blocks: (PemBlock | BrokenPemBlock)[] = [];
  for (let start = findBegin(text, 0); start >= 0; ) {
    if (blocks.length === MAX_PEM_BLOCKS) {
      throw new ParseError('too-many', `more than ${MAX_PEM_BLOCKS} PEM blocks in one file`, { offset: start });
    }
    const { block, end } = readOrTell(text, start);
    blocks.push(block);
    start = findBegin(text, end);
  }
  return blocks;
}

function readOrTell(text: string, start: number): { block: PemBlock | BrokenPemBlock; end: number } {
  try {
    return readBlock(text, start);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { block: { offset: start, error }, end: start + BEGIN.length };
  }
}

/** One character an octet, so that an index in the text is an offset in the file. */
function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function findBegin(text: string, from: number): number {
  let start = text.indexOf(BEGIN, from);
  while (start >= 0 && !isLineStart(text, start, from)) start = text.indexOf(BEGIN, start + BEGIN.length);
  return start;
}

const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

function isLineStart(text: string, index: number, from: number): boolean {
  let at = index;
  while (at > from && (text[at - 1] === ' ' || text[at - 1] === '\t')) at -= 1;
  return at === from || text[at - 1] === '\n' || text[at - 1] === '\r' || (at === 3 && text.startsWith(BYTE_ORDER_MARK));
}

function isTextOctet(octet: number): boolean {
  return octet >= 0x20 || octet === 0x09 || octet === 0x0a || octet === 0x0c || octet === 0x0d;
}

function readBlock(text: string, start: number): { block: PemBlock; end: number } {
  const labelStart = start + BEGIN.length;
  const labelEnd = text.slice(labelStart, labelStart + MAX_PEM_LABEL + DASHES.length).indexOf(DASHES);
  const label = text.slice(labelStart, labelStart + Math.max(labelEnd, 0));
  if (labelEnd < 0 || /[\r\n]/.test(label)) throw badPem(start, `the BEGIN line at ${start} doesn't close with five dashes`);
  const bodyStart = labelStart + labelEnd + DASHES.length;
  const bodyEnd = text.indexOf(DASHES, bodyStart);
  const endLine = `${END}${label}${DASHES}`;
  if (bodyEnd < 0) throw badPem(start, `the block ${JSON.stringify(label)} at ${start} has no END line`);
  if (!text.startsWith(endLine, bodyEnd)) {
    throw badPem(bodyEnd, `the block ${JSON.stringify(label)} at ${start} is not closed by its END line at ${bodyEnd}`);
  }
  const der = decodeBody(text, { start: skipHeaders(text, bodyStart, bodyEnd), end: bodyEnd });
  if (der.length === 0) throw badPem(start, `the block ${JSON.stringify(label)} at ${start} is empty`);
  return { block: { label, der, offset: start }, end: bodyEnd + endLine.length };
}

/** Base64 has no colon: a first line with one begins the headers, which end at an empty line. */
function skipHeaders(text: string, start: number, end: number): number {
  let line = start;
  while (line < end && isSpace(text.charCodeAt(line))) line += 1;
  const lineEnd = endOfLine(text, line, end);
  if (!text.slice(line, lineEnd).includes(':')) return line;
  for (let at = lineEnd; at < end; ) {
    const next = at + (text.startsWith('\r\n', at) ? 2 : 1);
    at = endOfLine(text, next, end);
    if (at < end && text.slice(next, at).trim() === '') return at;
  }
  throw badPem(line, `the headers at ${line} don't end with an empty line`);
}

function endOfLine(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Standard alphabet only; missing padding is accepted, anything after padding is not. */
function decodeBody(text: string, { start, end }: Range): Uint8Array {
  let digits = 0;
  let padding = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) continue;
    if (code === 0x3d) padding += 1;
    else if (padding > 0 || !isBase64Digit(code)) throw badBase64(at, `${JSON.stringify(text[at])} at ${at} is no base64`);
    else digits += 1;
  }
  if (digits % 4 === 1 || padding > 2 || (padding > 0 && (digits + padding) % 4 !== 0)) {
    throw badBase64(end, `${digits} base64 digits and ${padding} padding characters before ${end} make no whole octets`);
  }
  return new Uint8Array(Buffer.from(text.slice(start, end), 'base64'));
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function isBase64Digit(code: number): boolean {
  return (
    (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2f
  );
}

function badPem(offset: number, message: string): ParseError {
  return new ParseError('bad-pem', message, { offset, spec: 'RFC 7468 section 2' });
}

function badBase64(offset: number, message: string): ParseError {
  return new ParseError('bad-base64', message, { offset, spec: 'RFC 4648 section 4' });
}

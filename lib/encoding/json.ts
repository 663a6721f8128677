import { decodeUtf8 } from './bytes.ts';
import { ParseError, type ParseErrorCode, type Warning } from './parse-error.ts';

/** Nesting of arrays and objects that is read. Real BOMs and inventories stay under 20. */
export const MAX_JSON_DEPTH = 64;
/** Values in one text, names of members not counted. A BOM of 64 MiB holds about 3 million. */
export const MAX_JSON_VALUES = 5_000_000;

/** Characters of one member's name that a path shows. */
const MAX_PATH_NAME = 64;
/** Names that are compared one by one before an object gets a set. */
const FEW_NAMES = 12;
const SPEC = 'RFC 8259';

/** What a caller may ask for; absent members mean the constants above. */
export interface JsonLimits {
  readonly maxDepth?: number;
  readonly maxValues?: number;
  /** Is told of what is legal and suspicious: the first `lone-surrogate`. */
  readonly note?: (warning: Warning) => void;
}

/** One open array or object. Reused for its level, so that a big file doesn't make one for every object. */
interface Frame {
  close: number;
  count: number;
  name: string;
  names: string[];
  nameSet: Set<string> | null;
}

interface Scan {
  readonly text: string;
  /** Octets before the text: a byte order mark. */
  readonly base: number;
  readonly maxDepth: number;
  readonly maxValues: number;
  readonly note: (warning: Warning) => void;
  readonly frames: Frame[];
  /** UTF-16 index. */
  at: number;
  depth: number;
  values: number;
  /** One was noted; to note each would make a hostile file slow. */
  loneSurrogate: boolean;
}

/**
 * Parses one JSON text strictly: UTF-8, no duplicate names, nothing after the value, bounded depth and count.
 * A byte order mark is tolerated. Offsets in errors are octets of `bytes`.
 * @throws ParseError 'empty-file' | 'bad-utf8' | 'truncated' | 'bad-json' | 'bad-value' | 'too-deep' | 'too-many' | 'duplicate-key' | 'trailing-data'
 * @spec   RFC 8259; RFC 7493 section 2 (no duplicate names)
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = {}): unknown {
  const base = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  refuseUtf16(bytes);
  const text = decodeUtf8(bytes.subarray(base), base);
  const { maxDepth = MAX_JSON_DEPTH, maxValues = MAX_JSON_VALUES, note = () => undefined } = limits;
  scanText({ text, base, maxDepth, maxValues, note, frames: [], at: 0, depth: 0, values: 0, loneSurrogate: false });
  return JSON.parse(text);
}

/** Windows shells write UTF-16 by default; "octet 0 is not UTF-8" would not tell anybody what to do. */
function refuseUtf16(bytes: Uint8Array): void {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ParseError('bad-utf8', 'the text is UTF-16; save it as UTF-8', { offset: 0, spec: `${SPEC} section 8.1` });
  }
}

function scanText(scan: Scan): void {
  skipSpace(scan);
  if (scan.at >= scan.text.length) throw new ParseError('empty-file', 'no JSON value in the file', { offset: offsetOf(scan) });
  scanValue(scan);
  while (scan.depth > 0) scanStep(scan);
  skipSpace(scan);
  if (scan.at < scan.text.length) throw failure(scan, 'trailing-data', 'something follows the JSON value');
}

/** One member or element of the innermost open container, or its end. */
function scanStep(scan: Scan): void {
  const frame = innermost(scan);
  skipSpace(scan);
  if (scan.text.charCodeAt(scan.at) === frame.close) {
    scan.at += 1;
    scan.depth -= 1;
    return;
  }
  if (frame.count > 0) {
    expect(scan, COMMA, 'a comma or the end of the list');
    skipSpace(scan);
  }
  if (frame.close === CLOSE_BRACE) scanName(scan, frame);
  frame.count += 1;
  scanValue(scan);
}

function scanName(scan: Scan, frame: Frame): void {
  const start = scan.at;
  if (scan.text.charCodeAt(start) !== QUOTE) throw failure(scan, 'bad-json', 'wanted the name of a member in quotes');
  const escaped = scanString(scan);
  const name = escaped ? unescaped(scan.text.slice(start, scan.at)) : scan.text.slice(start + 1, scan.at - 1);
  frame.name = name;
  if (isRepeated(frame, name)) {
    scan.at = start;
    throw failure(scan, 'duplicate-key', `the name ${JSON.stringify(name.slice(0, MAX_PATH_NAME))} stands twice in one object`);
  }
  skipSpace(scan);
  expect(scan, COLON, 'a colon');
  skipSpace(scan);
}

/** Remembers the name; few names are compared one by one, many go into a set. */
function isRepeated(frame: Frame, name: string): boolean {
  if (frame.nameSet !== null) {
    const before = frame.nameSet.size;
    return frame.nameSet.add(name).size === before;
  }
  if (frame.names.includes(name)) return true;
  frame.names.push(name);
  if (frame.names.length > FEW_NAMES) frame.nameSet = new Set(frame.names);
  return false;
}

function scanValue(scan: Scan): void {
  scan.values += 1;
  if (scan.values > scan.maxValues) throw failure(scan, 'too-many', `more than ${scan.maxValues} values`);
  const code = scan.text.charCodeAt(scan.at);
  if (code === QUOTE) scanString(scan);
  else if (code === OPEN_BRACE) open(scan, CLOSE_BRACE);
  else if (code === OPEN_BRACKET) open(scan, CLOSE_BRACKET);
  else if (code === MINUS || (code >= DIGIT_0 && code <= DIGIT_9)) scanNumber(scan);
  else scanWord(scan);
}

function open(scan: Scan, close: number): void {
  if (scan.depth >= scan.maxDepth) throw failure(scan, 'too-deep', `nested deeper than ${scan.maxDepth} levels`);
  const frame = scan.frames[scan.depth];
  if (frame === undefined) scan.frames.push({ close, count: 0, name: '', names: [], nameSet: null });
  else {
    frame.close = close;
    frame.count = 0;
    frame.name = '';
    frame.names.length = 0;
    frame.nameSet = null;
  }
  scan.depth += 1;
  scan.at += 1;
}

function scanWord(scan: Scan): void {
  for (const word of ['true', 'false', 'null']) {
    if (scan.text.startsWith(word, scan.at)) {
      scan.at += word.length;
      return;
    }
    if (word.startsWith(scan.text.slice(scan.at, scan.at + word.length))) scan.at = scan.text.length;
  }
  throw failure(scan, 'bad-json', 'wanted a value');
}

function scanNumber(scan: Scan): void {
  NUMBER.lastIndex = scan.at;
  const start = scan.at;
  if (!NUMBER.test(scan.text)) {
    scan.at += 1;
    throw failure(scan, 'bad-json', 'wanted a digit');
  }
  scan.at = NUMBER.lastIndex;
  // The shortest number beyond a double is 1e309; nobody could write infinity back as JSON.
  if (scan.at - start < 5 || Number.isFinite(Number(scan.text.slice(start, scan.at)))) return;
  scan.at = start;
  throw failure(scan, 'bad-value', 'a number beyond the range of double precision');
}

/** Leaves `at` behind the closing quote. Returns whether the string holds escapes. */
function scanString(scan: Scan): boolean {
  const { text } = scan;
  let escaped = false;
  let at = scan.at + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) break;
    if (code === BACKSLASH) {
      escaped = true;
      scan.at = at;
      at += scanEscape(scan);
    } else if (code >= 0x20) at += 1;
    else {
      // Also the end of the text, where charCodeAt gives NaN.
      scan.at = at;
      throw failure(scan, 'bad-json', 'a control character inside a string');
    }
  }
  scan.at = at + 1;
  return escaped;
}

/** Length of the escape at `at`. */
function scanEscape(scan: Scan): number {
  const { text, at } = scan;
  const code = text.charCodeAt(at + 1);
  if (code !== LETTER_U) {
    if (SHORT_ESCAPES.includes(text.charAt(at + 1)) && at + 1 < text.length) return 2;
    if (at + 1 >= text.length) scan.at = text.length;
    throw failure(scan, 'bad-json', 'an escape that JSON does not have');
  }
  const unit = hexUnit(text, at + 2);
  if (unit === undefined) {
    if (at + 6 > text.length) scan.at = text.length;
    throw failure(scan, 'bad-json', 'wanted four hexadecimal digits');
  }
  if (unit < 0xd800 || unit > 0xdfff) return 6;
  const low = unit < 0xdc00 && text.startsWith('\\u', at + 6) ? hexUnit(text, at + 8) : undefined;
  if (low !== undefined && low >= 0xdc00 && low <= 0xdfff) return 12;
  if (scan.loneSurrogate) return 6;
  scan.loneSurrogate = true;
  scan.note({ code: 'lone-surrogate', detail: 'half of a surrogate pair stands alone', offset: offsetOf(scan), path: pathOf(scan) });
  return 6;
}

function hexUnit(text: string, at: number): number | undefined {
  const digits = text.slice(at, at + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

function skipSpace(scan: Scan): void {
  const { text } = scan;
  let { at } = scan;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
    at += 1;
  }
  scan.at = at;
}

function expect(scan: Scan, code: number, wanted: string): void {
  if (scan.text.charCodeAt(scan.at) !== code) throw failure(scan, 'bad-json', `wanted ${wanted}`);
  scan.at += 1;
}

function innermost(scan: Scan): Frame {
  const frame = scan.frames[scan.depth - 1];
  if (frame === undefined) throw new RangeError('no array or object is open');
  return frame;
}

/** At the end of the text every other failure is a truncation. */
function failure(scan: Scan, code: ParseErrorCode, what: string): ParseError {
  const offset = offsetOf(scan);
  const path = pathOf(scan);
  const place = { offset, spec: SPEC, ...(path === '' ? {} : { path }) };
  if (scan.at >= scan.text.length)
    return new ParseError('truncated', `the JSON text ends at octet ${offset}, before it is complete`, place);
  return new ParseError(code, `${what}, at octet ${offset}`, place);
}

function offsetOf(scan: Scan): number {
  return scan.base + Buffer.byteLength(scan.text.slice(0, scan.at));
}

function pathOf(scan: Scan): string {
  return scan.frames
    .slice(0, scan.depth)
    .map((frame) => (frame.close === CLOSE_BRACE ? nameStep(frame.name) : `[${Math.max(0, frame.count - 1)}]`))
    .join('')
    .replace(/^\./, '');
}

function nameStep(name: string): string {
  if (name === '') return '';
  return /^[\w$-]{1,64}$/.test(name) ? `.${name}` : `[${JSON.stringify(name.slice(0, MAX_PATH_NAME))}]`;
}

function unescaped(quoted: string): string {
  return String(JSON.parse(quoted));
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SHORT_ESCAPES = '"\\/bfnrt';
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const LETTER_U = 0x75;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

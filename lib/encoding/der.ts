import { ParseError, type Warning } from './parse-error.ts';

/** Nesting of constructed values that the reader follows. Real certificates stay under 15. */
export const MAX_DER_DEPTH = 32;
/** Children that one constructed value may have. A certificate of 5,000 components has 5,000. */
export const MAX_DER_CHILDREN = 20_000;

const IDENTIFIER_RULE = 'X.690 section 8.1.2';
const LENGTH_RULE = 'X.690 section 8.1.3';

/** Identifier octets in use here (X.690 section 8.1.2). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Identifier octet of `[n]` as a primitive value (IMPLICIT over a primitive type). */
export const contextPrimitive = (n: number): number => 0x80 | n;
/** Identifier octet of `[n]` as a constructed value (EXPLICIT, or IMPLICIT over a SEQUENCE or SET). */
export const contextConstructed = (n: number): number => 0xa0 | n;

/** The whole input, and what was wrong in it without making it unreadable. Shared by every node of one parse. */
export interface DerSource {
  readonly bytes: Uint8Array;
  /** The same octets, for what Node reads from a Buffer only. */
  readonly buffer: Buffer;
  /** Each octet as a character, made when the first text is read: texts are cut out of it. */
  latin1: string | undefined;
  readonly warnings: Warning[];
}

/** One tag-length-value. Offsets count from the start of the source. */
export interface DerNode {
  readonly source: DerSource;
  /** The identifier octet; only tag numbers below 31 occur in certificates. */
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
  readonly depth: number;
}

/**
 * Reads one value; the whole input must be consumed.
 * Non-minimal lengths are legal BER and not DER: read, with a warning `non-minimal-length`.
 * @throws ParseError 'empty-file' | 'truncated' | 'bad-length' | 'bad-tag' | 'trailing-data', with the octet offset
 * @spec   X.690 sections 8.1 and 10.1
 */
export function readDer(bytes: Uint8Array, warnings: Warning[] = []): DerNode {
  const node = readDerPrefix(bytes, warnings);
  if (node.end !== bytes.length) {
    throw new ParseError('trailing-data', `${bytes.length - node.end} octets follow the value that ends at ${node.end}`, {
      offset: node.end,
    });
  }
  return node;
}

/** Reads the one value at the start of the input and ignores what follows its end. Errors as `readDer`. */
export function readDerPrefix(bytes: Uint8Array, warnings: Warning[] = []): DerNode {
  if (bytes.length === 0) throw new ParseError('empty-file', 'the input is empty', { offset: 0 });
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const source = { bytes, buffer, latin1: undefined, warnings };
  return readChild({ source, tag: TAG.sequence, start: 0, contentStart: 0, end: bytes.length, depth: -1 }, 0);
}

/**
 * The children of a constructed value, in order.
 * @throws ParseError as `readDer`, 'too-deep' and 'too-many'
 */
export function childrenOf(node: DerNode): readonly DerNode[] {
  return fieldsOf(node).rest();
}

/** The octets between header and end, not copied. */
export function contentOf(node: DerNode): Uint8Array {
  return node.source.bytes.subarray(node.contentStart, node.end);
}

/** Header and content as received, not copied. Signatures are verified over such ranges. */
export function rawOf(node: DerNode): Uint8Array {
  return node.source.bytes.subarray(node.start, node.end);
}

/** Notes something that DER or a profile forbids and that was read all the same. */
export function warn(node: DerNode, code: string, detail: string): void {
  node.source.warnings.push({ code, detail, offset: node.start });
}

/** A `bad-tag` error that names what was got and what was wanted. */
export function badTag(node: DerNode, wanted: string): ParseError {
  return new ParseError('bad-tag', `got tag 0x${hex(node.tag)} at ${node.start}, wanted ${wanted}`, { offset: node.start });
}

/** The node itself when its tag is the wanted one. @throws ParseError 'bad-tag' */
export function expectTag(node: DerNode, tag: number, wanted: string): DerNode {
  if (node.tag !== tag) throw badTag(node, `${wanted} (0x${hex(tag)})`);
  return node;
}

/** Reads the fields of a SEQUENCE one after the other. */
export interface DerFields {
  /** The next field without taking it, or undefined at the end. */
  peek(): DerNode | undefined;
  /** Takes the next field. @throws ParseError 'missing-field' | 'bad-tag' */
  take(name: string, tag?: number): DerNode;
  /** Takes the next field if it has that tag. */
  takeOptional(tag: number): DerNode | undefined;
  /** Takes the next field, whatever it is; undefined at the end. */
  takeNext(): DerNode | undefined;
  /** What is left. A caller that knows no more fields turns it into a warning or an error. */
  rest(): readonly DerNode[];
}

/**
 * A cursor over the fields of a constructed value (SEQUENCE, or IMPLICIT [n] over one). A field is read when it is asked for, so
 * that what is wrong behind it shows no earlier.
 * @throws ParseError 'bad-tag' | 'too-deep'; each read: as `readDer`, and 'too-many'
 */
export function fieldsOf(node: DerNode): DerFields {
  if ((node.tag & 0x20) === 0) throw badTag(node, 'a constructed value');
  if (node.depth + 1 > MAX_DER_DEPTH) {
    throw new ParseError('too-deep', `values are nested more than ${MAX_DER_DEPTH} deep`, { offset: node.start });
  }
  return new Cursor(node);
}

const NOTHING: readonly DerNode[] = [];

/** A class, not functions over one object each: a certificate has hundreds, and each is half as large. */
class Cursor implements DerFields {
  /**
   * Never read. The shape of objects is held by nothing but themselves: a full collection between two files, which finds none, would take
   * it, and the compiled code of every reader with it.
   */
  static readonly kept = new Cursor(readDer(Uint8Array.of(TAG.sequence, 0)));

  // Declared only: Node takes types away and leaves definitions standing, which would set each field twice.
  declare readonly node: DerNode;
  /** Read by `peek`, and not taken yet. */
  declare next: DerNode | undefined;
  /** Where the field behind `next` begins. */
  declare at: number;
  declare count: number;

  constructor(node: DerNode) {
    this.node = node;
    this.next = undefined;
    this.at = node.contentStart;
    this.count = 0;
  }

  peek(): DerNode | undefined {
    if (this.next !== undefined || this.at >= this.node.end) return this.next;
    this.count += 1;
    if (this.count > MAX_DER_CHILDREN) {
      throw new ParseError('too-many', `more than ${MAX_DER_CHILDREN} elements in one value`, { offset: this.node.start });
    }
    this.next = readChild(this.node, this.at);
    this.at = this.next.end;
    return this.next;
  }

  take(name: string, tag?: number): DerNode {
    const field = this.peek();
    if (field === undefined) {
      throw new ParseError('missing-field', `${name} is missing at ${this.node.end}`, { offset: this.node.end, path: name });
    }
    if (tag !== undefined) expectTag(field, tag, name);
    this.next = undefined;
    return field;
  }

  takeOptional(tag: number): DerNode | undefined {
    const field = this.peek();
    if (field === undefined || field.tag !== tag) return undefined;
    this.next = undefined;
    return field;
  }

  takeNext(): DerNode | undefined {
    const field = this.peek();
    this.next = undefined;
    return field;
  }

  rest(): readonly DerNode[] {
    if (this.next === undefined && this.at >= this.node.end) return NOTHING;
    const left: DerNode[] = [];
    for (let field = this.takeNext(); field !== undefined; field = this.takeNext()) left.push(field);
    return left;
  }
}

/** The value at an octet of a constructed one. Most have a short header and fit: those are read here. */
function readChild(parent: DerNode, start: number): DerNode {
  const { source } = parent;
  const tag = source.bytes[start] ?? 0x1f;
  const length = source.bytes[start + 1] ?? 0xff;
  const contentStart = start + 2;
  const end = contentStart + length;
  if (length >= 0x80 || end > parent.end || (tag & 0x1f) === 0x1f) return readLongChild(parent, start);
  return { source, tag, start, contentStart, end, depth: parent.depth + 1 };
}

function readLongChild(parent: DerNode, start: number): DerNode {
  const { source, end: limit } = parent;
  const tag = octetAt(parent, start);
  if ((tag & 0x1f) === 0x1f) {
    throw new ParseError('bad-tag', `multi-octet tag at ${start}; certificates have none`, { offset: start, spec: IDENTIFIER_RULE });
  }
  const { length, contentStart } = readLength(parent, start + 1);
  const end = contentStart + length;
  if (end > limit) {
    const message = `length ${length} at ${start + 1} reaches ${end - limit} octets beyond the ${limit === source.bytes.length ? 'file' : 'enclosing value'}`;
    throw new ParseError('truncated', message, { offset: start + 1, spec: LENGTH_RULE });
  }
  return { source, tag, start, contentStart, end, depth: parent.depth + 1 };
}

function readLength(parent: DerNode, at: number): { length: number; contentStart: number } {
  const first = octetAt(parent, at);
  if (first < 0x80) return { length: first, contentStart: at + 1 };
  const count = first & 0x7f;
  if (count === 0)
    throw new ParseError('bad-length', `indefinite length at ${at}; DER forbids it`, { offset: at, spec: 'X.690 section 10.1' });
  if (count > 4)
    throw new ParseError('bad-length', `a length of ${count} octets at ${at}; 4 are the most that is read`, {
      offset: at,
      spec: LENGTH_RULE,
    });
  let length = 0;
  for (let i = 1; i <= count; i += 1) length = length * 256 + octetAt(parent, at + i);
  if (length < 0x80 || parent.source.bytes[at + 1] === 0) {
    parent.source.warnings.push({ code: 'non-minimal-length', detail: `length ${length} is written in ${count + 1} octets`, offset: at });
  }
  return { length, contentStart: at + 1 + count };
}

function octetAt({ source, end }: DerNode, at: number): number {
  const octet = at < end ? source.bytes[at] : undefined;
  if (octet === undefined) throw new ParseError('truncated', `the input ends at ${end} inside a header`, { offset: at, spec: LENGTH_RULE });
  return octet;
}

function hex(tag: number): string {
  return tag.toString(16).padStart(2, '0');
}

import { type Draw, pick } from './draw.ts';

/** One tag-length-value, read leniently: what doesn't parse as values is content. */
export interface DerTree {
  tag: number;
  /** Children of a constructed value, or what stands inside an OCTET or BIT STRING; else octets. */
  content: DerTree[] | Buffer;
  /** Octets of the length, when they are not what the content says. */
  length?: readonly number[];
  /** Octets before the children inside a string: the count of unused bits. */
  prefix?: Buffer;
}

const MAX_DEPTH = 40;
const HEADER = 2;

/** The value that fills the bytes; undefined when there is none. */
export function readTree(bytes: Buffer, depth = 0): DerTree | undefined {
  const all = readAll(bytes, depth);
  return all?.length === 1 ? all[0] : undefined;
}

function readAll(bytes: Buffer, depth: number): DerTree[] | undefined {
  const all: DerTree[] = [];
  for (let at = 0; at < bytes.length; ) {
    const found = headerAt(bytes, at);
    if (found === undefined) return undefined;
    all.push(nodeOf(bytes[at] ?? 0, bytes.subarray(found.start, found.end), depth));
    at = found.end;
  }
  return all;
}

function headerAt(bytes: Buffer, at: number): { start: number; end: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined || first === 0x80 || first > 0x84) return undefined;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (at + HEADER + count > bytes.length) return undefined;
  const length = count === 0 ? first : bytes.readUIntBE(at + HEADER, count);
  const start = at + HEADER + count;
  return start + length > bytes.length ? undefined : { start, end: start + length };
}

function nodeOf(tag: number, content: Buffer, depth: number): DerTree {
  if (depth >= MAX_DEPTH) return { tag, content };
  if ((tag & 0x20) !== 0) return { tag, content: readAll(content, depth + 1) ?? content };
  if (tag === 0x04 && content.length > HEADER) return { tag, content: readAll(content, depth + 1) ?? content };
  if (tag === 0x03 && content[0] === 0 && content.length > HEADER) {
    const inner = readAll(content.subarray(1), depth + 1);
    if (inner !== undefined) return { tag, content: inner, prefix: content.subarray(0, 1) };
  }
  return { tag, content };
}

/** DER of the tree, but where a node has a length of its own. */
export function writeTree(tree: DerTree): Buffer {
  const content = contentOf(tree);
  return Buffer.concat([Buffer.from([tree.tag, ...(tree.length ?? lengthOf(content.length))]), content]);
}

function contentOf({ content, prefix }: DerTree): Buffer {
  const inner = Array.isArray(content) ? Buffer.concat(content.map(writeTree)) : content;
  return prefix === undefined ? inner : Buffer.concat([prefix, inner]);
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 0xff);
  return [0x80 | octets.length, ...octets];
}

/** All nodes of a tree, the outermost first. */
export function nodesOf(tree: DerTree): DerTree[] {
  return [tree, ...(Array.isArray(tree.content) ? tree.content.flatMap(nodesOf) : [])];
}

const TAGS = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x1f, 0x24, 0x30, 0x31, 0x80, 0x81, 0xa0, 0xa1, 0xa2, 0xa3,
  0xbf,
];
const CONTENTS = [
  '',
  '00',
  'ff',
  '80',
  '7fffffffffffffffffffffffffffffffffffffffff',
  'ffffffffffffffff',
  '2a864886f70d010101',
  '67810502',
  '8001',
  'c080',
  'eda080',
  'd83ddc00',
  '00'.repeat(300),
  '32303236',
  '3939313233313233353935395a',
  '30363032333032393234363030305a',
];
const LENGTHS = [
  [0x80],
  [0x84, 0xff, 0xff, 0xff, 0xff],
  [0x84, 0x7f, 0xff, 0xff, 0xff],
  [0x81, 0x01],
  [0x82, 0x00, 0x01],
  [0x85, 1, 0, 0, 0, 0],
  [0xff],
  [0x00],
  [0x7f],
];

type Change = (node: DerTree, all: readonly DerTree[], draw: Draw) => void;

function childrenOf(all: readonly DerTree[], draw: Draw): DerTree[] | undefined {
  const parents = all.filter(({ content }) => Array.isArray(content) && content.length > 0);
  const content = parents.length === 0 ? undefined : pick(parents, draw).content;
  return Array.isArray(content) ? content : undefined;
}

const CHANGES: Readonly<Record<string, Change>> = {
  'other tag': (node, _, draw) => {
    node.tag = pick(TAGS, draw);
  },
  'other content': (node, _, draw) => {
    node.content = Buffer.from(pick(CONTENTS, draw), 'hex');
    delete node.prefix;
  },
  'octet of content': (node, _, draw) => {
    if (Array.isArray(node.content) || node.content.length === 0) return;
    node.content = Buffer.from(node.content);
    node.content[draw(node.content.length)] = draw(256);
  },
  'false length': (node, _, draw) => {
    node.length = pick(LENGTHS, draw);
  },
  'non-minimal length': (node) => {
    node.length = [0x84, ...Buffer.from(contentOf(node).length.toString(16).padStart(8, '0'), 'hex')];
  },
  'child twice': (_, all, draw) => {
    const children = childrenOf(all, draw);
    if (children !== undefined)
      children.splice(draw(children.length), 0, ...Array.from({ length: 1 + draw(3) }, () => pick(children, draw)));
  },
  'child gone': (_, all, draw) => {
    const children = childrenOf(all, draw);
    children?.splice(draw(children.length), 1);
  },
  'children swapped': (_, all, draw) => {
    const children = childrenOf(all, draw);
    if (children !== undefined) children.push(...children.splice(draw(children.length), 1));
  },
  spliced: (node, all, draw) => {
    const other = pick(all, draw);
    // A node inside itself would have no end.
    if (nodesOf(other).includes(node)) return;
    Object.assign(node, structuredClone(other));
    if (!Array.isArray(node.content)) node.content = Buffer.from(node.content);
  },
  'nested deeply': (node, _, draw) => {
    for (let levels = pick([2, 8, 31, 33, 200], draw); levels > 0; levels -= 1) nest(node);
  },
  'empty constructed': (node) => {
    node.content = [];
  },
};

function nest(node: DerTree): void {
  node.content = [{ ...node }];
  node.tag = 0x30;
  delete node.prefix;
  delete node.length;
}

/** Some changes to nodes of a tree, which also come from a tree of another file. @returns what was done */
export function changeTree(tree: DerTree, { donor, draw }: { donor: DerTree | undefined; draw: Draw }): string {
  let how = '';
  for (let count = 1 + draw(3); count > 0; count -= 1) {
    const own = nodesOf(tree);
    const all = donor === undefined || draw(2) === 0 ? own : [...own, ...nodesOf(donor)];
    const name = pick(Object.keys(CHANGES), draw);
    CHANGES[name]?.(pick(own, draw), name === 'spliced' ? all : own, draw);
    how += ` ${name};`;
  }
  return how;
}

import { expect, test } from 'vitest';
import { type DerTree, nodesOf, readTree, writeTree } from './der-tree.ts';
import { drawFrom } from './draw.ts';
import { type JsonTree, readJsonTree, writeJsonTree } from './json-tree.ts';
import { familyOf } from './mutate.ts';
import { examine } from './properties.ts';
import { allSeeds, formatOf } from './seeds.ts';
import { LINES, XML } from './text-pieces.ts';

const LENGTH = 60_000;
/** Processor time: what grows with the square of the length takes several seconds at this length, what grows with it some milliseconds. */
const MAX_MS = 1000;
const long = (unit: string): string => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);

/** Text that expressions stumble over: long runs of what they look for, and then not what they want. */
const TEXTS: readonly string[] = [
  ...['/', ' ', '0', 'a', '.', ':', '{', '@', '%', '\u0301', 'a.', '('].map((unit) => `${long(unit)}!`),
  `pkg:npm/${long('/')}a`,
  `pkg:npm/a${long('@')}?`,
  `https://${long('a.')}/ `,
  `a@${long('a.')}!`,
  `cpe:2.3:h:${long(':')}`,
  `urn:cdx:${long('0')}`,
  `a:${long(':')}\nb`,
  `2026-01-01T00:00:00.${long('0')}`,
  `${long('(')}MIT OR`,
];

function timed(bytes: Uint8Array): number {
  const before = process.cpuUsage();
  examine(bytes, { thorough: false, draw: drawFrom(0) });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The seed with the text in each place in turn that takes text. */
function* jsonVariants(bytes: Uint8Array, seen: Set<string>): Generator<readonly [place: string, put: (text: string) => Uint8Array]> {
  const tree = readJsonTree(Buffer.from(bytes).toString('utf8'));
  for (const [path, leaf] of tree === undefined ? [] : leavesOf(tree, '')) {
    if (seen.has(path)) continue;
    seen.add(path);
    const before = leaf.text;
    yield [
      path,
      (text) => {
        leaf.text = JSON.stringify(text);
        const written = writeJsonTree(tree ?? leaf);
        leaf.text = before;
        return Buffer.from(written);
      },
    ];
  }
}

type Leaf = Extract<JsonTree, { kind: 'leaf' }>;

function leavesOf(tree: JsonTree, path: string): (readonly [string, Leaf])[] {
  switch (tree.kind) {
    case 'object':
      return tree.members.flatMap(([name, value]) => leavesOf(value, `${path}.${name}`));
    case 'array':
      return tree.items.flatMap((item) => leavesOf(item, `${path}[]`));
    case 'leaf':
      return tree.text.startsWith('"') ? [[path, tree]] : [];
    default:
      return tree satisfies never;
  }
}

const STRING_TAGS = [0x0c, 0x13, 0x16, 0x1a, 0x1e];

function* derVariants(bytes: Uint8Array, seen: Set<string>): Generator<readonly [place: string, put: (text: string) => Uint8Array]> {
  const tree = readTree(Buffer.from(bytes));
  const nodes = tree === undefined ? [] : nodesOf(tree);
  for (const [index, node] of nodes.entries()) {
    // What stands before a text says what it is.
    const place = `${node.tag} after ${nodes[index - 1] === undefined ? '' : contentHex(nodes[index - 1])}`;
    if (!STRING_TAGS.includes(node.tag) || Array.isArray(node.content) || seen.has(place)) continue;
    seen.add(place);
    const before = node.content;
    yield [
      place,
      (text) => {
        node.content = Buffer.from(text);
        const written = writeTree(tree ?? node);
        node.content = before;
        return written;
      },
    ];
  }
}

function contentHex(node: DerTree | undefined): string {
  return node === undefined || Array.isArray(node.content) ? '' : node.content.toString('hex');
}

function* textVariants(bytes: Uint8Array, seen: Set<string>): Generator<readonly [place: string, put: (text: string) => Uint8Array]> {
  const family = familyOf(bytes) === 'xml' ? XML : LINES;
  const pieces = family.pieces(Buffer.from(bytes).toString('utf8'));
  for (const [index, piece] of pieces.entries()) {
    const place = piece.startsWith('<') ? piece.slice(0, 40) : `in ${pieces[index - 1]?.slice(0, 40)}`;
    if (seen.has(place)) continue;
    seen.add(place);
    const at = piece.includes('"')
      ? piece.indexOf('"') + 1
      : piece.includes(': ')
        ? piece.indexOf(': ') + 2
        : piece.startsWith('<')
          ? 1
          : 0;
    yield [place, (text) => Buffer.from(pieces.with(index, piece.slice(0, at) + text + piece.slice(at)).join(''))];
  }
}

const VARIANTS = { der: derVariants, json: jsonVariants, xml: textVariants, lines: textVariants } as const;

test.each(Object.entries(VARIANTS))(
  'no text in any place of a %s file makes reading it stall',
  { timeout: 300_000 },
  (family, variants) => {
    const stalls: string[] = [];
    const seen = new Set<string>();
    let tried = 0;
    for (const seed of allSeeds().filter((bytes) => familyOf(bytes) === family)) {
      for (const [place, put] of variants(seed, seen)) {
        for (const text of TEXTS) {
          tried += 1;
          const milliseconds = timed(put(text));
          if (milliseconds > MAX_MS)
            stalls.push(`${formatOf(seed)?.name} ${place}: ${milliseconds.toFixed(0)} ms for ${JSON.stringify(text.slice(0, 20))}`);
        }
      }
    }
    expect(stalls).toEqual([]);
    if (family !== 'lines') expect(tried).toBeGreaterThan(100);
  },
);

import { type Draw, pick } from './draw.ts';

/** JSON as it may stand in a file: members may repeat, and a leaf is any text. */
export type JsonTree =
  | { readonly kind: 'object'; members: [name: string, value: JsonTree][] }
  | { readonly kind: 'array'; items: JsonTree[] }
  | { readonly kind: 'leaf'; text: string };

/** The tree of a text that is JSON; undefined for another. */
export function readJsonTree(text: string): JsonTree | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return treeOf(value);
  } catch {
    return undefined;
  }
}

function treeOf(value: unknown): JsonTree {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(treeOf) };
  if (typeof value === 'object' && value !== null) {
    return { kind: 'object', members: Object.entries(value).map(([name, member]) => [JSON.stringify(name), treeOf(member)]) };
  }
  return { kind: 'leaf', text: JSON.stringify(value) };
}

export function writeJsonTree(tree: JsonTree): string {
  switch (tree.kind) {
    case 'object':
      return `{${tree.members.map(([name, value]) => `${name}:${writeJsonTree(value)}`).join(',')}}`;
    case 'array':
      return `[${tree.items.map(writeJsonTree).join(',')}]`;
    case 'leaf':
      return tree.text;
    default:
      return tree satisfies never;
  }
}

function nodesOf(tree: JsonTree): JsonTree[] {
  switch (tree.kind) {
    case 'object':
      return [tree, ...tree.members.flatMap(([, value]) => nodesOf(value))];
    case 'array':
      return [tree, ...tree.items.flatMap(nodesOf)];
    case 'leaf':
      return [tree];
    default:
      return tree satisfies never;
  }
}

const LEAVES = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '1e308',
  '1e309',
  '1e999999',
  '1E-999999',
  '0.1',
  '01',
  '9007199254740993',
  '4294967296',
  '2147483648',
  '""',
  '" "',
  '"0"',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u202e\\u2066"',
  '"__proto__"',
  '"constructor"',
  '"NaN"',
  '"\\/"',
  '"\\x"',
  '"2026-02-30T25:61:61Z"',
  '"2026-01-01T00:00:00Z"',
  '"urn:uuid:00000000-0000-0000-0000-000000000000"',
  '"pkg:npm/%2e%2e/%00@1"',
  '"cpe:2.3:h:*:*:*:*:*:*:*:*:*:*"',
  '"javascript:alert(1)"',
  '"1.10"',
  '"1.6"',
  '"9.9"',
  '"00060004"',
  '"2.23.133.18.3.1"',
  '"0x1F"',
  '"ZZ"',
  `"${'a'.repeat(5000)}"`,
  `"${'é'.repeat(300)}"`,
  '[]',
  '{}',
  '[[]]',
  '{"":""}',
  '[null]',
  'undefined',
  "'a'",
  'NaN',
  '/**/1',
  '',
];
const NAMES = [
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"$ref"',
  '"bom-ref"',
  '"components"',
  '"serialNumber"',
  `"${'n'.repeat(3000)}"`,
];

type Change = (all: readonly JsonTree[], donors: readonly JsonTree[], draw: Draw) => void;

const objectOf = (all: readonly JsonTree[], draw: Draw) => {
  const objects = all.filter((node) => node.kind === 'object').filter(({ members }) => members.length > 0);
  return objects.length === 0 ? undefined : pick(objects, draw).members;
};
const arrayOf = (all: readonly JsonTree[], draw: Draw) => {
  const arrays = all.filter((node) => node.kind === 'array');
  return arrays.length === 0 ? undefined : pick(arrays, draw).items;
};
const leaf = (draw: Draw): JsonTree => ({ kind: 'leaf', text: pick(LEAVES, draw) });

function nested(draw: Draw): JsonTree {
  const levels = pick([2, 20, 63, 65, 1000], draw);
  const [open, close] = pick(
    [
      ['[', ']'],
      ['{"a":', '}'],
      ['{"components":[', ']}'],
    ] as const,
    draw,
  );
  return { kind: 'leaf', text: `${open.repeat(levels)}${draw(2) === 0 ? 'null' : '{}'}${close.repeat(levels)}` };
}

const CHANGES: Readonly<Record<string, Change>> = {
  'member twice': (all, _, draw) => {
    const members = objectOf(all, draw);
    members?.push(pick(members, draw));
  },
  'member gone': (all, _, draw) => {
    const members = objectOf(all, draw);
    members?.splice(draw(members.length), 1);
  },
  'member of another name': (all, _, draw) => {
    const members = objectOf(all, draw);
    if (members !== undefined) pick(members, draw)[0] = draw(2) === 0 ? pick(NAMES, draw) : (pick(members, draw)[0] ?? '""');
  },
  'member of another type': (all, _, draw) => {
    const members = objectOf(all, draw);
    if (members !== undefined) pick(members, draw)[1] = leaf(draw);
  },
  'member spliced': (all, donors, draw) => {
    const members = objectOf(all, draw);
    if (members !== undefined) pick(members, draw)[1] = structuredClone(pick(donors, draw));
  },
  'member added': (all, donors, draw) => {
    const from = objectOf(donors, draw);
    if (from !== undefined) objectOf(all, draw)?.push(structuredClone(pick(from, draw)));
  },
  'items more': (all, donors, draw) => {
    const items = arrayOf(all, draw);
    const item = items === undefined || items.length === 0 ? pick(donors, draw) : pick(items, draw);
    items?.push(...Array.from({ length: pick([1, 2, 40], draw) }, () => structuredClone(item)));
  },
  'item gone': (all, _, draw) => {
    const items = arrayOf(all, draw);
    items?.splice(draw(Math.max(1, items.length)), 1);
  },
  'other leaf': (all, _, draw) => {
    const leaves = all.filter((node) => node.kind === 'leaf');
    if (leaves.length > 0) pick(leaves, draw).text = pick(LEAVES, draw);
  },
  'text of a leaf': (all, _, draw) => {
    const leaves = all.filter((node) => node.kind === 'leaf').filter(({ text }) => text.startsWith('"') && text.length > 2);
    if (leaves.length === 0) return;
    const chosen = pick(leaves, draw);
    const at = 1 + draw(chosen.text.length - 1);
    chosen.text =
      chosen.text.slice(0, at) +
      pick(['\\u0000', '\\n', ' ', '0', 'é', '\\ud83d', '%', ':', '/', '@', '?', '#', '.', '\\"'], draw) +
      chosen.text.slice(at + draw(2));
  },
  'nested deeply': (all, _, draw) => {
    const members = objectOf(all, draw);
    if (members !== undefined) pick(members, draw)[1] = nested(draw);
  },
};

/** Some changes to a tree, with parts of another one. @returns what was done */
export function changeJson(tree: JsonTree, { donor, draw }: { donor: JsonTree | undefined; draw: Draw }): string {
  let how = '';
  for (let count = 1 + draw(4); count > 0; count -= 1) {
    const all = nodesOf(tree);
    const name = pick(Object.keys(CHANGES), draw);
    CHANGES[name]?.(all, donor === undefined || draw(2) === 0 ? all : nodesOf(donor), draw);
    how += ` ${name};`;
  }
  return how;
}

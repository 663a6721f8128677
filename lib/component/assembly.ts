import { normalizeText } from './normalize.ts';
import type { Unit } from './types.ts';

interface Pair {
  readonly expected: Unit;
  readonly observed: Unit;
}

/**
 * Tells whether a matched unit sits in another assembly than before: one that isn't what became of the assembly around it.
 * A part whose assembly was replaced around it didn't move. Where one side knows no assemblies nothing can be said.
 */
export function moveTeller(pairs: readonly Pair[]): (pair: Pair) => boolean {
  const holders = new Set(pairs.flatMap(({ expected }) => holderOf(expected)?.id ?? []));
  if (holders.size === 0 || !pairs.some(({ observed }) => holderOf(observed) !== null)) return () => false;
  const became = new Map<string, Set<string>>();
  for (const { expected, observed } of pairs) {
    if (expected.nesting == null || observed.nesting == null || !holders.has(expected.nesting.id)) continue;
    const known = became.get(expected.nesting.id);
    if (known === undefined) became.set(expected.nesting.id, new Set([observed.nesting.id]));
    else known.add(observed.nesting.id);
  }
  return ({ expected, observed }) => {
    if (expected.nesting == null || observed.nesting == null) return false;
    const [before, after] = [holderOf(expected), holderOf(observed)];
    if (before === null || after === null) return before !== after;
    return became.get(before.id)?.has(after.id) !== true && normalizeText(before.name) !== normalizeText(after.name);
  };
}

const holderOf = ({ nesting }: Unit) => nesting?.inside ?? null;

/** Something about a unit, with the things about the units inside it, at any depth. */
export interface WithParts<T> {
  readonly item: T;
  readonly parts: readonly T[];
}

/** Takes what is inside something else of the list together with it: an assembly that left is told once, with its parts counted. */
export function underAssemblies<T>(items: readonly T[], unitOf: (item: T) => Unit | null): readonly WithParts<T>[] {
  const byId = new Map<string, T>();
  for (const item of items) {
    const id = unitOf(item)?.nesting?.id;
    if (id !== undefined && !byId.has(id)) byId.set(id, item);
  }
  const parts = new Map<T, T[]>();
  for (const item of items) {
    const top = topOf(item, byId, unitOf);
    if (top === item) parts.set(item, parts.get(item) ?? []);
    else parts.set(top, [...(parts.get(top) ?? []), item]);
  }
  return items.flatMap((item) => (topOf(item, byId, unitOf) === item ? [{ item, parts: parts.get(item) ?? [] }] : []));
}

/** Ids lead from parts to what holds them, never back; a chain that does not end is cut. */
function topOf<T>(item: T, byId: ReadonlyMap<string, T>, unitOf: (item: T) => Unit | null): T {
  let top = item;
  for (let depth = 0; depth < MAX_NESTING; depth += 1) {
    const holder = byId.get(unitOf(top)?.nesting?.inside?.id ?? '');
    if (holder === undefined || holder === item) break;
    top = holder;
  }
  return top;
}
/** Assemblies within assemblies that are followed; no reader nests deeper. */
const MAX_NESTING = 64;

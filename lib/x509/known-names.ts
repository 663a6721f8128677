import { type DerNode, MAX_DER_DEPTH, rawOf, readDer } from '#lib/encoding/der.ts';
import type { Name } from './types.ts';

/** Names that are kept: each slot keeps the last that fell into it twice in a row. A power of two. */
const KEPT_NAMES = 512;
/** Octets of a name that is kept. Real ones stay under 300. */
const MAX_KEPT_OCTETS = 1024;
/** How much deeper than the name its values stand. */
const VALUE_DEPTH = 3;

const kept: (Name | undefined)[] = Array(KEPT_NAMES).fill(undefined);
/** What fell into each slot last. */
const seen = new Int32Array(KEPT_NAMES);

/**
 * The name of a node, the same object for equal octets: thousands of certificates have the same few issuers, and what is made of a name
 * later, its key and its text, is made of each once. Kept from its second time on, from octets of its own, and only where nothing had to
 * be warned of: so the answer doesn't depend on what was read before.
 */
export function nameOf(node: DerNode, read: (node: DerNode) => Name): Name {
  if (node.end - node.start > MAX_KEPT_OCTETS || node.depth + VALUE_DEPTH > MAX_DER_DEPTH) return read(node);
  const hash = hashOf(node);
  const slot = hash & (KEPT_NAMES - 1);
  const known = kept[slot];
  if (known !== undefined && isMadeOf(known, node)) return known;
  const { warnings } = node.source;
  const warnedBefore = warnings.length;
  const name = read(node);
  if (warnings.length > warnedBefore) return name;
  if (seen[slot] === hash) kept[slot] = read(readDer(rawOf(node).slice()));
  seen[slot] = hash;
  return name;
}

function hashOf({ source: { bytes }, start, end }: DerNode): number {
  let hash = end - start;
  for (let at = start; at < end; at += 1) hash = (hash * 31 + (bytes[at] ?? 0)) | 0;
  return hash;
}

function isMadeOf({ raw }: Name, { source: { bytes }, start, end }: DerNode): boolean {
  if (raw.length !== end - start) return false;
  for (let at = 0; at < raw.length; at += 1) if (raw[at] !== bytes[start + at]) return false;
  return true;
}

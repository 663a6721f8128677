import { normalizeText } from './normalize.ts';
import { isPlaceholder } from './placeholder.ts';

/** Two names of one manufacturer, as people wrote them. Neither leads: each means the other. */
export interface ManufacturerAlias {
  /** What the names are names of; only manufacturers have aliases. */
  readonly scheme: 'manufacturer';
  readonly name: string;
  readonly means: string;
}

/** By normalized manufacturer name: the other names, normalized, that mean the same. Not transitive. */
export type ManufacturerAliases = ReadonlyMap<string, readonly string[]>;

/** Names mean only themselves. */
export const NO_ALIASES: ManufacturerAliases = new Map();

/** Each alias joins its two names and nothing further. Placeholders, and names that are equal anyway, join nothing. */
export function manufacturerAliases(aliases: readonly ManufacturerAlias[]): ManufacturerAliases {
  const joined = new Map<string, string[]>();
  for (const { name, means } of aliases) {
    const [a, b] = [normalizeText(name), normalizeText(means)];
    if (a === b || isPlaceholder(name) || isPlaceholder(means)) continue;
    joinTo(joined, a, b);
    joinTo(joined, b, a);
  }
  for (const names of joined.values()) names.sort();
  return joined;
}

function joinTo(joined: Map<string, string[]>, name: string, other: string): void {
  const names = joined.get(name);
  if (names === undefined) joined.set(name, [other]);
  else if (!names.includes(other)) names.push(other);
}

import { canonicalJson, type Json } from '#lib/encoding/canonical-json.ts';
import { sha256OfLines } from '#lib/encoding/digest.ts';
import type { Unit } from './types.ts';

/**
 * SHA-256 of a set of components, as 64 lower-case hexadecimal digits: equal for equal multisets in any order, else different.
 * It covers every field of Unit in the source's own spelling; of the assembly around it, the name.
 * @param extra  what else of a unit counts, such as a purl
 */
export function componentSetDigest<T extends Unit>(units: readonly T[], extra: (unit: T) => Json = () => null): string {
  const lines = units.map((unit) => `[${unitText(unit)},${canonicalJson(extra(unit))}]`).sort();
  return sha256OfLines(lines);
}

/** One text for each content: only the fields of Unit, whatever else the object carries, each at its place. */
function unitText(unit: Unit): string {
  return JSON.stringify([
    unit.class === null ? null : [unit.class.registry, unit.class.value],
    unit.manufacturer,
    unit.model,
    unit.serial,
    unit.revision,
    unit.manufacturerId,
    unit.fieldReplaceable,
    unit.addresses.map(({ kind, value }) => [kind, value]),
    unit.status,
    unit.category,
    unit.slot,
    Object.entries(unit.hashes).sort(([a], [b]) => (a < b ? -1 : 1)),
    ...(unit.nesting?.inside == null ? [] : [unit.nesting.inside.name]),
    ...(unit.versionScheme == null ? [] : [{ versionScheme: unit.versionScheme }]),
  ]);
}

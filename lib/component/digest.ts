import { canonicalJson, type Json } from '#lib/encoding/canonical-json.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Unit } from './types.ts';

/**
 * SHA-256 of a set of components, as 64 lower-case hexadecimal digits: equal for equal multisets in any order, else different.
 * It covers every field of Unit in the source's own spelling.
 * @param extra  what else of a unit counts, such as a purl
 */
export function componentSetDigest<T extends Unit>(units: readonly T[], extra: (unit: T) => Json = () => null): string {
  const lines = units.map((unit) => canonicalJson([unitJson(unit), extra(unit)])).sort();
  return sha256Hex(lines.join('\n'));
}

/** Only the fields of Unit, whatever else the object carries. */
function unitJson(unit: Unit): Json {
  return {
    class: unit.class === null ? null : { registry: unit.class.registry, value: unit.class.value },
    manufacturer: unit.manufacturer,
    model: unit.model,
    serial: unit.serial,
    revision: unit.revision,
    manufacturerId: unit.manufacturerId,
    fieldReplaceable: unit.fieldReplaceable,
    addresses: unit.addresses.map(({ kind, value }) => ({ kind, value })),
    status: unit.status,
    category: unit.category,
    slot: unit.slot,
    hashes: unit.hashes,
  };
}

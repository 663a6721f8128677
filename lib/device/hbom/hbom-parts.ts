import { storageRevision } from '#lib/component/storage-revision.ts';
import type { Unit } from '#lib/component/types.ts';
import type { HbomPart } from '#lib/cyclonedx/hbom.ts';
import { OWN } from '#lib/cyclonedx/own-names.ts';

type PartHead = Pick<HbomPart, 'ref' | 'unit' | 'properties'>;

/**
 * The parts of an HBOM: units under the assembly that they are part of, in their order. One whose assembly isn't among the
 * units stands by itself.
 */
export function nestedParts<T extends Unit>(units: readonly T[], headOf: (unit: T, index: number) => PartHead): readonly HbomPart[] {
  const holders = new Map(units.flatMap((unit) => (unit.nesting == null ? [] : [[unit.nesting.id, unit] as const])));
  const inside = new Map<T | null, [T, PartHead][]>();
  for (const [index, unit] of units.entries()) {
    const holder = holders.get(unit.nesting?.inside?.id ?? '') ?? null;
    const list = inside.get(holder);
    if (list === undefined) inside.set(holder, [[unit, headOf(unit, index)]]);
    else list.push([unit, headOf(unit, index)]);
  }
  const partOf = ([unit, head]: [T, PartHead]): HbomPart => ({
    ...head,
    references: [],
    parts: [...(inside.get(unit) ?? []).map(partOf), ...firmwareInRevision(head.unit, head.ref)],
  });
  return (inside.get(null) ?? []).map(partOf);
}

/** The firmware that a storage device's revision names, as a part of it that repeats what the device says. */
export function firmwareInRevision(unit: Unit, ref: string): readonly HbomPart[] {
  const split = storageRevision(unit);
  if (split === null) return [];
  const { manufacturer, model } = unit;
  const firmware: Unit = {
    ...{ class: null, manufacturer, model, serial: null, revision: split.firmware, manufacturerId: null, fieldReplaceable: null },
    ...{ addresses: [], status: null, category: 'firmware', slot: null, hashes: {} },
  };
  return [{ ref: `${ref}-firmware`, unit: firmware, properties: [{ name: OWN.repeats, value: 'revision' }], references: [], parts: [] }];
}

import { categoryOf } from '#lib/component/category.ts';
import type { Component, Unit } from '#lib/component/types.ts';
import type { JudgedDocument } from './judge.ts';
import type { Provenance, StateUnit } from './types.ts';

/** Certificates list no slots and no digests. */
export function certifiedUnit(component: Component, { sha256, read }: JudgedDocument, index: number): StateUnit {
  const provenance: Provenance = { by: 'certificate', sha256, documentId: read.id, index, label: 'certified' };
  return {
    ...componentOf(component),
    category: categoryOf(component.class, component),
    slot: null,
    hashes: {},
    provenance,
    pinnedSerial: null,
  };
}

/** A unit as a source reported it, without what only its format knows. */
export function reportedUnit(unit: Unit, { sha256, read }: Pick<JudgedDocument, 'sha256' | 'read'>, index: number): StateUnit {
  const { category, slot, hashes } = unit;
  const provenance: Provenance = { by: 'observation', sha256, documentId: read.id, index, label: 'as-reported' };
  return { ...componentOf(unit), category, slot, hashes, provenance, pinnedSerial: null };
}

/** The status is what a document does, and no part of what a unit is: a state's units have none. */
function componentOf({
  class: classValue,
  manufacturer,
  model,
  serial,
  revision,
  manufacturerId,
  fieldReplaceable,
  addresses,
}: Component): Component {
  return { class: classValue, manufacturer, model, serial, revision, manufacturerId, fieldReplaceable, addresses, status: null };
}

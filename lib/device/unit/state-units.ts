import { categoryOf } from '#lib/component/category.ts';
import type { Component, Nesting, Unit } from '#lib/component/types.ts';
import type { JudgedDocument } from '../link/judged-document.ts';
import type { Provenance, StateUnit } from '../types.ts';

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
  const { category, slot, hashes, nesting, versionScheme } = unit;
  const provenance: Provenance = { by: 'observation', sha256, documentId: read.id, index, label: 'as-reported' };
  const placed = nesting == null ? {} : { nesting: nestingIn(nesting, read.id) };
  const counted = versionScheme == null ? {} : { versionScheme };
  return { ...componentOf(unit), category, slot, hashes, ...placed, ...counted, provenance, pinnedSerial: null };
}

/** A state holds units of several documents: their names must not meet. */
function nestingIn({ id, inside }: Nesting, documentId: string): Nesting {
  return { id: `${documentId}#${id}`, inside: inside === null ? null : { ...inside, id: `${documentId}#${inside.id}` } };
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

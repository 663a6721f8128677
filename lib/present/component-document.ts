import type { Component } from '#lib/component/types.ts';
import type { StateUnit } from '#lib/device/types.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';

/** A component in the stable JSON of the command line, in the source's own spelling. Described in docs/cli.md. */
export function componentDocument(component: Component): { readonly [key: string]: Json } {
  const { manufacturer, model, serial, revision, manufacturerId, fieldReplaceable, status } = component;
  return {
    class: component.class === null ? null : { registry: component.class.registry, value: component.class.value },
    manufacturer,
    model,
    serial,
    revision,
    manufacturerId,
    fieldReplaceable,
    addresses: component.addresses.map(({ kind, value }) => ({ kind, value })),
    status,
  };
}

/** A unit of a state: its component, where it comes from, what kind it is, its slot, and the name of the assembly around it. */
export function unitDocument(unit: StateUnit): Json {
  const { by, sha256, documentId, index, label } = unit.provenance;
  return {
    ...componentDocument(unit),
    provenance: { by, sha256, documentId, index, label },
    category: unit.category,
    slot: unit.slot,
    inside: unit.nesting?.inside?.name ?? null,
  };
}

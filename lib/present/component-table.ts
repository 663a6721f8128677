import type { Component } from '#lib/component/types.ts';
import type { FieldLabel, Section, SectionMaker, Value } from './document-fields.ts';

/** A table of components, row by row. */
export interface ComponentTable<T extends Component> {
  readonly components: readonly T[];
  readonly columns: readonly FieldLabel[];
  readonly cells: (component: T) => readonly Value[];
}

/** The components of a document; with a last column for what their PCI numbers mean, where any mean something. */
export function componentTable<T extends Component>(make: SectionMaker, { components, columns, cells }: ComponentTable<T>): Section {
  const meanings = components.map(make.meaning);
  if (meanings.every((meaning) => meaning === null)) return make.table('components', columns, components.map(cells));
  const rows = components.map((component, index) => [...cells(component), meanings[index]]);
  return make.table('components', [...columns, 'pci'], rows);
}

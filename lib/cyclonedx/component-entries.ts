import { ParseError } from '#lib/encoding/parse-error.ts';
import type { Notes } from './notes.ts';
import { isMembers, listOf, type Members, membersOf } from './read-value.ts';

/** Components in one BOM, nested ones included. */
export const MAX_COMPONENTS = 500_000;

/** A component as the file holds it. */
export interface ComponentEntry {
  readonly members: Members;
  /** JSON path, such as `components[3].components[0]`. */
  readonly path: string;
  readonly hasParts: boolean;
}

/**
 * All components, parents before their parts: those inside `metadata.component` first, because they are parts of the subject.
 * @throws ParseError 'too-many'
 */
export function componentEntries(bom: Members, notes: Notes): ComponentEntry[] {
  const entries: ComponentEntry[] = [];
  collect(membersOf(membersOf(bom.metadata).component).components, 'metadata.component.components', { entries, notes });
  collect(bom.components, 'components', { entries, notes });
  return entries;
}

interface Collection {
  readonly entries: ComponentEntry[];
  readonly notes: Notes;
}

/** Recursion is as deep as the JSON reader allows. */
function collect(list: unknown, base: string, into: Collection): void {
  for (const [index, members] of listOf(list).entries()) {
    const path = `${base}[${index}]`;
    if (!isMembers(members)) {
      into.notes.add({ code: 'not-a-component', detail: 'An element of the list of components is no object; it was left out.', path });
      continue;
    }
    if (into.entries.length >= MAX_COMPONENTS) throw new ParseError('too-many', `more than ${MAX_COMPONENTS} components`, { path });
    into.entries.push({ members, path, hasParts: listOf(members.components).length > 0 });
    collect(members.components, `${path}.components`, into);
  }
}

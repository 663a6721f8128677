import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { exactValue, propertiesOf } from './device-properties.ts';
import type { Notes } from './notes.ts';
import { OWN } from './own-names.ts';
import { textOf } from './read-value.ts';

/** Components in one BOM, nested ones included. */
export const MAX_COMPONENTS = 500_000;

/** A component as the file holds it. */
export interface ComponentEntry {
  readonly members: Members;
  /** JSON path, such as `components[3].components[0]`. */
  readonly path: string;
  readonly hasParts: boolean;
  /** The component around it; null directly in the list or in the subject. */
  readonly inside: ComponentEntry | null;
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
function collect(list: unknown, base: string, into: Collection, inside: ComponentEntry | null = null): void {
  for (const [index, members] of listOf(list).entries()) {
    const path = `${base}[${index}]`;
    if (!isMembers(members)) {
      into.notes.add({ code: 'not-a-component', detail: 'An element of the list of components is no object; it was left out.', path });
      continue;
    }
    if (inside !== null && repeatsRevision(members, inside.members)) continue;
    if (into.entries.length >= MAX_COMPONENTS) throw new ParseError('too-many', `more than ${MAX_COMPONENTS} components`, { path });
    const entry = { members, path, hasParts: listOf(members.components).length > 0, inside };
    into.entries.push(entry);
    collect(members.components, `${path}.components`, into, entry);
  }
}

/** Firmware that we wrote beside the device whose revision names it: no unit of its own, as long as both say the same. */
function repeatsRevision(members: Members, owner: Members): boolean {
  if (members.type !== 'firmware' || exactValue(propertiesOf(members.properties), OWN.repeats) !== 'revision') return false;
  const [version, owners] = [textOf(members.version), textOf(owner.version)];
  return version !== null && owners?.endsWith(`:${version}`) === true && listOf(members.hashes).length === 0;
}

import { listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import type { Notes } from './notes.ts';
import { textOf } from './read-value.ts';

/** Packages inside each other. Deeper ones stand beside the others. */
const MAX_NESTING = 30;
const DOCUMENT = 'SPDXRef-DOCUMENT';

/** The elements of a document in the places that its relationships give them. */
export interface RelatedElements {
  /** What the document describes, when it is one package. */
  readonly subject: Members | undefined;
  readonly components: readonly Members[];
  readonly dependencies: readonly Members[];
}

interface Relations {
  readonly described: Set<string>;
  /** Identifier of the element that contains the first; the first container counts. */
  readonly containers: Map<string, string>;
  readonly dependencies: Map<string, string[]>;
  /** Containers beside the first. */
  further: number;
  /** Relationships to elements of other documents. */
  elsewhere: number;
  other: number;
}

/**
 * Puts elements inside those that contain them, and the one that the document describes in front.
 * @param elements  in the shape of components, `bom-ref` their SPDX identifier
 * @spec SPDX 2.3 chapter 11
 */
export function arrange(document: Members, elements: readonly Members[], notes: Notes): RelatedElements {
  const relations = relationsOf(document);
  const known = new Set(elements.map(idOf));
  const inside = new Map<string, Members[]>();
  const top: Members[] = [];
  const described = [...relations.described].filter((id) => known.has(id));
  const [subjectId] = described.length === 1 ? described : [];
  let flattened = 0;
  for (const element of elements) {
    const id = idOf(element);
    if (id === subjectId) continue;
    const container = relations.containers.get(id);
    if (container === undefined || !known.has(container)) top.push(element);
    else if (isTooDeep(id, relations.containers)) {
      flattened += 1;
      top.push(element);
    } else append(inside, container, element);
  }
  noteRelations(relations, { described: described.length, flattened }, notes);
  const subject = elements.find((element) => idOf(element) === subjectId);
  return {
    subject: subject === undefined ? undefined : nested(subject, inside),
    components: top.map((element) => nested(element, inside)),
    dependencies: [...relations.dependencies].map(([ref, dependsOn]) => ({ ref, dependsOn })),
  };
}

function append<T>(lists: Map<string, T[]>, key: string, element: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [element]);
  else list.push(element);
}

function nested(element: Members, inside: ReadonlyMap<string, Members[]>): Members {
  const parts = inside.get(idOf(element));
  return parts === undefined ? element : { ...element, components: parts.map((part) => nested(part, inside)) };
}

function idOf(element: Members): string {
  return textOf(element['bom-ref']) ?? '';
}

/** Also true in a circle, which has no outermost element. */
function isTooDeep(id: string, containers: ReadonlyMap<string, string>): boolean {
  let at = containers.get(id);
  for (let depth = 0; depth < MAX_NESTING; depth += 1) {
    if (at === undefined) return false;
    at = containers.get(at);
  }
  return true;
}

function relationsOf(document: Members): Relations {
  const relations: Relations = { described: new Set(), containers: new Map(), dependencies: new Map(), further: 0, elsewhere: 0, other: 0 };
  for (const id of listOf(document.documentDescribes)) relations.described.add(textOf(id) ?? '');
  for (const element of listOf(document.packages).map(membersOf)) {
    for (const file of listOf(element.hasFiles)) contain(relations, textOf(element.SPDXID), textOf(file));
  }
  for (const relationship of listOf(document.relationships).map(membersOf)) relate(relations, relationship);
  return relations;
}

function relate(relations: Relations, { spdxElementId, relatedSpdxElement, relationshipType }: Members): void {
  const [from, to] = [textOf(spdxElementId), textOf(relatedSpdxElement)];
  switch (textOf(relationshipType)) {
    case 'DESCRIBES':
      if (from === DOCUMENT && to !== null) relations.described.add(to);
      else relations.other += 1;
      return;
    case 'DESCRIBED_BY':
      if (to === DOCUMENT && from !== null) relations.described.add(from);
      else relations.other += 1;
      return;
    case 'CONTAINS':
      contain(relations, from, to);
      return;
    case 'CONTAINED_BY':
      contain(relations, to, from);
      return;
    case 'DEPENDS_ON':
      depend(relations, from, to);
      return;
    case 'DEPENDENCY_OF':
      depend(relations, to, from);
      return;
    default:
      relations.other += 1;
  }
}

const isElsewhere = (id: string | null): boolean => id?.startsWith('DocumentRef-') === true;

function contain(relations: Relations, container: string | null, part: string | null): void {
  if (isElsewhere(container) || isElsewhere(part)) relations.elsewhere += 1;
  else if (container !== null && part !== null && container !== part) place(relations, container, part);
}

function place(relations: Relations, container: string, part: string): void {
  const { containers } = relations;
  const first = containers.get(part);
  if (first === undefined) containers.set(part, container);
  else if (first !== container) relations.further += 1;
}

/** Elements of other documents, and what says that there is none, are no reference to look for. */
function depend(relations: Relations, from: string | null, to: string | null): void {
  if (isElsewhere(from) || isElsewhere(to)) relations.elsewhere += 1;
  else if (from !== null && to !== null && !/^(?:NOASSERTION|NONE)$/.test(to)) append(relations.dependencies, from, to);
}

interface Arranged {
  readonly described: number;
  readonly flattened: number;
}

function noteRelations({ other, further, elsewhere }: Relations, { described, flattened }: Arranged, notes: Notes): void {
  const add = (detail: string): void => notes.add({ code: 'not-carried-over', detail });
  if (other > 0) add(`${other} relationships other than DESCRIBES, CONTAINS and DEPENDS_ON were not read into the BOM.`);
  if (elsewhere > 0) add(`${elsewhere} relationships with elements of other documents were not read into the BOM.`);
  if (further > 0) add(`${further} times an element is contained in a second one as well; a component stands in one place, the first.`);
  if (described > 1) add(`The document describes ${described} elements; a BOM is about one, so they are listed as components.`);
  if (flattened > 0)
    add(`${flattened} elements contain each other in a circle or more than ${MAX_NESTING} deep; they are listed beside the others.`);
}

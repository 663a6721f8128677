import { listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { isAddress } from './identifiers.ts';
import { pathOf, quoted, type Steps } from './read-value.ts';
import { eachReference, type Place, placesBelow, TOP_PLACES } from './reference-places.ts';
import { MAX_PROBLEMS } from './schema.ts';
import type { BomProblem } from './types.ts';

/** A mention of a bom-ref, and where it stands. */
interface Mention {
  readonly ref: string;
  readonly path: string;
}

/** An object that names others below itself. */
interface Naming {
  readonly members: Members;
  readonly steps: Steps;
  readonly places: readonly Place[];
}

/** Every bom-ref is defined once in the document, what is referred to exists, and addresses have the form of one. */
export function* referenceProblems(bom: Members): Generator<BomProblem> {
  const defined = new Set<string>();
  const repeated: Mention[] = [];
  const addresses: Mention[] = [];
  const namings: Naming[] = [{ members: bom, steps: [], places: TOP_PLACES }];
  visitObjects(bom, [], (members, steps) => {
    const ref = members['bom-ref'];
    if (typeof ref === 'string') {
      if (defined.has(ref) && repeated.length < MAX_PROBLEMS) repeated.push({ ref, path: pathOf(steps) });
      defined.add(ref);
    }
    if (members.externalReferences !== undefined && addresses.length < MAX_PROBLEMS) addresses.push(...badAddresses(members, steps));
    const places = placesBelow(members, steps);
    if (places.length > 0) namings.push({ members, steps: [...steps], places });
  });
  for (const { ref, path } of repeated) {
    const detail = `The bom-ref ${quoted(ref)} stands on more than one element; references to it are ambiguous.`;
    yield { code: 'duplicate-bom-ref', detail, path };
  }
  for (const { ref, path } of dangling(namings, defined))
    yield { code: 'dangling-reference', detail: `Nothing in this BOM has the bom-ref ${quoted(ref)}.`, path };
  for (const { ref, path } of addresses)
    yield { code: 'bad-url', detail: `${quoted(ref)} is no address: it holds what an address can't.`, path };
}

/** Those that name nothing in this BOM, at most MAX_PROBLEMS; what a BOM-Link names is elsewhere. */
function dangling(namings: readonly Naming[], defined: ReadonlySet<string>): readonly Mention[] {
  const found: Mention[] = [];
  for (const { members, steps, places } of namings) {
    for (const place of places) {
      eachReference(members, place, (ref, below) => {
        if (defined.has(ref) || ref.startsWith('urn:cdx:') || found.length >= MAX_PROBLEMS) return;
        found.push({ ref, path: pathOf([...steps, ...below]) });
      });
      if (found.length >= MAX_PROBLEMS) return found;
    }
  }
  return found;
}

function badAddresses({ externalReferences }: Members, steps: Steps): Mention[] {
  return listOf(externalReferences).flatMap((reference, index) => {
    const { url } = membersOf(reference);
    return typeof url !== 'string' || isAddress(url) ? [] : [{ ref: url, path: pathOf([...steps, 'externalReferences', index, 'url']) }];
  });
}

type Visit = (members: Members, steps: Steps) => void;

/** Recursion is as deep as the JSON reader allows. The steps are one list that changes while it goes on. */
function visitObjects(value: unknown, steps: (string | number)[], visit: Visit): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) visitStep(value[index], index);
    return;
  }
  const members = membersOf(value);
  visit(members, steps);
  for (const name of Object.keys(members)) visitStep(members[name], name);

  function visitStep(child: unknown, step: string | number): void {
    if (typeof child !== 'object') return;
    steps.push(step);
    visitObjects(child, steps, visit);
    steps.pop();
  }
}

import { declaredMentions } from './declared-references.ts';
import { isAddress } from './identifiers.ts';
import { listOf, type Members, membersOf, pathOf, quoted, type Steps } from './read-value.ts';
import { MAX_PROBLEMS } from './schema.ts';
import type { BomProblem } from './types.ts';

/** A mention of a bom-ref, and where it stands. */
interface Mention {
  readonly ref: string;
  readonly path: string;
}

/** Every bom-ref is defined once in the document, what is referred to exists, and addresses have the form of one. */
export function* referenceProblems(bom: Members): Generator<BomProblem> {
  const defined = new Set<string>();
  const repeated: Mention[] = [];
  const addresses: Mention[] = [];
  visitObjects(bom, [], (members, steps) => {
    const ref = members['bom-ref'];
    if (typeof ref === 'string') {
      if (defined.has(ref) && repeated.length < MAX_PROBLEMS) repeated.push({ ref, path: pathOf(steps) });
      defined.add(ref);
    }
    if (members.externalReferences !== undefined && addresses.length < MAX_PROBLEMS) addresses.push(...badAddresses(members, steps));
  });
  for (const { ref, path } of repeated) {
    const detail = `The bom-ref ${quoted(ref)} stands on more than one element; references to it are ambiguous.`;
    yield { code: 'duplicate-bom-ref', detail, path };
  }
  for (const { ref, path } of mentions(bom)) {
    if (defined.has(ref) || ref.startsWith('urn:cdx:')) continue;
    yield { code: 'dangling-reference', detail: `Nothing in this BOM has the bom-ref ${quoted(ref)}.`, path };
  }
  for (const { ref, path } of addresses)
    yield { code: 'bad-url', detail: `${quoted(ref)} is no address: it holds what an address can't.`, path };
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

function* mentions(bom: Members): Generator<Mention> {
  for (const [index, entry] of listOf(bom.dependencies).entries()) {
    const { ref, dependsOn, provides } = membersOf(entry);
    const path = `dependencies[${index}]`;
    yield* texts([ref], () => `${path}.ref`);
    yield* texts(dependsOn, (at) => `${path}.dependsOn[${at}]`);
    yield* texts(provides, (at) => `${path}.provides[${at}]`);
  }
  for (const [index, entry] of listOf(bom.compositions).entries()) {
    const composition = membersOf(entry);
    for (const name of ['assemblies', 'dependencies', 'vulnerabilities']) {
      yield* texts(composition[name], (at) => `compositions[${index}].${name}[${at}]`);
    }
  }
  for (const [index, entry] of listOf(bom.annotations).entries()) {
    yield* texts(membersOf(entry).subjects, (at) => `annotations[${index}].subjects[${at}]`);
  }
  for (const [index, entry] of listOf(bom.vulnerabilities).entries()) {
    const affected = listOf(membersOf(entry).affects).map((affect) => membersOf(affect).ref);
    yield* texts(affected, (at) => `vulnerabilities[${index}].affects[${at}].ref`);
  }
  yield* declaredMentions(bom);
}

function* texts(list: unknown, pathAt: (index: number) => string): Generator<Mention> {
  for (const [index, ref] of listOf(list).entries()) if (typeof ref === 'string') yield { ref, path: pathAt(index) };
}

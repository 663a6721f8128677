import { isMembers, listOf, type Members, membersOf, pathOf, quoted, type Steps } from './read-value.ts';
import type { BomProblem } from './types.ts';

/** A mention of a bom-ref, and where it stands. */
interface Mention {
  readonly ref: string;
  readonly path: string;
}

/** Every bom-ref is defined once in the document, and what is referred to exists. */
export function* referenceProblems(bom: Members): Generator<BomProblem> {
  const defined = new Set<string>();
  for (const { ref, steps } of definitions(bom, [])) {
    if (defined.has(ref)) {
      const detail = `The bom-ref ${quoted(ref)} stands on more than one element; references to it are ambiguous.`;
      yield { code: 'duplicate-bom-ref', detail, path: pathOf(steps) };
    }
    defined.add(ref);
  }
  for (const { ref, path } of mentions(bom)) {
    if (defined.has(ref) || ref.startsWith('urn:cdx:')) continue;
    yield { code: 'dangling-reference', detail: `Nothing in this BOM has the bom-ref ${quoted(ref)}.`, path };
  }
}

/** Recursion is as deep as the JSON reader allows. The steps are shared: read them before going on. */
function* definitions(value: unknown, steps: (string | number)[]): Generator<{ readonly ref: string; readonly steps: Steps }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (typeof item !== 'object') continue;
      steps.push(index);
      yield* definitions(item, steps);
      steps.pop();
    }
  } else if (isMembers(value)) {
    const ref = value['bom-ref'];
    if (typeof ref === 'string') yield { ref, steps };
    for (const [name, member] of Object.entries(value)) {
      if (typeof member !== 'object') continue;
      steps.push(name);
      yield* definitions(member, steps);
      steps.pop();
    }
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
}

function* texts(list: unknown, pathAt: (index: number) => string): Generator<Mention> {
  for (const [index, ref] of listOf(list).entries()) if (typeof ref === 'string') yield { ref, path: pathAt(index) };
}

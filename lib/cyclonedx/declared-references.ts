import { listOf, type Members, membersOf } from './read-value.ts';

/** Members of an entry that name a bom-ref, or several. */
interface Naming {
  /** Members from the top to the list. */
  readonly list: readonly [string, string];
  readonly members: readonly string[];
}

const NAMINGS: readonly Naming[] = [
  { list: ['declarations', 'attestations'], members: ['assessor'] },
  { list: ['declarations', 'claims'], members: ['target', 'evidence', 'counterEvidence', 'mitigationStrategies'] },
];
const MAPPED = ['requirement', 'claims', 'counterClaims'] as const;

/** Every mention of a bom-ref in declarations, definitions and citations, with its place. @spec CycloneDX 1.6 declarations and definitions; 1.7 citations */
export function* declaredMentions(bom: Members): Generator<{ readonly ref: string; readonly path: string }> {
  for (const { list, members } of NAMINGS) {
    const [section, name] = list;
    for (const [index, entry] of listOf(membersOf(bom[section])[name]).entries())
      yield* mentionsOf(entry, members, `${section}.${name}[${index}]`);
  }
  for (const [index, entry] of listOf(membersOf(bom.declarations).attestations).entries()) {
    for (const [at, mapped] of listOf(membersOf(entry).map).entries()) {
      yield* mentionsOf(mapped, MAPPED, `declarations.attestations[${index}].map[${at}]`);
    }
  }
  for (const [index, standard] of listOf(membersOf(bom.definitions).standards).entries()) {
    const { requirements, levels } = membersOf(standard);
    const path = `definitions.standards[${index}]`;
    for (const [at, requirement] of listOf(requirements).entries())
      yield* mentionsOf(requirement, ['parent'], `${path}.requirements[${at}]`);
    for (const [at, level] of listOf(levels).entries()) yield* mentionsOf(level, ['requirements'], `${path}.levels[${at}]`);
  }
  for (const [index, citation] of listOf(bom.citations).entries())
    yield* mentionsOf(citation, ['attributedTo', 'process'], `citations[${index}]`);
}

function* mentionsOf(entry: unknown, members: readonly string[], path: string): Generator<{ readonly ref: string; readonly path: string }> {
  for (const name of members) {
    const value = membersOf(entry)[name];
    if (typeof value === 'string') yield { ref: value, path: `${path}.${name}` };
    for (const [index, ref] of listOf(value).entries()) if (typeof ref === 'string') yield { ref, path: `${path}.${name}[${index}]` };
  }
}

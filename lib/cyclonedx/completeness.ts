import { listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import type { ComponentEntry } from './component-entries.ts';
import { textOf } from './read-value.ts';
import type { Completeness } from './types.ts';

interface Declared {
  readonly complete: ReadonlySet<string>;
  readonly incomplete: ReadonlySet<string>;
}

/**
 * Whether the BOM claims to list every part of its subject. A declaration holds for the named assembly alone and
 * doesn't reach down, so each device with parts of its own must be named too.
 * @spec ECMA-424 (CycloneDX 1.6) section on compositions
 */
export function completenessOf(bom: Members, entries: readonly ComponentEntry[]): Completeness {
  const declared = declaredAssemblies(bom.compositions);
  const root = textOf(membersOf(membersOf(bom.metadata).component)['bom-ref']);
  const assemblies = entries
    .filter(({ members, hasParts }) => hasParts && members.type === 'device')
    .map(({ members }) => members['bom-ref']);
  const claims = [root, ...assemblies.map(textOf)].map((ref) => claimFor(ref, declared));
  if (claims.includes('incomplete')) return 'incomplete';
  return claims.every((claim) => claim === 'complete') ? 'complete' : 'unknown';
}

function claimFor(ref: string | null, { complete, incomplete }: Declared): Completeness {
  if (ref === null) return 'unknown';
  if (incomplete.has(ref)) return 'incomplete';
  return complete.has(ref) ? 'complete' : 'unknown';
}

function declaredAssemblies(compositions: unknown): Declared {
  const complete = new Set<string>();
  const incomplete = new Set<string>();
  for (const { aggregate, assemblies } of listOf(compositions).map(membersOf)) {
    const refs = listOf(assemblies).flatMap((ref) => textOf(ref) ?? []);
    if (aggregate === 'complete') for (const ref of refs) complete.add(ref);
    if (typeof aggregate === 'string' && aggregate.startsWith('incomplete')) for (const ref of refs) incomplete.add(ref);
  }
  return { complete, incomplete };
}

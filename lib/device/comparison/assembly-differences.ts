import { underAssemblies } from '#lib/component/assembly.ts';
import type { Unit } from '#lib/component/types.ts';
import type { Difference } from '../types.ts';

/** A difference, with those of the parts inside that left or entered together with it. */
export interface ToldDifference {
  readonly difference: Difference;
  readonly parts: readonly Difference[];
}

/**
 * An assembly that left or entered is told once, with its parts: those that did the same, at the same time, by the same
 * authorization. In the order of the differences.
 */
export function toldOnce(differences: readonly Difference[]): readonly ToldDifference[] {
  const together = new Map<string, Difference[]>();
  for (const difference of differences) {
    if (unitOf(difference) === null) continue;
    const { scope, kind, authorization, at } = difference;
    const key = JSON.stringify([scope, kind, authorization, at]);
    const list = together.get(key);
    if (list === undefined) together.set(key, [difference]);
    else list.push(difference);
  }
  const told = new Map([...together.values()].flatMap((list) => underAssemblies(list, unitOf)).map(({ item, parts }) => [item, parts]));
  return differences.flatMap((difference): ToldDifference[] => {
    if (unitOf(difference) === null) return [{ difference, parts: [] }];
    const parts = told.get(difference);
    return parts === undefined ? [] : [{ difference, parts }];
  });
}

/** The one unit of a difference that has but one side; null for the others. */
function unitOf({ kind, expected, observed }: Difference): Unit | null {
  return kind === 'component-removed' || kind === 'component-added' ? (observed ?? expected) : null;
}

import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import { learnableSerials } from '../comparison/compare.ts';
import type { Source } from '../observed/observe.ts';
import { instantOf } from '../time.ts';
import type { StateUnit } from '../types.ts';
import { serialOf } from '../unit/unit-pool.ts';

/** What was read of a device, and the names that mean the same. */
interface Readings {
  readonly sources: readonly Source[];
  readonly aliases: ManufacturerAliases;
}

/**
 * Pins serials that were first read on units whose certificate gives none: learned once, and another one later is another part.
 * One pass in order of receipt, each report once.
 */
export function pinSerials(units: readonly StateUnit[], { sources, aliases }: Readings): readonly StateUnit[] {
  let pinned = units;
  for (const { report } of firstSightings(sources)) {
    if (!pinned.some(isOpen)) break;
    const learned = new Map(learnableSerials({ before: pinned, after: report.units, aliases }).filter(([unit]) => isOpen(unit)));
    if (learned.size > 0) pinned = pinned.map((unit) => ({ ...unit, pinnedSerial: learned.get(unit) ?? unit.pinnedSerial }));
  }
  return pinned;
}

const isOpen = (unit: StateUnit): boolean => serialOf(unit) === null && unit.pinnedSerial === null;

/** The first sighting of each report, earliest first. */
function firstSightings(sources: readonly Source[]): Source['sightings'] {
  const first = new Map<string, { readonly sighting: Source['sightings'][number]; readonly received: number }>();
  for (const sighting of sources.flatMap(({ sightings }) => sightings)) {
    const { id } = sighting.report.document.read;
    const received = instantOf(sighting.submission.receivedAt);
    const known = first.get(id);
    if (known === undefined || received < known.received) first.set(id, { sighting, received });
  }
  return [...first.entries()]
    .sort(([a, { received: x }], [b, { received: y }]) => x - y || (a < b ? -1 : 1))
    .map(([, { sighting }]) => sighting);
}

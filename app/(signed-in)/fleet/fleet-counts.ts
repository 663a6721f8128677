import type { VisibleDevices } from '#lib/auth/visible-devices.ts';
import type { FleetDevice } from '#lib/store/device-row.ts';
import { type FleetFilter, listFleet } from '#lib/store/fleet.ts';
import { type FleetCounts, fleetCounts } from '#lib/store/fleet-counters.ts';
import type { Store } from '#lib/store/open-store.ts';
import { MAX_PAGE } from '#lib/store/page.ts';

/**
 * Counts of what the viewer may see. The whole fleet's come from maintained counters; an integrator's few granted devices
 * are counted one by one, because the fleet's counts would tell about devices of others.
 */
export async function visibleCounts(store: Store, visible: VisibleDevices): Promise<FleetCounts> {
  if (visible === 'any') return fleetCounts(store);
  const devices: FleetDevice[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listFleet(store, { visible, limit: MAX_PAGE, ...(cursor === undefined ? {} : { cursor }) });
    devices.push(...page.items);
    if (page.nextCursor === null) return countsOf(devices);
    cursor = page.nextCursor;
  }
}

function countsOf(devices: readonly FleetDevice[]): FleetCounts {
  const models = [...Map.groupBy(devices, ({ manufacturer, model }) => JSON.stringify([manufacturer, model])).values()];
  return {
    total: devices.length,
    byTrust: tally(devices.map(({ trust }) => trust)),
    byLifecycle: tally(devices.map(({ lifecycle }) => lifecycle)),
    byAttestation: tally(devices.map(({ attestation }) => attestation)),
    bySecureBoot: tally(devices.map(({ secureBoot }) => secureBoot)),
    byModel: models
      .flatMap((same) => {
        const [first] = same;
        if (first === undefined) return [];
        const { manufacturer, model } = first;
        return [{ manufacturer, model, manufacturerKey: manufacturer ?? '', modelKey: model ?? '', count: same.length }];
      })
      .sort((a, b) => b.count - a.count),
  };
}

function tally(values: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, same]) => [value, same.length]));
}

/** How many devices match, where maintained counters know it; undefined where only a search would tell. */
export function knownCount(counts: FleetCounts, filter: FleetFilter): number | undefined {
  const { total, byTrust, byLifecycle, byAttestation, bySecureBoot, byModel } = counts;
  const { trust, lifecycle, attestation, secureBoot, manufacturer, model } = filter;
  const names = Object.keys(filter);
  if (names.length === 0) return total;
  if (names.length === 1 && trust !== undefined) return byTrust[trust] ?? 0;
  if (names.length === 1 && lifecycle !== undefined) return byLifecycle[lifecycle] ?? 0;
  if (names.length === 1 && attestation !== undefined) return byAttestation[attestation] ?? 0;
  if (names.length === 1 && secureBoot !== undefined) return bySecureBoot[secureBoot] ?? 0;
  if (names.some((name) => name !== 'manufacturer' && name !== 'model')) return undefined;
  const matching = byModel.filter(
    (each) => (manufacturer === undefined || each.manufacturer === manufacturer) && (model === undefined || each.model === model),
  );
  // The counters list the most frequent models only, and devices may spell one name in several ways.
  return matching.length === 0 ? undefined : matching.reduce((sum, { count }) => sum + count, 0);
}

export interface NamedCount {
  readonly value: string;
  readonly count: number;
}

/** Manufacturers, the most frequent first; the one in force is always among them. */
export const manufacturersOf = ({ byModel }: FleetCounts, chosen: string | undefined): readonly NamedCount[] =>
  summed(
    byModel.map(({ manufacturer, count }) => ({ value: manufacturer, count })),
    chosen,
  );

/** Models of the manufacturer in force, or all. */
export function modelsOf({ byModel }: FleetCounts, { manufacturer, model }: FleetFilter): readonly NamedCount[] {
  const own = byModel.filter((each) => manufacturer === undefined || each.manufacturer === manufacturer);
  return summed(
    own.map((each) => ({ value: each.model, count: each.count })),
    model,
  );
}

function summed(
  counts: readonly { readonly value: string | null; readonly count: number }[],
  chosen: string | undefined,
): readonly NamedCount[] {
  const sums = new Map<string, number>(chosen === undefined ? [] : [[chosen, 0]]);
  for (const { value, count } of counts) if (value !== null && value !== '') sums.set(value, (sums.get(value) ?? 0) + count);
  return [...sums].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || a.value.localeCompare(b.value, 'en'));
}

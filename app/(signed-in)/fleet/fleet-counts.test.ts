import { expect, test } from 'vitest';
import type { FleetFilter } from '#lib/store/fleet.ts';
import type { FleetCounts } from '#lib/store/fleet-counters.ts';
import { knownCount, manufacturersOf, modelsOf } from './fleet-counts.ts';

const model = (manufacturer: string, name: string, count: number) => ({
  manufacturer,
  model: name,
  manufacturerKey: manufacturer.toLowerCase(),
  modelKey: name.toLowerCase(),
  count,
});
const counts: FleetCounts = {
  total: 6,
  byTrust: { verified: 4, stale: 2 },
  byLifecycle: { 'in-service': 6 },
  byAttestation: { passed: 1, 'no-key': 5 },
  bySecureBoot: { on: 1, unknown: 5 },
  byModel: [model('Pomelo', 'Rack 2', 3), model('Quince', 'Box', 2), model('Pomelo', 'Rack 1', 1)],
};

test.each<[FleetFilter, number | undefined]>([
  [{}, 6],
  [{ trust: 'stale' }, 2],
  [{ trust: 'not-enrolled' }, 0],
  [{ lifecycle: 'in-service' }, 6],
  [{ manufacturer: 'Pomelo' }, 4],
  [{ manufacturer: 'Pomelo', model: 'Rack 1' }, 1],
  [{ attestation: 'passed' }, 1],
  [{ attestation: 'failed' }, 0],
  [{ secureBoot: 'unknown' }, 5],
  [{ silentDays: 3 }, undefined],
  [{ manufacturer: 'Pomelo', firmware: '1' }, undefined],
  [{ trust: 'stale', lifecycle: 'in-service' }, undefined],
  [{ text: 'P-1' }, undefined],
  [{ manufacturer: 'pomelo' }, undefined],
])('for the filter %j the counters know %s', (filter, count) => {
  expect(knownCount(counts, filter)).toBe(count);
});

test('manufacturers are summed over their models, and the one in force is listed even when nothing has it', () => {
  expect(manufacturersOf(counts, 'Nobody')).toEqual([
    { value: 'Pomelo', count: 4 },
    { value: 'Quince', count: 2 },
    { value: 'Nobody', count: 0 },
  ]);
});

test('models are those of the manufacturer in force', () => {
  expect(modelsOf(counts, { manufacturer: 'Pomelo' }).map(({ value }) => value)).toEqual(['Rack 2', 'Rack 1']);
  expect(modelsOf(counts, {})).toHaveLength(3);
});

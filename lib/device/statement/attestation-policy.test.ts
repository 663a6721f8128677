import { expect, test } from 'vitest';
import { type AttestationPolicyTable, attestationPolicyFor } from './attestation-policy.ts';
import type { AttestationPolicyLine } from './attestation-policy-types.ts';
import { tableVersion } from './governed-lines.ts';

const LINE: AttestationPolicyLine = {
  ...{ manufacturers: [], models: [], devices: [] },
  ...{ freshnessDays: null, requiredPcrs: [], requireSecureBoot: false, requireReferences: false },
};
const AT = '2026-06-01T00:00:00Z';
type Until = string | null | undefined;

function tableOf(...lines: readonly (Partial<AttestationPolicyLine> & { readonly until?: Until })[]): AttestationPolicyTable {
  const said = { proposedBy: 'adam', approvedBy: 'olga', approvedAt: '2026-05-01T00:00:00Z', reason: '' };
  return {
    lines: lines.map(({ until, ...line }, index) => ({
      ...{ id: `line-${index}`, line: { ...LINE, ...line }, ...said },
      end: until === undefined ? null : { until, ...said },
    })),
  };
}

const askedOf = (
  table: AttestationPolicyTable,
  { manufacturer = 'Pomelo', model = 'Rack 2' }: Partial<Record<'manufacturer' | 'model', string | null>> = {},
) =>
  attestationPolicyFor(table, {
    device: { manufacturer, model, isDevice: (name) => name === 'd-1' },
    policy: { freshnessDays: 90 },
    at: AT,
  });

test('without a line the general freshness holds and nothing else is asked', () => {
  expect(askedOf(tableOf())).toEqual({
    freshnessDays: 90,
    requiredPcrs: [],
    requireSecureBoot: false,
    requireReferences: false,
    lines: [],
  });
});

test('of all lines that a device falls under the strictest counts, and a line may allow more days than the general policy', () => {
  const table = tableOf(
    { manufacturers: ['POMELO'], freshnessDays: 180, requiredPcrs: [7, 0] },
    { models: ['rack  2'], freshnessDays: 120, requiredPcrs: [4], requireSecureBoot: true },
    { devices: ['d-1'], requireReferences: true },
    { manufacturers: ['Quince'], freshnessDays: 1 },
    { devices: ['d-2'], freshnessDays: 1 },
  );
  expect(askedOf(table)).toEqual({
    ...{ freshnessDays: 120, requiredPcrs: [0, 4, 7], requireSecureBoot: true, requireReferences: true },
    lines: ['line-0', 'line-1', 'line-2'],
  });
});

test('a device without a name falls under no line for names', () => {
  expect(askedOf(tableOf({ manufacturers: ['Pomelo'], freshnessDays: 1 }), { manufacturer: null }).lines).toEqual([]);
});

test('a line holds until its end, and one that never was never held', () => {
  const held = (until: Until) => askedOf(tableOf({ requireSecureBoot: true, until })).requireSecureBoot;
  expect([held(undefined), held('2026-06-01T00:00:01Z'), held(AT), held(null)]).toEqual([true, true, false, false]);
  expect(tableVersion(tableOf({ requireSecureBoot: true, until: null }))).toBeNull();
});

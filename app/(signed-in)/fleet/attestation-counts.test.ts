import { expect, test } from 'vitest';
import type { FleetCounts } from '#lib/store/fleet-counters.ts';
import { attestationCounts } from './attestation-counts.ts';
import { readFleetQuery } from './fleet-query.ts';

const counts: FleetCounts = {
  total: 9,
  byTrust: {},
  byLifecycle: {},
  byAttestation: { stale: 3, unanswered: 1, 'no-key': 5 },
  bySecureBoot: { off: 2, unknown: 7 },
  byModel: [],
};
const shown = (asked: Record<string, string>) => attestationCounts('en', { counts, days: 90, query: readFleetQuery(asked) });

test('each count above zero is a sentence that leads to its devices', () => {
  expect(shown({ sort: 'model' }).map(({ text, href }) => [text, href])).toEqual([
    ['3 devices have not attested for more than 90 days', '/fleet?attestation=stale&sort=model'],
    ['2 devices started without Secure Boot', '/fleet?secureBoot=off&sort=model'],
    ['1 device has an attestation key that has not answered yet', '/fleet?attestation=unanswered&sort=model'],
  ]);
});

test('one day is no days', () => {
  const [stale] = attestationCounts('en', { counts, days: 1, query: readFleetQuery({}) });
  expect(stale?.text).toBe('3 devices have not attested for more than 1 day');
});

test('what is chosen is told, even when nothing has it, and leads back to the rest of the filter', () => {
  const [failed, stale] = shown({ attestation: 'failed', model: 'Rack 2' });
  expect(failed).toMatchObject({ text: '0 devices failed their last attestation', selected: true, href: '/fleet?model=Rack+2' });
  expect(stale).toMatchObject({ selected: false, href: '/fleet?attestation=stale' });
});

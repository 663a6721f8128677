import { expect, test } from 'vitest';
import { fleetTableRow, type ListedDevice } from './fleet-row.ts';

const NOW = '2026-06-01T00:00:00.000Z';
const device: ListedDevice = {
  id: 'd-1',
  tier: 'certificate-bound',
  trust: 'verified',
  lifecycle: 'in-service',
  manufacturer: 'Pomelo',
  model: 'Rack 2',
  serial: 'P-100',
  openFindings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  lastObservedAt: NOW,
  lastChangedAt: NOW,
  nextChangeAt: null,
  stopped: null,
  attestation: 'no-key',
  lastAttestedAt: null,
  secureBoot: 'unknown',
  firmwareVersion: null,
};

test.each([
  [null, null],
  ['2026-06-01T00:00:00.001Z', null],
  [NOW, NOW],
  ['2026-05-31T00:00:00.000Z', '2026-05-31T00:00:00.000Z'],
])('a verdict that holds until %s asks for a re-check since %s', (nextChangeAt, recheckSince) => {
  expect(fleetTableRow({ ...device, nextChangeAt }, NOW).recheckSince).toBe(recheckSince);
});

test('a device whose last evaluation was stopped is told as such', () => {
  expect(fleetTableRow({ ...device, stopped: { at: '2026-06-01T00:00:00Z' } }, NOW).stoppedAt).toBe('2026-06-01T00:00:00Z');
  expect(fleetTableRow(device, NOW).stoppedAt).toBeNull();
});

test('findings are counted by severity, the weightiest first; info does not count', () => {
  const openFindings = { critical: 0, high: 2, medium: 0, low: 1, info: 7 };
  expect(fleetTableRow({ ...device, openFindings }, NOW).findings).toEqual([
    { severity: 'high', count: 2 },
    { severity: 'low', count: 1 },
  ]);
});

test('text of a file that would turn the row around is made visible', () => {
  expect(fleetTableRow({ ...device, model: 'R\u202e2', serial: '\u200b1' }, NOW)).toMatchObject({
    product: 'Pomelo R\\u{202E}2',
    serial: '\\u{200B}1',
  });
});

test.each([
  ['2026-05-31T00:00:00.001Z', { days: 0, hours: 23 }],
  ['2026-05-31T00:00:00.000Z', { days: 1, hours: 24 }],
  ['2026-02-21T00:00:00.000Z', { days: 100, hours: 2400 }],
  ['2026-06-01T00:00:09.000Z', { days: 0, hours: 0 }],
])('an answer of %s is as old as whole days and hours say, and never from the future', (lastAttestedAt, age) => {
  expect(fleetTableRow({ ...device, lastAttestedAt }, NOW).attested).toEqual({ at: lastAttestedAt, age });
});

test('a device without a product has no name', () => {
  expect(fleetTableRow({ ...device, manufacturer: null, model: ' ' }, NOW).product).toBeNull();
});

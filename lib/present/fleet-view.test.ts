import { expect, test } from 'vitest';
import { deviceName, type FleetRow, fleetCsvHeader, fleetCsvRow } from './fleet-view.ts';

const row: FleetRow = {
  id: 'd1',
  manufacturer: 'Pomelo, Inc.',
  model: 'Rack 2',
  serial: '000123',
  trust: 'changed-unexplained',
  lifecycle: 'in-service',
  tier: 'certificate-bound',
  findings: 2,
  lastObservedAt: null,
  assessedAt: '2026-06-01T00:00:00Z',
  attestation: 'passed',
  lastAttestedAt: '2026-05-31T00:00:00Z',
  secureBoot: 'on',
  firmwareVersion: '1.10',
};

test('a device is a line of words and ISO times, its serial text, its firmware as it is written', () => {
  expect(fleetCsvRow('en', row)).toBe(
    'd1,"Pomelo, Inc.",Rack 2,\'000123,"changed, unexplained",in service,bound by certificates,2,,2026-06-01T00:00:00Z,passed,2026-05-31T00:00:00Z,on,1.10\r\n',
  );
});

test('firmware that would be run as a formula is text', () => {
  expect(fleetCsvRow('en', { ...row, firmwareVersion: '=1+1' })).toContain(",on,'=1+1\r\n");
  expect(fleetCsvRow('en', { ...row, firmwareVersion: '4.2.1' })).toContain(',on,4.2.1\r\n');
});

test('the header has a name for each cell', () => {
  const cells = (line: string): number => line.replace(/"[^"]*"/g, '').split(',').length;
  expect(cells(fleetCsvHeader('en'))).toBe(cells(fleetCsvRow('en', row)));
});

test('a device without a name is called by its id', () => {
  expect(deviceName({ ...row, manufacturer: ' ', model: null, serial: null })).toBe('d1');
  expect(deviceName(row)).toBe('Pomelo, Inc. Rack 2 000123');
});

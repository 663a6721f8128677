import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArtifact } from '#lib/artifact/read.ts';
import { POLICY } from '#lib/testing/device-states.ts';
import { assembleDevices } from './assemble.ts';
import type { DeviceState } from './device-state.ts';
import { NO_ALIAS_TABLE } from './statement/alias-table.ts';
import { NO_ISSUER_POLICY } from './statement/issuer-policy.ts';
import type { Submission } from './submission-types.ts';

const SCENARIOS = join(import.meta.dirname, '../../../shared/corpus/scenarios');
const isPresent = existsSync(SCENARIOS);
if (!isPresent) console.info('NOTICE: ../shared/corpus is absent; no real device was assembled');

const AT = '2024-06-01T00:00:00Z';

function assemble(scenario: string): DeviceState {
  const folder = join(SCENARIOS, scenario);
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const artifacts = names.map(({ name }) => ({ name, ...readArtifact(readFileSync(join(folder, name))) }));
  const submissions = artifacts.map(
    ({ name, sha256 }): Submission => ({
      id: name,
      sha256,
      receivedAt: AT,
      observedAt: null,
      submittedBy: 'olga',
      device: null,
      role: null,
      mayAttachTo: 'any',
      fileName: name,
    }),
  );
  const [root] = readArtifact(readFileSync(join(folder, 'trust/ca.crt'))).documents;
  if (root?.document?.kind !== 'certificate') throw new Error('no anchor');
  const { devices } = assembleDevices({
    submissions,
    statements: [],
    artifacts: new Map(artifacts.map(({ sha256, documents }) => [sha256, documents])),
    anchors: [{ certificate: root.document.certificate }],
    policy: POLICY,
    issuerPolicy: NO_ISSUER_POLICY,
    aliases: NO_ALIAS_TABLE,
    at: AT,
    deviceIds: new Map(),
  });
  const [device, more] = devices;
  if (device === undefined || more !== undefined) throw new Error('not one device');
  return device;
}

const changes = ({ differences }: DeviceState) =>
  differences
    .filter(({ kind }) => kind !== 'same')
    .map(({ scope, kind, observed, authorization }) => [scope, kind, observed?.serial, authorization]);

test.runIf(isPresent)('laptop as delivered: six parts expected, six seen, nothing differs', () => {
  const device = assemble('laptop-default');
  expect(device.tier).toBe('certificate-bound');
  expect(device.expected.units).toHaveLength(6);
  expect(device.observed?.units).toHaveLength(6);
  expect(changes(device)).toEqual([]);
  expect(device.problems).toEqual([]);
});

test.runIf(isPresent)('laptop with a certified memory module: one step of history, authorized by the delta', () => {
  const device = assemble('laptop-memory-upgrade');
  expect(device.expected.units).toHaveLength(6);
  expect(changes(device)).toEqual([['history', 'component-added', '29AC274B', 'authorized-by-delta']]);
});

test.runIf(isPresent)('laptop with a memory module that nobody certified: unauthorized', () => {
  const device = assemble('laptop-uncertified-memory');
  expect(device.expected.units).toHaveLength(5);
  expect(changes(device)).toEqual([['conformance', 'component-added', '29AC274B', 'unauthorized']]);
});
